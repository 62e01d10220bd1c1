"""The process that sends: woken by a nudge, durable, and back on its feet when the database goes away."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.signals import connection_created
from django.test import TestCase

from outbox import fence, tasks
from outbox.durability import wait_for_the_disk
from outbox.enums import MessageState
from outbox.loading import Loader
from outbox.models import Message
from outbox.services import release_mailing
from outbox.transports.smtp import SmtpTransport
from outbox.worker import Worker

from .builders import a_confirmation, a_mailing, states
from .sinks import ScriptedSink, free_port


def failing_once(work: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """`work`, whose first call loses the database: before anything was done, or after it was committed."""
    failed: list[bool] = []

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        done = None if before and not failed else work(*args, **kwargs)
        if failed or (not before and not done):
            return done
        failed.append(True)
        raise OperationalError("server closed the connection unexpectedly")

    return wrapped


@pytest.fixture
def db(committed: None) -> None:
    """`committed` under the one name by which pytest-django knows that a test needs the database prepared."""


@pytest.mark.usefixtures("db")
class TestDatabaseGoneAway:
    def test_a_content_that_could_not_be_read_refuses_nobody(
        self, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Found by `bench.torture`: a server killed at that moment made a sound message « impossible à composer »."""
        mailing = a_mailing(3)
        monkeypatch.setattr(Loader, "load", failing_once(Loader.load, before=True))
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        assert (states(mailing), len(sink.accepted)) == ({MessageState.ACCEPTED: 3}, 3)

    @pytest.mark.parametrize("before", [True, False], ids=["before the commit", "after the commit"])
    @pytest.mark.parametrize("step", ["depart", "record", "lease"])
    def test_nothing_is_lost_doubled_nor_left_uncertain(
        self, step: str, before: bool, sink: ScriptedSink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The worker that lives knows what it sent, so it finishes the story itself."""
        mailing = a_mailing(3)
        monkeypatch.setattr(fence, step, failing_once(getattr(fence, step), before=before))
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        assert MessageState.LEASED not in states(mailing)
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        assert states(mailing) == {MessageState.ACCEPTED: 3}
        assert sorted(sink.addresses) == [f"lectrice{number}@exemple.example" for number in range(3)]

    def test_the_senders_connection_waits_for_the_disk_also_after_a_reconnection(self) -> None:
        question, expected = "PRAGMA synchronous", "2"  # FULL
        if connection.vendor == "postgresql":
            question, expected = "SHOW synchronous_commit", "on"
        try:
            wait_for_the_disk()
            for _ in range(2):
                with connection.cursor() as cursor:
                    cursor.execute(question)
                    assert str(cursor.fetchone()[0]) == expected
                connection.close()
        finally:
            connection_created.disconnect(dispatch_uid="outbox.durability")
            connection.close()


@pytest.mark.django_db
class TestNudge:
    def enqueued(self, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
        calls: list[int] = []
        monkeypatch.setattr(tasks, "_enqueue", lambda: calls.append(1))
        with TestCase.captureOnCommitCallbacks(execute=True):
            work()
        return len(calls)

    def test_a_transaction_nudges_once_however_many_mails_it_writes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def registration() -> None:
            with transaction.atomic():
                for number in range(5):
                    a_confirmation(f"k{number}")

        assert self.enqueued(monkeypatch, registration) == 1

    def test_a_mail_already_written_nudges_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        a_confirmation()
        assert self.enqueued(monkeypatch, a_confirmation) == 0

    def test_releasing_a_letter_nudges(self, monkeypatch: pytest.MonkeyPatch) -> None:
        mailing = a_mailing(1, release=False)
        assert self.enqueued(monkeypatch, lambda: release_mailing(mailing=mailing)) == 1

    def test_a_rush_nudges_once_a_second_for_polling_finds_the_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        queued: list[int] = []
        monkeypatch.setattr(tasks.nudge.__class__, "enqueue", lambda self: queued.append(1))
        monkeypatch.setattr(tasks, "_nudged_at", float("-inf"))
        for number in range(5):
            with TestCase.captureOnCommitCallbacks(execute=True):
                a_confirmation(f"k{number}")
        assert len(queued) == 1

    def test_the_task_only_touches_a_file(self) -> None:
        tasks.nudge.call()
        first = tasks.nudge_file().stat().st_mtime_ns
        tasks.nudge.call()
        assert tasks.nudge_file().stat().st_mtime_ns > first

    def test_a_broken_queue_breaks_no_page(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(tasks, "_nudged_at", float("-inf"))
        monkeypatch.setattr(tasks.nudge.__class__, "enqueue", lambda self: 1 / 0)
        with TestCase.captureOnCommitCallbacks(execute=True):
            a_confirmation()
        assert "could not be queued" in caplog.text
        assert Message.objects.count() == 1

    def test_a_nudged_worker_looks_at_once_and_a_stopped_one_leaves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("outbox.worker.POLL", 30.0)
        worker = Worker(SmtpTransport("smtp://127.0.0.1:9", timeout=1))
        threading.Timer(0.15, tasks.nudge.call).start()
        begun = time.monotonic()
        assert worker._rest() is True
        threading.Timer(0.15, worker.stop).start()
        assert worker._rest() is False
        assert time.monotonic() - begun < 5


@pytest.mark.django_db
def test_a_signal_stops_a_worker_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler runs in the thread that waits: nothing it takes may be held by that wait."""
    worker = Worker(SmtpTransport("smtp://127.0.0.1:9", timeout=1))
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        worker.stop()

    monkeypatch.setattr("outbox.worker.time.sleep", nap)
    assert worker._rest() is False
    assert len(naps) == 1


@pytest.mark.django_db
def test_while_the_road_is_closed_the_worker_waits_longer_and_longer() -> None:
    a_confirmation()
    worker = Worker(SmtpTransport(f"smtp://127.0.0.1:{free_port()}", timeout=1), say=lambda line: None)
    for _ in range(3):
        worker._turn()
    assert worker._failures == 3
    message = Message.objects.get()
    assert (message.state, message.reason, message.attempts) == (MessageState.READY, "transport", 0)
    assert "ConnectionRefusedError" in message.response


@pytest.mark.django_db
def test_a_message_that_cannot_be_composed_does_not_stop_the_others(sink: ScriptedSink) -> None:
    broken = a_confirmation("k1")
    a_confirmation("k2")
    Message.objects.filter(pk=broken.pk).update(parts=[{"filename": "x"}])
    Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
    broken.refresh_from_db()
    assert (broken.state, broken.reason) == (MessageState.REFUSED, "unbuildable")
    assert len(sink.accepted) == 1


def test_the_nudge_file_lies_beside_the_mail(settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX_MAIL_DIR = tmp_path / "mail"
    assert os.fspath(tasks.nudge_file()) == str(tmp_path / "outbox.nudge")
