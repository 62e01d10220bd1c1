"""Doubts lifted by the relay's log: found is accepted, absent from a complete log leaves again, all else stays."""

import gzip
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox.enums import EventKind, MailingState, MessageState, Reason
from outbox.models import DeliveryEvent, Mailing, Message, Suppression
from outbox.relay_log import read_log
from outbox.services import Reconciled, cancel_mailing, erase_address, finish_mailings, reconcile_with_log

from .builders import a_mailing

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)  # noon in Paris
GRACE = timedelta(minutes=20)


def line(seconds: int, program: str, said: str) -> str:
    at = timezone.localtime(NOON + timedelta(seconds=seconds))
    return f"{at:%b} {at.day:2d} {at:%H:%M:%S} mx postfix/{program}[812]: {said}\n"


def queued(message: Message, seconds: int = 0, queue: str = "4Ab3xYz") -> list[str]:
    return [
        line(seconds, "smtpd", f"{queue}: client=site[10.0.0.2]"),
        line(seconds, "cleanup", f"{queue}: message-id={message.message_id('asso.example')}"),
        line(seconds, "qmgr", f"{queue}: from=<bonjour@asso.example>, size=51200, nrcpt=1 (queue active)"),
    ]


def delivered(queue: str, status: str, dsn: str, reply: str, seconds: int = 1) -> str:
    told = f"{queue}: to=<a@b.example>, relay=mx.b.example[10.0.0.9]:25, delay=0.4, delays=0/0/0.2/0.2, dsn={dsn}"
    return line(seconds, "smtp", f"{told}, status={status} ({reply})")


START = line(-3600, "postfix-script", "starting the Postfix mail system")
END = line(3600, "anvil", "statistics: max connection rate 1/60s for (smtp:10.0.0.2)")


@pytest.fixture
def doubtful() -> list[Message]:
    """Three messages of one mailing that left at noon: the first answered 250, two whose answer was lost."""
    with time_machine.travel(NOON - timedelta(minutes=5), tick=False):
        a_mailing(3)
    messages = list(Message.objects.order_by("pk"))
    for message in messages:
        message.state, message.reason, message.departed_at = MessageState.UNCERTAIN, Reason.REPLY_LOST, NOON
    messages[0].state, messages[0].reason, messages[0].settled_at = MessageState.ACCEPTED, "", NOON
    for message in messages:
        message.save()
    Mailing.objects.update(state=MailingState.DONE, finished_at=NOON)
    return messages


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_found_is_accepted_and_absent_from_a_complete_log_leaves_again(doubtful: list[Message]) -> None:
    log = read_log([START, *queued(doubtful[0], queue="Aaaaaa"), *queued(doubtful[1]), END], now=NOON)
    assert reconcile_with_log(log=log, whole=True) == Reconciled(1, 1, 0, 0, 0)
    assert states() == ["accepted", "accepted", "ready"]
    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.counts().balanced) == (MailingState.RUNNING, True)
    doubtful[1].refresh_from_db()
    assert (doubtful[1].reason, doubtful[1].events.get().kind) == (Reason.LOG, EventKind.EVIDENCE)
    # Read again, it changes nothing.
    assert reconcile_with_log(log=log, whole=True) == Reconciled(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("first", "last", "whole", "neighbour"),
    [
        (START, END, False, True),  # nobody says that the log is whole
        (line(-10, "x", "y"), END, True, True),  # begins too late
        (START, line(19 * 60, "x", "y"), True, True),  # ends before the grace is over
        (START, END, True, False),  # ignores a message that the relay answered 250 to: another relay, or a hole
    ],
)
def test_absence_proves_nothing_unless_the_log_is_complete(
    first: str, last: str, whole: bool, neighbour: bool, doubtful: list[Message]
) -> None:
    lines = [first, *(queued(doubtful[0], queue="Aaaaaa") if neighbour else []), *queued(doubtful[1]), last]
    done = reconcile_with_log(log=read_log(lines, now=NOON), whole=whole, grace=GRACE)
    assert (done.received, done.to_resend, done.in_doubt) == (1, 0, 1)
    assert states() == ["accepted", "accepted", "uncertain"]


def test_a_log_that_knows_nothing_of_us_proves_nothing(doubtful: list[Message]) -> None:
    Message.objects.filter(pk=doubtful[0].pk).update(reason=Reason.PERSON)
    done = reconcile_with_log(log=read_log([START, END], now=NOON), whole=True)
    assert (done, states()) == (Reconciled(0, 0, 2, 0, 0), ["accepted", "uncertain", "uncertain"])


def test_a_text_that_never_reached_the_queue_was_not_accepted(doubtful: list[Message]) -> None:
    half = queued(doubtful[1])[:2]  # cleanup speaks before the final dot
    log = read_log([START, *queued(doubtful[0], queue="Aaaaaa"), *half, END], now=NOON)
    assert reconcile_with_log(log=log, whole=True).received == 0


def test_a_queue_number_given_again_names_its_latest_mail(doubtful: list[Message]) -> None:
    lines = [*queued(doubtful[1])[:2], line(5, "cleanup", "4Ab3xYz: message-id=<other@x.example>")]
    lines.append(line(6, "qmgr", "4Ab3xYz: from=<a@b.example>, size=1, nrcpt=1 (queue active)"))
    assert list(read_log(lines, now=NOON).queued) == ["<other@x.example>"]


