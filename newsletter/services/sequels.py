"""What may be written again about a letter that left (letters.md 60, 85; sending.md section 8)."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from outbox.models import Content
from outbox.rendering import render_mail
from outbox.sender import current_sender
from outbox.services import Recipient, create_mailing, freeze_content, release_mailing
from people.models import User

from ..enums import SequelKind
from ..errors import NewsletterError
from ..models import Dispatch, Sequel
from ..reach import is_lost, is_still_leaving, readers_of, those_without
from ..rendering import leaving_headers
from .freezing import keep_addresses
from .subscribing import PURPOSE

SEQUEL = "newsletter.sequel"
SHORTEST_CORRECTION = 10


@transaction.atomic
def send_erratum(*, dispatch: Dispatch, text: str, decided_by: User | None) -> Sequel:
    """Write a correction to exactly those who may have received the letter (accepted or uncertain), and show it above
    the archive. The same text again gives back the same correction.

    Whoever left since is not written to: the fence reads their permit. Raises NewsletterError when the letter is still
    leaving, when nobody received it, or when there is nothing to say.
    """
    locked = _locked(dispatch)
    text = text.strip()
    if len(text) < SHORTEST_CORRECTION:
        raise NewsletterError("Écrivez ce qui était faux, et ce qui est juste.")
    known = locked.sequels.errata().filter(text=text).first()
    if known:
        return known
    if is_still_leaving(locked):
        raise NewsletterError("La lettre part encore : arrêtez son envoi, ou attendez qu’il soit terminé.")
    readers = list(readers_of(locked))
    if not readers:
        raise NewsletterError("Personne n’a reçu cette lettre : il n’y a rien à rectifier.")
    return _write(locked, SequelKind.ERRATUM, _erratum(locked, text), readers, decided_by, text=text)


@transaction.atomic
def send_to_the_others(*, dispatch: Dispatch, decided_by: User | None) -> Sequel:
    """Send the letter, its words unchanged, to those it goes to today who never got it (neither accepted nor
    uncertain).

    Raises NewsletterError when the letter is still leaving, when a passage was taken out since, when the selection it
    was meant for is gone, or when everybody has it.
    """
    locked = _locked(dispatch)
    if is_still_leaving(locked):
        raise NewsletterError("La lettre part encore : attendez que son envoi soit terminé.")
    if locked.segments.redacted().exists():
        raise NewsletterError("Un passage a été retiré depuis : cette lettre ne peut plus repartir telle quelle.")
    if is_lost(locked):
        raise NewsletterError(
            f"La sélection « {locked.audience_name} » n’existe plus : on ne sait plus à qui la lettre devait aller."
        )
    others = list(those_without(locked))
    if not others:
        raise NewsletterError("Toutes les personnes à qui la lettre s’adresse l’ont déjà.")
    return _write(locked, SequelKind.LATER, locked.mailing.content, others, decided_by)


def _write(
    dispatch: Dispatch,
    kind: SequelKind,
    content: Content,
    recipients: Iterable[Recipient],
    decided_by: User | None,
    *,
    text: str = "",
) -> Sequel:
    letter = dispatch.letter
    mailing = create_mailing(
        label=f"{kind.label.capitalize()}\u00a0: {letter.title}",
        reference=f"letter:{letter.pk}:{kind.value}:{dispatch.sequels.count() + 1}",
        content=content,
        purpose=PURPOSE,
        recipients=recipients,
    )
    sequel = Sequel.objects.create(dispatch=dispatch, kind=kind, mailing=mailing, text=text, decided_by=decided_by)
    if kind == SequelKind.ERRATUM:
        keep_addresses(html=content.html, root_url=dispatch.root_url)
    release_mailing(mailing=mailing)
    log(letter, SEQUEL, user=decided_by, data={"kind": str(kind.label), "audience": mailing.audience})
    return sequel


def _erratum(dispatch: Dispatch, text: str) -> Content:
    mail = render_mail("newsletter/erratum", {"letter": dispatch.letter, "dispatch": dispatch, "text": text})
    return freeze_content(
        subject=mail.subject, html=mail.html, text=mail.text, headers=leaving_headers(current_sender())
    )


def _locked(dispatch: Dispatch) -> Dispatch:
    """The row, locked, and what it stands on read after the lock."""
    return Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
