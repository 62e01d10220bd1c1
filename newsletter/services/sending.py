"""The departure of a letter: frozen, addressed and released in one transaction, once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from outbox.models import Content, Message
from outbox.rendering import RenderedMail
from outbox.sender import current_sender
from outbox.services import Recipient, create_mailing, freeze_contents, release_mailing, send_transactional
from people.models import User

from ..audience import readers
from ..enums import Route
from ..errors import LetterNotReady
from ..following.plans import Plan, Variant
from ..links import LeavingPlaces, leaving_places
from ..models import Dispatch, LetterPage, Selection, Subscriber
from ..models.segments import digest_of
from ..preflight import faults_of
from ..rendering import Composition, compose_letter, filled, render_letter
from ..variants import Following, plan_of
from .freezing import keep_for_the_archive, keep_lines, letter_headers
from .subscribing import PURPOSE
from .telling import remember

# How the history of a page remembers its departure.
SENT = "newsletter.send"


@transaction.atomic
def send_letter(
    *,
    letter: LetterPage,
    decided_by: User | None,
    seen: str | None = None,
    now: datetime | None = None,
    selection: Selection | None = None,
) -> Dispatch:
    """Freeze the published `letter`, write one message per person it goes to, and let them leave.

    `seen` is the fingerprint of what was read and approved; with `selection`, it goes to those people only. Sending
    what was sent gives back its dispatch: a double click makes one mailing. Raises LetterNotReady with every fault
    found, on the page as it stands now and not as the caller holds it; warnings stop nothing.
    """
    page = LetterPage.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    known = Dispatch.objects.filter(letter=page).first()
    if known:
        return known
    faults = faults_of(page, seen=seen, now=now, selection=selection)
    if any(fault.stops for fault in faults):
        raise LetterNotReady(faults)
    dispatch = _prepare(page, decided_by, selection)
    release_mailing(mailing=dispatch.mailing)
    log(page, SENT, user=decided_by, data={"audience": dispatch.mailing.audience})
    return dispatch


def prepare_dispatch(*, letter: LetterPage, decided_by: User | None = None) -> Dispatch:
    """Freeze and address `letter` without letting anything leave: what a demonstration needs."""
    with transaction.atomic():
        return _prepare(letter, decided_by)


def _prepare(letter: LetterPage, decided_by: User | None, selection: Selection | None = None) -> Dispatch:
    sender = current_sender()
    composition = compose_letter(letter, pin=True)
    people = list(_locked_readers(selection))
    made = plan_of(letter, people)
    contents = _contents(letter, composition, made)
    mailing = create_mailing(
        label=f"Infolettre : {letter.title}",
        reference=f"letter:{letter.pk}",
        content=contents[()],
        purpose=PURPOSE,
        recipients=_recipients(people, made, contents, base_url=sender.base_url),
    )
    remember(made, route=Route.LETTER)
    dispatch = Dispatch.objects.create(
        letter=letter,
        mailing=mailing,
        decided_by=decided_by,
        selection=selection,
        audience_name=selection.name if selection else "",
        root_url=sender.base_url,
        body_digest=digest_of(composition.body),
    )
    keep_for_the_archive(dispatch, composition)
    keep_lines(lines=made.lines.values(), root_url=dispatch.root_url, dispatch=dispatch)
    return dispatch


def _locked_readers(selection: Selection | None) -> QuerySet[Subscriber]:
    """Who the letter goes to. Their rows are locked until what they are told is remembered (letters.md, moonshot 3)."""
    return readers(selection).select_for_update(of=("self",)).select_related("permit").order_by("pk")


def _contents(letter: LetterPage, composition: Composition, made: Plan) -> dict[Variant, Content]:
    """One content for each variant; the one of who follows nothing is always there."""
    following = Following(made.lines, mark=letter.pk)
    variants = list({(), *made.variants})
    mails = (following.mail(composition, variant) for variant in variants)
    return dict(zip(variants, freeze_contents(mails, headers=letter_headers(composition)), strict=True))


def _recipients(
    people: Iterable[Subscriber], made: Plan, contents: Mapping[Variant, Content], *, base_url: str
) -> Iterator[Recipient]:
    places = LeavingPlaces(base_url=base_url)
    variant_of = {key: variant for variant, keys in made.variants.items() for key in keys}
    for subscriber in people:
        yield Recipient(
            address=subscriber.email,
            permit=subscriber.permit,
            values=places.of(subscriber.uuid, subscriber.email),
            content=contents[variant_of.get(subscriber.pk, ())],
        )


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