def test_a_message_sent_again_is_found_where_it_entered_last(doubtful: list[Message]) -> None:
    """Somebody had it sent again, its answer was lost again, and the relay tried the first copy anew meanwhile."""
    again = doubtful[1]
    Message.objects.filter(pk=again.pk).update(departed_at=NOON + timedelta(hours=1))
    first = queued(again, queue="Aaaaaa")
    retried = first[2].replace(f"{timezone.localtime(NOON):%H:%M:%S}", "12:59:00")
    early = read_log([START, *first, retried, END], now=NOON)
    assert reconcile_with_log(log=early, whole=False).received == 0
    late = read_log([START, *first, *queued(again, seconds=3601), END], now=NOON)
    assert reconcile_with_log(log=late, whole=False).received == 1


def test_a_forged_identifier_settles_nothing(doubtful: list[Message]) -> None:
    forged = [line.replace(doubtful[1].tag, "0123456789ab") for line in queued(doubtful[1])]
    assert reconcile_with_log(log=read_log([START, *forged, END], now=NOON), whole=False).received == 0


def test_what_must_not_leave_any_more_is_withheld(doubtful: list[Message]) -> None:
    Mailing.objects.update(state=MailingState.RUNNING, finished_at=None)
    erase_address(address="lectrice1@exemple.example")
    cancel_mailing(mailing=Mailing.objects.get())
    log = read_log([START, *queued(doubtful[0]), END], now=NOON)
    assert reconcile_with_log(log=log, whole=True).to_resend == 2
    reasons = list(Message.objects.order_by("pk").values_list("state", "reason"))
    assert reasons == [("accepted", ""), ("excluded", "erased"), ("excluded", "cancelled")]
    finish_mailings(NOON)
    assert Mailing.objects.get().counts().balanced


def test_what_the_relay_says_of_a_delivery_is_news(doubtful: list[Message]) -> None:
    lines = [
        *queued(doubtful[0], queue="Aaaaaa"),
        delivered("Aaaaaa", "sent", "2.0.0", "250 2.0.0 OK"),
        *queued(doubtful[1], queue="Bbbbbb"),
        delivered("Bbbbbb", "deferred", "4.4.1", "timed out"),
        delivered("Bbbbbb", "bounced", "5.1.1", "host mx said: 550 5.1.1 unknown", seconds=90),
        *queued(doubtful[2], queue="Cccccc"),
        delivered("Cccccc", "bounced", "5.2.2", "host mx said: 552 5.2.2 mailbox (full)"),
    ]
    with time_machine.travel(NOON + timedelta(hours=1)):
        done = reconcile_with_log(log=read_log(lines, now=NOON), whole=False)
        assert done == Reconciled(received=2, to_resend=0, in_doubt=0, news=4, gaps=0)
        assert reconcile_with_log(log=read_log(lines, now=NOON), whole=False).news == 0
    told = DeliveryEvent.objects.exclude(kind=EventKind.EVIDENCE).order_by("pk")
    assert [(event.message_id, event.kind) for event in told] == [
        (doubtful[0].pk, EventKind.DELIVERED),
        (doubtful[1].pk, EventKind.DEFERRED),
        (doubtful[1].pk, EventKind.BOUNCED),
        (doubtful[2].pk, EventKind.SOFT_BOUNCED),
    ]
    assert Suppression.objects.count() == 1


class TestReadingDates:
    def test_both_forms_of_dates_are_read(self) -> None:
        modern = "2026-11-27T12:00:00.123456+01:00 mx postfix-out/qmgr[1]: x\n"
        old = "Nov 27 12:00:00 mx postfix/qmgr[1]: x\n"
        assert read_log([modern], now=NOON).first == NOON + timedelta(microseconds=123456)
        assert read_log([old], now=NOON).first == NOON

    def test_a_date_that_has_not_come_is_of_last_year(self) -> None:
        log = read_log(["Dec 31 23:59:59 mx postfix/qmgr[1]: x"], now=datetime(2026, 1, 2, tzinfo=UTC))
        assert log.first == datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC)

    @pytest.mark.parametrize(
        "odd", ["", "\x00", "Feb 30 10:00:00 mx postfix/qmgr[1]: x", "Nov 27 12:00:00 mx sshd[1]: postfix", "Nov 27"]
    )
    def test_other_lines_are_passed_over(self, odd: str) -> None:
        assert read_log([odd], now=NOON).first is None


class TestTheCommand:
    def test_rotated_and_compressed_files_are_read_in_their_order(
        self, doubtful: list[Message], tmp_path: Path
    ) -> None:
        old, new = tmp_path / "mail.log.1.gz", tmp_path / "mail.log"
        with gzip.open(old, "wt") as file:
            file.writelines([START, *queued(doubtful[0], queue="Aaaaaa"), *queued(doubtful[1])[:2]])
        new.write_text("".join([*queued(doubtful[1])[2:], END]))
        os.utime(old, (1, 1))
        said = StringIO()
        with time_machine.travel(NOON + timedelta(hours=2)):
            call_command("reconcile", str(new), str(old), "--complet", stdout=said)
        expected = "1 reçu(s), 1 à renvoyer, 0 encore incertain(s), 0 nouvelle(s) de remise.\n"
        assert (said.getvalue(), states()) == (expected, ["accepted", "accepted", "ready"])

    def test_an_incomplete_log_is_told_so(self, doubtful: list[Message], tmp_path: Path) -> None:
        (tmp_path / "mail.log").write_text(START + END)
        said = StringIO()
        with time_machine.travel(NOON + timedelta(hours=2)):
            call_command("reconcile", str(tmp_path / "mail.log"), "--complet", stdout=said)
        assert "il n’est pas complet" in said.getvalue()

    def test_what_is_no_log_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "photo.jpg").write_bytes(bytes(range(256)))
        with pytest.raises(CommandError, match="Aucune ligne de Postfix"):
            call_command("reconcile", str(tmp_path / "photo.jpg"))
        with pytest.raises(CommandError, match="ne peut pas être lu"):
            call_command("reconcile", str(tmp_path / "absent"))
