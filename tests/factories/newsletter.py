"""Subscribers and letters, made by the services that make the real ones, so that what they say always holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page
from wagtail.rich_text import RichText

from newsletter.enums import SubscriberState
from newsletter.models import Dispatch, Follow, LetterPage, Subscriber
from newsletter.services import prepare_dispatch, unsubscribe
from outbox.enums import MailingState, MessageState, Phase
from outbox.models import Mailing, Permit
from outbox.services import grant_permit
from people.models import Consent

from .cms import BasePageFactory
from .people import ConsentFactory, PersonFactory


class SubscriberFactory(DjangoModelFactory):
    """Someone who asked for the infolettre at `asked_at`. `state` is "confirmed" unless said otherwise.

    No mail is written: the demand is of the past.
    """

    class Meta:
        model = Subscriber
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"lectrice-{n}@valclair.example")
    person = factory.SubFactory(PersonFactory, email=factory.SelfAttribute("..email"))
    consent = factory.SubFactory(
        ConsentFactory,
        person=factory.SelfAttribute("..person"),
        given_at=factory.SelfAttribute("..asked_at"),
        source=factory.SelfAttribute("..source"),
    )
    source = "/abonnement/"
    asked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    mailed_at = factory.SelfAttribute("asked_at")

    @factory.post_generation
    def state(self: Subscriber, create: bool, extracted: str | None, **kwargs: Any) -> None:
        state = SubscriberState(extracted or SubscriberState.CONFIRMED)
        if create and state != SubscriberState.PENDING:
            _confirm(self, at=self.asked_at + timedelta(minutes=20))
        if create and state == SubscriberState.LEFT:
            unsubscribe(subscriber=self)
            self.refresh_from_db()


def _confirm(subscriber: Subscriber, *, at: datetime) -> None:
    permit = grant_permit(address=subscriber.email, purpose="letter")
    Permit.objects.filter(pk=permit.pk).update(granted_at=at)
    Consent.objects.filter(pk=subscriber.consent_id).update(confirmed_at=at)
    subscriber.permit, subscriber.confirmed_at = permit, at
    subscriber.save(update_fields=["permit", "confirmed_at"])


class LetterPageFactory(BasePageFactory):
    """A letter, published. Give `body=letter_body(…)`; without it, one short editorial."""

    class Meta:
        model = LetterPage

    title = factory.Sequence(lambda n: f"Lettre numéro {n}")
    date = factory.LazyFunction(timezone.localdate)
    body = factory.LazyFunction(lambda: letter_body(text="<p>Bonjour à toutes et à tous.</p>"))


def letter_body(
    *,
    title: str = "",
    text: str = "",
    signature: str = "",
    rubrics: Sequence[tuple[str, Iterable[Page]]] = (),
    portrait: Page | None = None,
    voice: tuple[str, str] | None = None,
    button: tuple[str, Page] | None = None,
) -> list[tuple[str, Any]]:
    """The value of `LetterPage.body`, in the order a letter usually takes."""
    body: list[tuple[str, Any]] = []
    if text:
        body.append(("editorial", {"title": title, "text": _rich(text), "signature": signature}))
    for name, pages in rubrics:
        teasers = [{"page": page, "title": "", "summary": ""} for page in pages]
        body.append(("rubric", {"title": name, "introduction": "", "pictures": "first", "teasers": teasers}))
    if portrait:
        body.append(("portrait", {"page": portrait, "title": "", "text": _rich("")}))
    if voice:
        body.append(("voice", {"text": voice[0], "author": voice[1], "role": "", "person": None}))
    if button:
        body.append(("button", {"label": button[0], "text": "", "page": button[1], "url": ""}))
    return body


def _rich(html: str) -> Any:
    return RichText(html)


def make_sent_letter(letter: LetterPage, *, sent_at: datetime | None = None, decided_by: Any = None) -> Dispatch:
    """`letter` as it stands after a departure: frozen, addressed, every message already accepted. Nothing leaves.

    Goes through the service that prepares real departures; there must be at least one confirmed subscriber.
    """
    at = sent_at or timezone.now() - timedelta(days=1)
    dispatch = prepare_dispatch(letter=letter, decided_by=decided_by)
    dispatch.mailing.messages.update(
        state=MessageState.ACCEPTED,
        departed_at=at,
        settled_at=at,
        phase=Phase.REPLIED,
        attempts=1,
        response="250 Message accepted for delivery",
    )
    Mailing.objects.filter(pk=dispatch.mailing_id).update(
        state=MailingState.DONE, prepared_at=at, started_at=at, finished_at=at
    )
    Dispatch.objects.filter(pk=dispatch.pk).update(decided_at=at)
    dispatch.refresh_from_db()
    return dispatch


class FollowFactory(DjangoModelFactory):
    """Somebody who follows something since they subscribed: give its `kind` and its `topic`, `page`…"""

    class Meta:
        model = Follow

    subscriber = factory.SubFactory(SubscriberFactory)
    confirmed_at = factory.LazyAttribute(lambda row: row.subscriber.confirmed_at)
    asked_at = factory.LazyAttribute(lambda row: row.subscriber.asked_at)
