"""A document with pictures waits in the database while somebody reads its text again; a day, then it is forgotten."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cms.registries import Treatment
from config.models import TextInHand
from people.models import User

from .pictures import Album
from .reading import read_file

KEPT = timedelta(days=1)


def take_in_hand(*, content: bytes, by: User) -> TextInHand:
    """Keep `content`, which was read without fault; the same document given twice by one person is one row."""
    digest = hashlib.sha256(content).hexdigest()
    return TextInHand.objects.update_or_create(owner=by, digest=digest, defaults={"content": content})[0]


def in_hand_of(user: User, digest: str) -> TextInHand | None:
    """The document that `user`, and nobody else, gave."""
    return TextInHand.objects.filter(owner=user, digest=digest).first() if digest else None


def album_of(in_hand: TextInHand) -> Album:
    """The pictures of the document, under the names they had when it was first read."""
    return read_file(bytes(in_hand.content)).album


def forget_texts(now: datetime) -> int:
    return TextInHand.objects.filter(given_at__lt=now - KEPT).delete()[0]


def export_texts(email: str) -> Iterator[dict[str, Any]]:
    for text in TextInHand.objects.filter(owner__email__iexact=email).order_by("pk"):
        yield {"donné le": text.given_at.isoformat(), "empreinte": text.digest}


def erase_texts(email: str) -> int:
    return TextInHand.objects.filter(owner__email__iexact=email).delete()[0]


IN_HAND = Treatment(
    model=TextInHand,
    purpose="Reprendre les images d’un document quand la personne qui l’a donné en enregistre le brouillon",
    legal_basis="intérêt légitime : reprendre un texte déjà écrit sans en perdre les images",
    retention="jusqu’à l’enregistrement du brouillon, un jour au plus",
    fields=("owner", "content"),
    export=export_texts,
    erase=erase_texts,
    purge=forget_texts,
)
