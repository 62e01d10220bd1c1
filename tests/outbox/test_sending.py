"""From a row to a mail at a real server, and what each answer of the server does (sending.md sections 3, 5,
11).
"""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox import fence, pacing
from outbox.enums import EventKind, MailingState, MessageState, Phase, Reason
from outbox.hands import MAX_ATTEMPTS
from outbox.models import Counts, Message, Permit
from outbox.services import (
    OutboxError,
    pause_mailing,
    release_mailing,
    revoke_permit,
    settle_as_received,
    settle_to_resend,
    suppress,
    sweep,
)
from outbox.transports.smtp import SmtpTransport
from outbox.worker import Worker

from .builders import a_confirmation, a_mailing, states
from .sinks import ScriptedSink, free_port, listening, refuse_credentials

pytestmark = pytest.mark.django_db

Send = Callable[..., Worker]


def counts(**given: int) -> Counts:
    return Counts(**{"accepted": 0, "refused": 0, "uncertain": 0, "excluded": 0, "waiting": 0, **given})


class TestTheOrdinaryRoad:
    def test_each_person_gets_their_mail_once_and_the_mailing_ends(self, sink: ScriptedSink, send: Send) -> None:
        mailing = a_mailing(45)
        assert mailing.counts() == counts(waiting=45, audience=45)
        send()
        assert sink.addresses == [f"lectrice{number}@exemple.example" for number in range(45)]
        mailing.refresh_from_db()
        assert mailing.counts() == counts(accepted=45, audience=45)
        assert mailing.state == MailingState.DONE
        assert sink.connections == 1

    def test_an_accepted_row_keeps_when_how_and_what_was_answered(self, sink: ScriptedSink, send: Send) -> None:
        a_confirmation()
        send()
        message = Message.objects.get()
        assert (message.state, message.phase, message.response) == ("accepted", "replied", "250 OK accepted")
        assert message.departed_at is not None
        assert message.settled_at is not None
        assert message.departed_at <= message.settled_at
        assert (message.attempts, message.worker, message.lease_until) == (1, "", None)

    def test_running_again_sends_nothing_again(self, sink: ScriptedSink, send: Send) -> None:
        a_mailing(3)
        send()
        send()
        assert len(sink.accepted) == 3

    def test_awaited_mail_leaves_before_letters(self, sink: ScriptedSink, send: Send) -> None:
        a_mailing(3)
        a_confirmation(to="presse@exemple.example")
        send()
        assert sink.addresses[0] == "presse@exemple.example"

    def test_a_confirmation_written_during_a_letter_does_not_wait_for_its_end(
        self, sink: ScriptedSink, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("outbox.worker.URGENT", 0.0)
        a_mailing(10)

        worker = Worker(SmtpTransport(sink.url, timeout=10))
        attempt = worker.hands.attempt

        def attempt_and_register(message: Message, sender: object, *, departure: int) -> object:
            if message.address == "lectrice2@exemple.example":
                a_confirmation(to="presse@exemple.example")
            return attempt(message, sender, departure=departure)

        monkeypatch.setattr(worker.hands, "attempt", attempt_and_register)
        worker.run(once=True)
        assert sink.addresses.index("presse@exemple.example") == pacing.FIRST, "right after the page under way"
        assert len(sink.addresses) == 11

    def test_a_draft_and_a_paused_mailing_do_not_leave(self, sink: ScriptedSink, send: Send) -> None:
        a_mailing(2, release=False, reference="letter:1")
        pause_mailing(mailing=a_mailing(2, reference="letter:2"))
        send()
        assert sink.accepted == []


class TestTheFence:
    def test_someone_who_left_is_withheld_with_the_reason(self, sink: ScriptedSink, send: Send) -> None:
        mailing = a_mailing(3)
        revoke_permit(permit=Permit.objects.get(address="lectrice1@exemple.example"), reason="lien de la lettre")
        send()
        assert sink.addresses == ["lectrice0@exemple.example", "lectrice2@exemple.example"]
        message = mailing.messages.get(state=MessageState.EXCLUDED)
        assert (message.reason, message.response) == (Reason.LEFT, "lien de la lettre")
        assert mailing.counts() == counts(accepted=2, excluded=1, audience=3)

    @pytest.mark.parametrize(
        ("scope", "withheld"), [("*", True), ("registration", True), ("letter", False), ("reg", False)]
    )
    def test_a_suppression_withholds_its_scope_and_no_other(
        self, scope: str, withheld: bool, sink: ScriptedSink, send: Send
    ) -> None:
        a_confirmation(to="inscrite@exemple.example")
        suppress(address="inscrite@exemple.example", scope=scope, reason="adresse morte")
        send()
        message = Message.objects.get()
        expected = (Reason.SUPPRESSED, "adresse morte") if withheld else ("", "250 OK accepted")
        assert (message.reason, message.response) == expected
        assert len(sink.accepted) == (0 if withheld else 1)

    def test_leaving_the_letter_does_not_stop_a_registration(self, sink: ScriptedSink, send: Send) -> None:
        a_mailing(1)
        a_confirmation(to="lectrice0@exemple.example")
        suppress(address="lectrice0@exemple.example", scope="letter", reason="plainte")
        send()
        assert [str(received.mail["Subject"]) for received in sink.accepted] == ["Votre inscription"]

    def test_leaving_during_the_send_is_obeyed_at_the_next_departure(
        self, sink: ScriptedSink, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mailing = a_mailing(6)
        worker = Worker(SmtpTransport(sink.url, timeout=10))
        attempt = worker.hands.attempt

        def attempt_then_somebody_leaves(message: Message, sender: object, *, departure: int) -> object:
            outcome = attempt(message, sender, departure=departure)
            if message.address == "lectrice2@exemple.example":
                for number in (2, 3, 5):
                    permit = Permit.objects.get(address=f"lectrice{number}@exemple.example")
                    revoke_permit(permit=permit, reason="partie")
            return outcome

        monkeypatch.setattr(worker.hands, "attempt", attempt_then_somebody_leaves)
        worker.run(once=True)
        assert sink.addresses == [f"lectrice{number}@exemple.example" for number in (0, 1, 2, 4)]
        assert mailing.counts() == counts(accepted=4, excluded=2, audience=6)

    def test_a_pause_during_the_send_is_obeyed_at_the_next_departure(
        self, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mailing = a_mailing(6)
        worker = Worker(SmtpTransport(sink.url, timeout=10))
        attempt = worker.hands.attempt

        def attempt_then_pause(message: Message, sender: object, *, departure: int) -> object:
            outcome = attempt(message, sender, departure=departure)
            if message.address == "lectrice2@exemple.example":
                pause_mailing(mailing=mailing)
            return outcome

        monkeypatch.setattr(worker.hands, "attempt", attempt_then_pause)
        worker.run(once=True)
        assert mailing.counts() == counts(accepted=3, waiting=3, audience=6)
        assert states(mailing) == {MessageState.ACCEPTED: 3, MessageState.READY: 3}
        release_mailing(mailing=mailing)
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        assert len(sink.accepted) == 6

    def test_a_worker_that_slept_in_the_middle_of_a_page_sends_nothing_more_of_it(
        self, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its page became uncertain meanwhile, and a person had it sent again (S6)."""
        mailing = a_mailing(4)
        zombie = Worker(SmtpTransport(sink.url, timeout=10))
        attempt = zombie.hands.attempt

        def attempt_then_sleep(message: Message, sender: object, *, departure: int) -> object:
            outcome = attempt(message, sender, departure=departure)
            with time_machine.travel(timezone.now() + fence.FLIGHT + timedelta(seconds=1)):
                assert sweep(timezone.now()) == 4
            for uncertain in mailing.messages.uncertain().exclude(pk=message.pk).order_by("pk"):
                settle_to_resend(message=uncertain, by="Jeanne")
            Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
            return outcome

        monkeypatch.setattr(zombie.hands, "attempt", attempt_then_sleep)
        zombie.run(once=True)
        assert sorted(sink.addresses) == [f"lectrice{number}@exemple.example" for number in range(4)]
        assert mailing.counts() == counts(accepted=3, uncertain=1, audience=4)

    def test_what_did_not_leave_keeps_no_trace_of_a_departure(
        self, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mailing = a_mailing(3)
        worker = Worker(SmtpTransport(sink.url, timeout=10))
        attempt = worker.hands.attempt

        def attempt_then_stop(message: Message, sender: object, *, departure: int) -> object:
            worker.stop()
            return attempt(message, sender, departure=departure)

        monkeypatch.setattr(worker.hands, "attempt", attempt_then_stop)
        worker.run(once=True)
        rest = mailing.messages.exclude(state="accepted").order_by("pk")
        assert [(one.state, one.attempts, one.departed_at) for one in rest] == [("ready", 0, None)] * 2

    def test_an_erratum_does_not_wait_for_the_end_of_a_letter(self, sink: ScriptedSink, send: Send) -> None:
        a_mailing(60, reference="letter:1")
        erratum = a_mailing(1, reference="erratum:1").messages.get()
        send()
        place = [received.message_id for received in sink.accepted].index(erratum.message_id("dirigeable.example"))
        assert place < 40


class TestPace:
    def test_a_page_is_what_leaves_in_a_quarter_of_a_second(self) -> None:
        pace = pacing.Pace()
        assert pace.page == pacing.FIRST
        for _ in range(20):
            pace.learn(10, 0.01)
        assert pace.page == pacing.LARGEST
        for _ in range(20):
            pace.learn(2, 1.0)
        assert pace.page == 1
        pace.learn(0, 60.0)
        assert pace.page == 1


class TestAnswersOfTheServer:
    def test_one_refused_address_does_not_stop_the_others(self, sink: ScriptedSink, send: Send) -> None:
        mailing = a_mailing(3)
        sink.at_recipient = lambda address: "550 5.1.1 unknown" if address.startswith("lectrice1@") else None
        send()
        message = mailing.messages.get(state=MessageState.REFUSED)
        assert (message.reason, message.phase, message.response) == (
            Reason.RECIPIENT,
            Phase.RECIPIENT,
            "550 5.1.1 unknown",
        )
        mailing.refresh_from_db()
        assert (mailing.counts(), mailing.state) == (counts(accepted=2, refused=1, audience=3), MailingState.DONE)

    def test_a_refusal_after_the_dot_is_a_refusal(self, sink: ScriptedSink, send: Send) -> None:
        sink.at_end = lambda received: "554 5.7.1 spam"
        a_confirmation()
        send()
        message = Message.objects.get()
        assert (message.state, message.reason) == (MessageState.REFUSED, Reason.CONTENT)

    def test_greylisting_tries_again_later_and_not_before(self, sink: ScriptedSink, send: Send) -> None:
        start = datetime(2027, 3, 1, 9, tzinfo=timezone.get_current_timezone())
        with time_machine.travel(start, tick=False) as clock:
            mailing = a_mailing(2)
            sink.at_recipient = lambda address: "451 4.7.1 later" if address.startswith("lectrice0@") else None
            send()
            message = mailing.messages.get(state=MessageState.RETRY)
            assert message.retry_after == start + timedelta(minutes=1)
            assert mailing.counts() == counts(accepted=1, waiting=1, audience=2)
            sink.at_recipient = lambda address: None
            clock.shift(59)
            send()
            assert mailing.counts().waiting == 1
            clock.shift(2)
            send()
        mailing.refresh_from_db()
        assert (mailing.counts(), mailing.state) == (counts(accepted=2, audience=2), MailingState.DONE)
        assert [event.kind for event in message.events.all()] == [EventKind.RETRIED]

    def test_five_days_of_refusals_for_now_end_as_a_refusal(self, sink: ScriptedSink, send: Send) -> None:
        sink.at_recipient = lambda address: "451 4.7.1 later"
        with time_machine.travel("2027-03-01 09:00 +0100", tick=False) as clock:
            a_confirmation()
            begun = timezone.now()
            for _ in range(MAX_ATTEMPTS):
                send()
                clock.shift(timedelta(hours=4))
            message = Message.objects.get()
        assert (message.state, message.reason) == (MessageState.REFUSED, Reason.EXHAUSTED)
        assert message.settled_at is not None
        assert message.settled_at - begun > timedelta(days=5)

    @pytest.mark.parametrize("reply", ["454 4.7.0 throttled", "421 4.7.0 closing", "535 5.7.8 no", "530 5.7.0 auth"])
    def test_a_refusal_for_all_pauses_the_mailing_and_loses_nothing(
        self, reply: str, sink: ScriptedSink, send: Send
    ) -> None:
        mailing = a_mailing(5)
        sink.at_recipient = lambda address: reply if address.startswith("lectrice2@") else None
        send()
        mailing.refresh_from_db()
        assert (mailing.state, mailing.state_note) == (MailingState.PAUSED, reply)
        assert mailing.counts() == counts(accepted=2, waiting=3, audience=5)
        assert mailing.messages.get(address="lectrice2@exemple.example").attempts == 0
        sink.at_recipient = lambda address: None
        release_mailing(mailing=mailing)
        send()
        assert mailing.counts() == counts(accepted=5, audience=5)
        assert len(set(sink.addresses)) == len(sink.addresses) == 5

    def test_awaited_mail_refused_for_all_tries_again_by_itself(self, sink: ScriptedSink, send: Send) -> None:
        sink.at_recipient = lambda address: "454 4.7.0 throttled"
        with time_machine.travel("2027-03-01 09:00 +0100", tick=False) as clock:
            a_confirmation()
            send()
            message = Message.objects.get()
            assert (message.state, message.attempts) == (MessageState.RETRY, 0)
            assert message.retry_after == timezone.now() + timedelta(minutes=5)
            sink.at_recipient = lambda address: None
            clock.shift(301)
            send()
        assert len(sink.accepted) == 1

    def test_refused_credentials_pause_the_mailing_and_keep_awaited_mail(self, send: Send) -> None:
        with listening(ScriptedSink(), authenticator=refuse_credentials, auth_require_tls=False) as closed:
            mailing = a_mailing(3)
            confirmation = a_confirmation()
            send(SmtpTransport(f"smtp://moi:secret%40@127.0.0.1:{closed.port}", timeout=10))
            assert closed.accepted == []
        mailing.refresh_from_db()
        confirmation.refresh_from_db()
        assert mailing.state == MailingState.PAUSED
        assert mailing.state_note.startswith("535")
        assert mailing.counts() == counts(waiting=3, audience=3)
        assert (confirmation.state, confirmation.reason) == (MessageState.READY, Reason.TRANSPORT)
        assert confirmation.retry_after is not None

    def test_a_server_that_is_down_costs_no_message_anything(self, sink: ScriptedSink, send: Send) -> None:
        mailing = a_mailing(3)
        assert send(SmtpTransport(f"smtp://127.0.0.1:{free_port()}", timeout=5)).sent == 0
        mailing.refresh_from_db()
        assert (mailing.state, mailing.counts()) == (MailingState.RUNNING, counts(waiting=3, audience=3))
        assert {message.attempts for message in mailing.messages.order_by("pk")} == {0}
        send()
        assert len(sink.accepted) == 3

    def test_a_connection_closed_between_two_mails_is_opened_again(self, sink: ScriptedSink, send: Send) -> None:
        transport = SmtpTransport(sink.url, timeout=10)
        a_confirmation("k1")
        worker = Worker(transport)
        worker._turn()
        assert transport._client is not None
        transport._client.sock.shutdown(socket.SHUT_RDWR)
        a_confirmation("k2")
        worker.run(once=True)
        assert (len(sink.accepted), sink.connections) == (2, 2)


class TestUncertainty:
    @pytest.fixture
    def uncertain(self, sink: ScriptedSink, send: Send) -> Message:
        sink.at_end = lambda received: "drop" if received.address.startswith("lectrice1@") else None
        mailing = a_mailing(3)
        send()
        sink.at_end = lambda received: None
        message: Message = mailing.messages.get(state=MessageState.UNCERTAIN)
        return message

    def test_a_reply_lost_after_the_dot_is_uncertain_and_never_sent_again(
        self, uncertain: Message, sink: ScriptedSink, send: Send
    ) -> None:
        assert (uncertain.reason, uncertain.phase) == (Reason.REPLY_LOST, Phase.DOT)
        assert uncertain.mailing is not None
        with time_machine.travel(timezone.now() + timedelta(days=400)):
            send()
        uncertain.mailing.refresh_from_db()
        assert sink.addresses.count("lectrice1@exemple.example") == 1
        assert uncertain.mailing.counts() == counts(accepted=2, uncertain=1, audience=3)
        assert uncertain.mailing.state == MailingState.DONE

    def test_a_person_can_say_that_it_arrived(self, uncertain: Message, sink: ScriptedSink, send: Send) -> None:
        settle_as_received(message=uncertain, by="Jeanne")
        send()
        assert uncertain.mailing is not None
        assert uncertain.mailing.counts() == counts(accepted=3, audience=3)
        assert len(sink.accepted) == 3
        assert [(event.kind, event.detail) for event in uncertain.events.all()][1:] == [
            (EventKind.SETTLED_RECEIVED, "Jeanne")
        ]

    def test_a_person_can_have_it_sent_again_with_the_same_identifier(
        self, uncertain: Message, sink: ScriptedSink, send: Send
    ) -> None:
        settle_to_resend(message=uncertain, by="Jeanne")
        send()
        assert uncertain.mailing is not None
        assert uncertain.mailing.counts() == counts(accepted=3, audience=3)
        twice = [one.message_id for one in sink.accepted if one.address == "lectrice1@exemple.example"]
        assert len(twice) == 2
        assert len(set(twice)) == 1

    def test_two_people_cannot_settle_it_twice(self, uncertain: Message) -> None:
        settle_as_received(message=uncertain, by="Jeanne")
        with pytest.raises(OutboxError, match="n’est plus incertain"):
            settle_to_resend(message=uncertain, by="Paul")
