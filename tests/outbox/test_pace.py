"""Quotas, the pace of receivers, and scouts (sending.md section 12: V2, V4, V7)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from outbox import flows, quotas
from outbox.enums import MailingState, MessageState, Phase, Priority
from outbox.models import Flow, Mailing, Message, Meter
from outbox.services import Recipient, create_mailing, release_mailing
from outbox.transports.outcomes import from_smtp_reply
from outbox.worker import Worker

from .builders import a_confirmation, a_content, a_mailing
from .sinks import ScriptedSink

pytestmark = pytest.mark.django_db

MORNING = datetime.fromisoformat("2027-01-04T10:00:30+01:00")


def a_letter_to(addresses: list[str]) -> Mailing:
    people = [Recipient(address, None, {"name": "Zoé", "leave": "x"}) for address in addresses]
    mailing = create_mailing(label="L", reference="", content=a_content(), purpose="letter", recipients=people)
    return release_mailing(mailing=mailing)


class TestQuotas:
    def test_without_any_nothing_is_counted(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert quotas.take(80, awaited=False) == 80

    def test_letters_leave_a_tenth_to_mail_that_somebody_waits_for(self, settings: Any) -> None:
        settings.OUTBOX_QUOTAS = {"minute": 10, "hour": 1_000}
        with time_machine.travel(MORNING, tick=False):
            assert [quotas.take(size, awaited=False) for size in (5, 5, 5)] == [5, 4, 0]
            assert [quotas.take(5, awaited=True), quotas.take(5, awaited=True)] == [1, 0]
            quotas.give_back(2)
            assert quotas.take(5, awaited=True) == 2

    def test_a_restart_forgets_nothing_and_the_next_period_begins_at_zero(
        self, settings: Any, send: Callable[..., Worker], sink: ScriptedSink
    ) -> None:
        settings.OUTBOX_QUOTAS = {"hour": 10}
        with time_machine.travel(MORNING, tick=False) as clock:
            mailing = a_mailing(25)
            for _ in range(3):
                send()  # a new worker each time
            assert len(sink.accepted) == 9
            a_confirmation()
            send()
            assert len(sink.accepted) == 10
            clock.shift(timedelta(hours=1))
            send()
            assert (len(sink.accepted), mailing.counts().waiting) == (19, 7)
        assert Meter.objects.get().name == "hour"

    @pytest.mark.parametrize(("day", "limit"), [(-1, None), (0, 200), (21, 6_324), (41, 169_668), (42, None)])
    def test_a_young_domain_warms_up(self, day: int, limit: int | None, settings: Any) -> None:
        settings.OUTBOX_WARM_UP = {"since": "2027-01-04", "first": 200, "last": 200_000, "days": 42}
        found = quotas.quotas(date(2027, 1, 4) + timedelta(days=day)).get("day")
        assert found == limit


class TestPaceOfAReceiver:
    @pytest.mark.parametrize(
        ("code", "reply", "phase", "slower"),
        [
            (451, "4.7.1 Too many messages, slow down", Phase.RECIPIENT, True),
            (452, "4.5.3 try again later", Phase.REPLIED, True),
            (450, "4.2.0 Greylisted, see you in 5 minutes", Phase.RECIPIENT, False),
            (452, "4.2.2 Mailbox full", Phase.RECIPIENT, False),
            (451, "4.7.1 no", Phase.SENDER, False),
            (550, "5.7.1 no", Phase.RECIPIENT, False),
            (421, "4.7.0 closing", Phase.RECIPIENT, False),
        ],
    )
    def test_what_a_reply_says_of_it(self, code: int, reply: str, phase: Phase, slower: bool) -> None:
        assert flows.asks_for_less(from_smtp_reply(code, reply, phase=phase)) is slower

    def test_it_settles_within_a_tenth_of_what_is_borne(self) -> None:
        """V2: a receiver that bears 120 a minute, offered ten times as much."""
        borne, taken, refused, room = 120.0, 0, 0, 0.0
        with time_machine.travel(MORNING, tick=False) as clock:
            flows.slow_down("~lent.example", borne=200)
            for second in range(0, 1_200, 3):
                clock.shift(3)
                room = min(borne / 10, room + borne * 3 / 60)
                granted = flows.take("~lent.example", 80)
                kept = min(granted, int(room))
                room -= kept
                if second >= 300:  # once it has been found
                    taken, refused = taken + kept, refused + granted - kept
                if granted > kept:
                    flows.slow_down("~lent.example", borne=0)
        assert borne * 15 * 0.9 <= taken <= borne * 15
        assert refused < taken / 20

    def test_only_the_domain_that_asked_for_less_waits(self, send: Callable[..., Worker], sink: ScriptedSink) -> None:
        slow = [f"lectrice{number}@lent.example" for number in range(30)]
        others = [f"lectrice{number}@exemple.example" for number in range(30)]
        mailing = a_letter_to([address for pair in zip(slow, others, strict=True) for address in pair])
        seen: list[str] = []

        def bears_three(address: str) -> str | None:
            seen.append(address)
            too_many = sum(one.endswith("@lent.example") for one in seen) > 3
            return "451 4.7.1 too many" if too_many and address.endswith("@lent.example") else None

        sink.at_recipient = bears_three
        send()
        counts = mailing.counts()
        assert sorted(address for address in sink.addresses if "exemple" in address) == sorted(others)
        assert counts.balanced
        waiting = mailing.messages.filter(state=MessageState.READY)
        assert set(waiting.values_list("family", flat=True)) == {"~lent.example"}
        assert len([address for address in seen if "lent" in address]) < 25
        # Who expects a mail does not wait for the letters, and the domain is forgiven when it asks for nothing more.
        a_confirmation(to="inscrite@lent.example")
        sink.at_recipient = lambda address: None
        send()
        assert "inscrite@lent.example" in sink.addresses
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            send()
        assert (mailing.counts().waiting, Flow.objects.count()) == (0, 0)
        assert len(sink.addresses) == 61


class TestScouts:
    """V4: a list with 8 % of dead addresses is stopped before 2 % of it."""

    def test_a_bad_list_is_stopped_by_its_scouts(self, send: Callable[..., Worker], sink: ScriptedSink) -> None:
        domains = ("grand.example", "moyen.example", "grand.example", "petit{}.example")
        addresses = [
            f"{'morte' if number % 25 < 2 else 'vive'}{number}@{domains[number % 4].format(number)}"
            for number in range(20_000)
        ]
        sink.at_recipient = lambda address: "550 5.1.1 unknown" if address.startswith("morte") else None
        mailing = a_letter_to(addresses)
        scouts = mailing.messages.filter(priority=Priority.SCOUT)
        assert 180 <= scouts.count() <= 290
        assert scouts.filter(address__endswith="@grand.example").count() >= 80
        assert scouts.filter(address__contains="@petit").count() >= 35
        send()
        mailing.refresh_from_db()
        gone = mailing.messages.exclude(departed_at=None)
        assert (mailing.state, mailing.state_note[:14]) == (MailingState.PAUSED, "Mis en pause :")
        assert gone.count() < 20_000 * 0.02
        assert set(gone.values_list("priority", flat=True)) == {Priority.SCOUT}
        # Somebody has looked at the list, and lets it go on: nobody is asked twice.
        left = mailing.messages.filter(state=MessageState.READY, priority=Priority.MAILING)
        left.filter(pk__gt=left.earliest("pk").pk + 200).update(
            state=MessageState.EXCLUDED, reason="cancelled", settled_at=timezone.now()
        )
        release_mailing(mailing=mailing)
        send()
        mailing.refresh_from_db()
        assert (mailing.state, mailing.counts().waiting) == (MailingState.DONE, 0)

    def test_a_small_mailing_has_nobody_to_wait_for(self) -> None:
        mailing = a_mailing(3)
        assert mailing.scouted_at == mailing.prepared_at


def test_messages_of_a_mailing_keep_their_priority_for_the_admin() -> None:
    assert Message(priority=Priority.SCOUT).get_priority_display() == "éclaireur d’un envoi groupé"
