"""Returned mail, complaints and answers: taken in once, dropped never, obeyed when they are genuine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from outbox import registries
from outbox.enums import EventKind, InboundState, MessageState
from outbox.models import DeliveryEvent, InboundMail, Message, Permit, Suppression
from outbox.registries import DeliveryListener, InboundHandler, ReceivedMail
from outbox.services import (
    erase_address,
    forget_received,
    handle_waiting,
    purge_events,
    record_event,
    take_in,
)
from outbox.services.erasure import fingerprint

from .builders import a_confirmation, a_mailing
from .mails import answer, complaint, qmail_failure, returned

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> Message:
    """A letter that the next server accepted."""
    return departed(a_mailing(1).messages.get())


def departed(message: Message, state: MessageState = MessageState.ACCEPTED) -> Message:
    now = datetime.now(UTC)
    message.state, message.departed_at = state, now
    message.settled_at = now if state == MessageState.ACCEPTED else None
    message.save()
    return message


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """The outbox without the apps above, whose handlers would take the mail of these tests."""
    known = (registries.inbound_mail.items, registries.delivery_events.items)
    registries.inbound_mail.items, registries.delivery_events.items = [], []
    yield
    registries.inbound_mail.items, registries.delivery_events.items = known


@pytest.fixture
def registered() -> Callable[..., None]:
    """Register handlers and listeners for one test."""
    return lambda registry, item: registry.register(item)


def suppressed() -> list[tuple[str, str]]:
    return sorted(Suppression.objects.values_list("scope", "reason"))


def kinds() -> list[str]:
    return list(DeliveryEvent.objects.order_by("pk").values_list("kind", flat=True))


class TestBounces:
    def test_a_hard_bounce_stops_everything_to_that_address_at_once(self, letter: Message) -> None:
        mail = take_in(content=returned(letter), source="pipe")
        assert (mail.state, mail.outcome) == (InboundState.HANDLED, "revenu en erreur : adresse morte")
        assert suppressed() == [("*", "adresse morte : le courrier revient en erreur")]
        assert Permit.objects.standing().count() == 0
        letter.refresh_from_db()
        assert (letter.state, kinds()) == (MessageState.ACCEPTED, [EventKind.BOUNCED])
        assert letter.mailing.counts().balanced

    @pytest.mark.parametrize(
        ("status", "diagnostic", "kind"),
        [
            ("5.1.1", "smtp; 550 5.1.1 unknown", EventKind.BOUNCED),
            ("5.0.0", "smtp; 550 5.1.10 RecipientNotFound", EventKind.BOUNCED),
            ("5.0.0", "smtp; 550 No such user here", EventKind.BOUNCED),
            ("5.4.4", "smtp; host not found", EventKind.BOUNCED),
            ("5.2.2", "smtp; 552 5.2.2 Over quota", EventKind.SOFT_BOUNCED),
            ("5.7.1", "smtp; 550 5.7.1 rejected as spam", EventKind.SOFT_BOUNCED),
            ("5.0.0", "smtp; 550 blocked by policy", EventKind.SOFT_BOUNCED),
            ("4.4.7", "smtp; delivery time expired", EventKind.SOFT_BOUNCED),
            ("", "", EventKind.SOFT_BOUNCED),
        ],
    )
    def test_only_what_condemns_the_address_is_hard(
        self, status: str, diagnostic: str, kind: EventKind, letter: Message
    ) -> None:
        take_in(content=returned(letter, status=status, diagnostic=diagnostic), source="pipe")
        assert kinds() == [kind]
        assert bool(suppressed()) == (kind == EventKind.BOUNCED)

    @pytest.mark.parametrize(("action", "kind"), [("delayed", EventKind.DEFERRED), ("delivered", EventKind.DELIVERED)])
    def test_other_news_is_only_noted(self, action: str, kind: EventKind, letter: Message) -> None:
        take_in(content=returned(letter, status="4.4.1", action=action), source="pipe")
        assert (kinds(), suppressed()) == ([kind], [])

    def test_soft_bounces_count_three_of_the_last_five(self) -> None:
        letters = [departed(a_mailing(1, reference=f"letter:{number}").messages.get()) for number in range(6)]
        for number in (0, 2, 5):
            take_in(content=returned(letters[number], status="5.2.2", diagnostic="", number=number), source="pipe")
        assert suppressed() == []  # the first one is no longer among the last five
        take_in(content=returned(letters[5], status="5.2.2", diagnostic="", number=9), source="pipe")
        assert suppressed() == []  # the same letter twice counts once
        take_in(content=returned(letters[3], status="5.2.2", diagnostic="", number=3), source="pipe")
        assert suppressed() == [("letter", "le courrier revient en erreur : 3 fois sur les 5 derniers envois")]

    def test_a_server_that_follows_no_standard_is_understood(self, letter: Message) -> None:
        take_in(content=qmail_failure(letter), source="pipe")
        assert (kinds(), [scope for scope, _ in suppressed()]) == ([EventKind.BOUNCED], ["*"])

    def test_a_forged_bounce_is_kept_and_harms_nobody(self, letter: Message) -> None:
        mail = take_in(content=returned(f"<{letter.pk}.0123456789ab@dirigeable.example>"), source="pipe")
        event = DeliveryEvent.objects.get()
        assert (event.message, event.address_hash) == (None, fingerprint("lectrice0@exemple.example"))
        assert "n’est pas le nôtre" in mail.outcome
        assert (suppressed(), Permit.objects.standing().count()) == ([], 1)

    def test_a_bounce_proves_that_an_uncertain_message_had_been_accepted(self) -> None:
        letter = departed(a_mailing(1).messages.get(), MessageState.UNCERTAIN)
        take_in(content=returned(letter, status="5.2.2", diagnostic=""), source="pipe")
        letter.refresh_from_db()
        assert (letter.state, letter.mailing.counts().balanced) == (MessageState.ACCEPTED, True)


class TestComplaints:
    def test_a_complaint_stops_all_that_is_sent_in_number_and_nothing_that_is_expected(self, letter: Message) -> None:
        take_in(content=complaint(letter), source="pipe")
        assert suppressed() == [("letter", "la personne a signalé notre courrier comme indésirable")]
        assert kinds() == [EventKind.COMPLAINED]
        expected = a_confirmation(to="lectrice0@exemple.example")
        assert list(Suppression.objects.blocking(address=expected.address, scope=expected.scope)) == []

    def test_a_complaint_about_a_confirmation_stops_letters_too(self, letter: Message) -> None:
        expected = departed(a_confirmation(to="lectrice0@exemple.example"))
        take_in(content=complaint(expected), source="pipe")
        assert [scope for scope, _ in suppressed()] == ["letter", "registration"]

    def test_the_contrary_of_a_complaint_is_no_complaint(self, letter: Message) -> None:
        mail = take_in(content=complaint(letter, kind="not-spam"), source="pipe")
        assert (mail.state, suppressed(), kinds()) == (InboundState.UNCLAIMED, [], [])


class TestNothingIsDropped:
    def test_the_same_mail_twice_is_one_mail(self, letter: Message) -> None:
        first = take_in(content=returned(letter, status="5.2.2"), source="imap")
        assert take_in(content=returned(letter, status="5.2.2") + b"\r\nTrailer", source="pipe") == first
        assert (InboundMail.objects.count(), len(kinds())) == (1, 1)

    def test_a_handler_that_fails_leaves_the_mail_waiting_and_comes_again(
        self, letter: Message, registered: Callable[..., None]
    ) -> None:
        tries: list[str] = []

        def clumsy(received: ReceivedMail) -> str | None:
            a_confirmation(f"clumsy:{len(tries)}")  # undone with the failure
            tries.append(received.text)
            if len(tries) < 3:
                raise ValueError("pas aujourd’hui")
            return "noté comme réponse"

        registered(registries.inbound_mail, InboundHandler(name="réponses", handle=clumsy))
        with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
            mail = take_in(content=answer(letter), source="imap")
            assert (mail.state, mail.tries, mail.error) == (InboundState.WAITING, 1, "ValueError: pas aujourd’hui")
            assert bytes(mail.content) == answer(letter)
            assert handle_waiting(datetime.now(UTC)) == 0  # not yet
            clock.shift(timedelta(minutes=3))
            assert handle_waiting(datetime.now(UTC)) == 0  # fails again
            clock.shift(timedelta(minutes=11))
            assert handle_waiting(datetime.now(UTC)) == 1
        mail.refresh_from_db()
        assert (mail.state, mail.outcome, bytes(mail.content)) == (InboundState.HANDLED, "noté comme réponse", b"")
        assert list(Message.objects.transactional().values_list("dedup_key", flat=True)) == ["clumsy:2"]

    def test_a_listener_that_fails_undoes_the_event_which_comes_again(
        self, letter: Message, registered: Callable[..., None]
    ) -> None:
        heard: list[DeliveryEvent] = []

        def deaf(event: DeliveryEvent) -> None:
            heard.append(event)
            if len(heard) == 1:
                raise RuntimeError("pas maintenant")

        registered(registries.delivery_events, DeliveryListener(name="essai", react=deaf))
        mail = take_in(content=returned(letter), source="imap")
        assert (mail.state, kinds(), suppressed()) == (InboundState.WAITING, [], [])
        assert take_in(content=returned(letter), source="imap").state == InboundState.HANDLED
        assert ([event.kind for event in heard], kinds()) == ([EventKind.BOUNCED] * 2, [EventKind.BOUNCED])

    def test_the_first_handler_that_knows_takes_the_mail(
        self, letter: Message, registered: Callable[..., None]
    ) -> None:
        seen: list[ReceivedMail] = []
        registered(registries.inbound_mail, InboundHandler(name="autre", handle=lambda received: None))

        def keen(received: ReceivedMail) -> str:
            seen.append(received)
            return "noté"

        registered(registries.inbound_mail, InboundHandler(name="réponses", handle=keen))
        take_in(content=answer(letter, text="Où se passe l’atelier ?"), source="imap")
        received = seen[0]
        assert (received.answers, received.sender, received.recipients, received.is_automatic) == (
            letter,
            "lectrice0@exemple.example",
            ("bonjour@dirigeable.example",),
            False,
        )
        assert (received.text.strip(), received.subject) == ("Où se passe l’atelier ?", "Re: La lettre de mars")

    def test_what_nobody_claims_is_left_to_people(self) -> None:
        mail = take_in(content=answer(), source="imap")
        assert (mail.state, mail.sender, mail.subject) == (
            InboundState.UNCLAIMED,
            "lectrice0@exemple.example",
            "Re: La lettre de mars",
        )
        assert bytes(mail.content) == answer()

    def test_a_robot_that_answers_us_asks_for_nothing(self, letter: Message) -> None:
        mail = take_in(content=answer(letter, automatic=True), source="imap")
        assert (mail.state, mail.outcome) == (InboundState.HANDLED, "réponse automatique, sans suite")

    def test_a_person_who_quotes_a_bounce_has_not_bounced(self, letter: Message) -> None:
        quoted = qmail_failure(letter).split(b"\r\n\r\n", 1)[1].decode().replace("\r\n", "\n> ")
        mail = take_in(content=answer(letter, text=quoted), source="imap")
        assert (mail.state, kinds()) == (InboundState.UNCLAIMED, [])

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\xff\xfe",
            b"From: \xff\xfe <a@b>\r\n\r\n\x00",
            b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno part",
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: message/delivery-status\r\n\r\n--x--",
            b"Content-Type: message/feedback-report\r\n\r\n:\r\n",
            b"Content-Type: text/plain; charset=martian\r\nFrom: a@b.example\r\n\r\n\xe9",
            b"To: =?utf-8?b?"
            + b"A" * 5_000
            + b"?=\r\nMessage-ID: <"
            + b"x" * 900
            + b"@y>\r\nSubject: a\r\n b\x00\r\n\r\n",
            b"From: MAILER-DAEMON\r\nIn-Reply-To: <1.@x> <99999999999999999999.a@x> <0.0@x>\r\n\r\n<a@b>: unknown",
        ],
    )
    def test_no_mail_is_too_broken_to_be_kept(self, content: bytes) -> None:
        mail = take_in(content=content, source="imap")
        assert (mail.state, InboundMail.objects.count()) == (InboundState.UNCLAIMED, 1)


class TestPersonalData:
    def test_received_mail_is_emptied_after_thirty_days_and_what_waits_is_kept(self) -> None:
        with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
            mail = take_in(content=answer(), source="imap")
            clock.shift(timedelta(days=29))
            assert forget_received(datetime.now(UTC)) == 0
            clock.shift(timedelta(days=2))
            assert (forget_received(datetime.now(UTC)), forget_received(datetime.now(UTC))) == (1, 0)
        mail.refresh_from_db()
        assert (mail.sender, mail.sender_hash, mail.subject, bytes(mail.content)) == ("", "", "", b"")

    def test_an_erased_person_is_found_in_no_received_mail_nor_event(self, letter: Message) -> None:
        take_in(content=answer(), source="imap")
        take_in(content=returned("<inconnu@ailleurs.example>"), source="imap")
        digest = fingerprint("lectrice0@exemple.example")
        erase_address(address="lectrice0@exemple.example")
        assert InboundMail.objects.filter(sender_hash=digest).count() == 0
        assert DeliveryEvent.objects.filter(address_hash=digest).count() == 0

    def test_news_of_unknown_mail_is_forgotten_after_six_months(self) -> None:
        with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
            take_in(content=returned("<inconnu@ailleurs.example>"), source="imap")
            clock.shift(timedelta(days=180))
            assert purge_events(datetime.now(UTC)) == 0
            clock.shift(timedelta(days=5))
            assert purge_events(datetime.now(UTC)) == 1


def test_an_old_report_condemns_nobody(letter: Message) -> None:
    """Bounces read from a mailbox are dated by their reading; a provider's event carries its own date."""
    long_ago = datetime.now(UTC) - timedelta(days=61)
    record_event(kind=EventKind.BOUNCED, event_key="x:1", at=long_ago, message=letter)
    assert (kinds(), suppressed()) == ([EventKind.BOUNCED], [])


def test_a_message_without_permit_is_withheld_too_once_its_address_is_dead(letter: Message) -> None:
    take_in(content=returned(letter), source="pipe")
    waiting = a_confirmation(to="lectrice0@exemple.example")
    assert [s.reason for s in Suppression.objects.blocking(address=waiting.address, scope=waiting.scope)] == [
        "adresse morte : le courrier revient en erreur"
    ]
