"""The departure of a letter: frozen, addressed and released in one transaction, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log

from outbox.models import Message
from outbox.rendering import RenderedMail
from outbox.sender import current_sender
from outbox.services import create_mailing, release_mailing, send_transactional
from people.models import User

from ..audience import recipients
from ..errors import LetterNotReady
from ..links import leaving_places
from ..models import Dispatch, LetterPage
from ..models.segments import digest_of
from ..preflight import faults_of
from ..rendering import compose_letter, filled, render_letter
from .freezing import freeze_variant, keep_for_the_archive
from .subscribing import PURPOSE

# How the history of a page remembers its departure.
SENT = "newsletter.send"


@transaction.atomic
def send_letter(
    *, letter: LetterPage, decided_by: User | None, seen: str | None = None, now: datetime | None = None
) -> Dispatch:
    """Freeze the published `letter`, write one message per person it goes to, and let them leave.

    `seen` is the fingerprint of what was read and approved. Sending what was sent gives back its dispatch: a double
    click makes one mailing. Raises LetterNotReady with every fault found, on the page as it stands now and not as the
    caller holds it; warnings stop nothing.
    """
    page = LetterPage.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    known = Dispatch.objects.filter(letter=page).first()
    if known:
        return known
    faults = faults_of(page, seen=seen, now=now)
    if any(fault.stops for fault in faults):
        raise LetterNotReady(faults)
    dispatch = _prepare(page, decided_by)
    release_mailing(mailing=dispatch.mailing)
    log(page, SENT, user=decided_by, data={"audience": dispatch.mailing.audience})
    return dispatch


def prepare_dispatch(*, letter: LetterPage, decided_by: User | None = None) -> Dispatch:
    """Freeze and address `letter` without letting anything leave: what a demonstration needs."""
    with transaction.atomic():
        return _prepare(letter, decided_by)


def _prepare(letter: LetterPage, decided_by: User | None) -> Dispatch:
    sender = current_sender()
    composition = compose_letter(letter, pin=True)
    mailing = create_mailing(
        label=f"Infolettre : {letter.title}",
        reference=f"letter:{letter.pk}",
        content=freeze_variant(composition.mail(), body=composition.body, sender=sender),
        purpose=PURPOSE,
        recipients=recipients(base_url=sender.base_url),
    )
    dispatch = Dispatch.objects.create(
        letter=letter,
        mailing=mailing,
        decided_by=decided_by,
        root_url=sender.base_url,
        body_digest=digest_of(composition.body),
    )
    keep_for_the_archive(dispatch, composition)
    return dispatch


@transaction.atomic
def send_test(*, letter: LetterPage, user: User, submission_key: UUID) -> Message:
    """Send `letter`, a draft or not, to the editor who asks. Its leaving links remove nobody.

    The same `submission_key` (one form) sends it once.
    """
    base_url = current_sender().base_url
    mail: RenderedMail = filled(render_letter(letter), leaving_places(None, base_url=base_url))
    return send_transactional(
        to=user.email,
        subject=f"[Essai] {mail.subject}",
        text=mail.text,
        html=mail.html,
        dedup_key=f"letter-test:{letter.pk}:{user.pk}:{submission_key}",
        scope="letter-test",
    )
