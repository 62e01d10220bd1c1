"""Certificates: what was really attended, frozen the day it is issued, under a code anybody can check (T-02)."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from outbox.sender import current_sender
from people.models import Person

from ..attendance import Attended, attended_by
from ..enums import CertificateKind
from ..errors import EventsError
from ..models import Certificate, EventPage, TrainingPage

# No letter that is read as another: neither I, L, O nor U (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 3


class NothingAttended(EventsError):
    message = "Aucune présence n’est notée pour cette personne à ce rendez-vous : il n’y a rien à attester."


@transaction.atomic
def issue_certificate(*, person: Person, event: EventPage, now: datetime | None = None) -> Certificate:
    """The certificate of `person` for `event`: the one that stands if nothing changed, else a new one replaces it.

    Raises NothingAttended.
    """
    now = now or timezone.now()
    event = EventPage.objects.select_for_update(of=("self",)).get(pk=event.pk)
    attended = [row for row in attended_by(person.pk, event) if row.session.ends_at <= now]
    if not attended:
        raise NothingAttended
    content = _content(person, event, attended)
    standing = Certificate.objects.filter(person=person, event=event, replaced_at=None).first()
    if standing and standing.content == content:
        return standing
    if standing:
        standing.replaced_at = now
        standing.save(update_fields=["replaced_at"])
    is_training = issubclass(event.specific_class or EventPage, TrainingPage)
    return Certificate.objects.create(
        code=new_code(),
        kind=CertificateKind.TRAINING if is_training else CertificateKind.ATTENDANCE,
        person=person,
        event=event,
        content=content,
        minutes=sum(row.minutes for row in attended),
        issued_at=now,
    )


def new_code() -> str:
    """« 7Q4K-0ZXM-29TB »: sixty bits that nobody can guess."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS))


def read_code(typed: str) -> str:
    """A code as people type it: lower case, spaces, letters read one for another."""
    clean = "".join(letter for letter in typed.upper() if letter.isalnum())
    clean = clean.translate(str.maketrans("ILO", "110"))[: 4 * GROUPS]
    return "-".join(clean[place : place + 4] for place in range(0, len(clean), 4))


def _content(person: Person, event: EventPage, attended: list[Attended]) -> dict[str, Any]:
    sender = current_sender()
    return {
        "name": person.full_name,
        "event": event.title,
        "organisation": sender.site_name,
        "address": sender.postal_address,
        "sessions": [
            {
                "start": row.session.starts_at.isoformat(),
                "end": row.session.ends_at.isoformat(),
                "title": row.session.title or (row.session.module.title if row.session.module else ""),
                "minutes": row.minutes,
            }
            for row in attended
        ],
    }
