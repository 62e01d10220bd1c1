"""Tokens, leases, zombies, dead workers: what keeps a mail from leaving twice (sending.md S3, S4, S6)."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from outbox import fence
from outbox.enums import MessageState, Phase, Reason
from outbox.hands import BACKOFF, MAX_ATTEMPTS, backoff
from outbox.holds import Finished, Held
from outbox.liveness import is_dead, worker_name
from outbox.models import Message, Permit
from outbox.services import cancel_mailing, erase_address, finish_mailings, revoke_permit, suppress, sweep
from outbox.transports.outcomes import Outcome, accepted, to_retry, uncertain

from .builders import a_confirmation, a_mailing, departs, states


def leased(mailing_id: int | None, size: int = 20, worker: str = "one") -> list[Held]:
    return fence.lease(worker=worker, mailing_id=mailing_id, size=size)


@pytest.mark.django_db
class TestLeases:
    def test_a_page_is_the_oldest_messages_and_nobody_else_gets_them(self) -> None:
        mailing = a_mailing(5)
        first, second = leased(mailing.pk, 3), leased(mailing.pk, 3, "two")
        rows = list(mailing.messages.order_by("pk").values_list("pk", flat=True))
        assert [held.pk for held in first] == rows[:3]
        assert [held.pk for held in second] == rows[3:]
        assert mailing.counts().waiting == 5

    def test_a_lease_that_ended_goes_back_to_ready_and_its_worker_is_harmless(self) -> None:
        message = a_confirmation()
        (zombie,) = leased(None)
        with time_machine.travel(timezone.now() + fence.LEASE + timedelta(seconds=1)):
            assert sweep(timezone.now()) == 1
            (heir,) = leased(None, worker="two")
            assert departs(zombie) is False
            assert fence.explain(zombie) is None
            fence.give_back([zombie])
            message.refresh_from_db()
            assert (message.state, message.worker) == (MessageState.LEASED, "two")
            assert departs(heir) is True

    def test_a_zombie_writes_no_result(self) -> None:
        message = a_confirmation()
        (zombie,) = leased(None)
        assert departs(zombie) is True
        with time_machine.travel(timezone.now() + fence.FLIGHT + timedelta(seconds=1)):
            assert sweep(timezone.now()) == 1
        assert fence.record([Finished(zombie, accepted("250 OK"))]) == 0
        message.refresh_from_db()
        assert (message.state, message.reason) == (MessageState.UNCERTAIN, Reason.WORKER_LOST)

    @pytest.mark.parametrize("end", [accepted, lambda words, **_more: uncertain(words)])
    def test_what_no_database_stores_in_an_answer_does_not_lose_the_end(self, end: Callable[..., Outcome]) -> None:
        message = a_confirmation()
        (held,) = leased(None)
        departs(held)
        outcome = end("250 \x00\udcff" + "é" * 3_000, remote_id="<\x00\udcff>" + "1" * 300)
        assert fence.record([Finished(held, outcome)]) == 1
        message.refresh_from_db()
        assert (message.state, message.response) == (outcome.state, "250 ?" + "é" * 1_995)
        assert message.remote_id == (("<?>" + "1" * 197) if outcome.remote_id else "")

    def test_a_departure_never_happens_twice(self) -> None:
        a_confirmation()
        (held,) = leased(None)
        assert [departs(held), departs(held)] == [True, False]

    def test_the_end_of_one_is_written_with_the_departure_of_the_next(self) -> None:
        mailing = a_mailing(2)
        one, two = leased(mailing.pk)
        departs(one)
        assert departs(two, previous=Finished(one, accepted("250 OK"))) is True
        assert states(mailing) == {MessageState.ACCEPTED: 1, MessageState.IN_FLIGHT: 1}

    def test_the_end_of_one_is_written_even_when_the_next_may_not_leave(self) -> None:
        mailing = a_mailing(2)
        one, two = leased(mailing.pk)
        departs(one)
        revoke_permit(permit=Permit.objects.get(messages=two.pk), reason="partie")
        assert departs(two, previous=Finished(one, accepted("250 OK"))) is False
        assert fence.explain(two) == Reason.LEFT
        assert states(mailing) == {MessageState.ACCEPTED: 1, MessageState.EXCLUDED: 1}

    @pytest.mark.parametrize("action", ["suppress", "erase", "cancel"])
    def test_what_takes_the_right_away_makes_the_lease_stale(self, action: str) -> None:
        mailing = a_mailing(2)
        one, two = leased(mailing.pk)
        {
            "suppress": lambda: suppress(address="lectrice0@exemple.example", scope="*", reason="x"),
            "erase": lambda: erase_address(address="lectrice0@exemple.example"),
            "cancel": lambda: cancel_mailing(mailing=mailing),
        }[action]()
        assert departs(one) is False
        assert fence.explain(one) is None
        assert departs(two) is (action != "cancel")
        assert mailing.counts().balanced

    def test_a_message_that_comes_back_after_the_cancellation_is_withheld(self) -> None:
        mailing = a_mailing(1)
        (held,) = leased(mailing.pk)
        departs(held)
        cancel_mailing(mailing=mailing)
        assert states(mailing) == {MessageState.IN_FLIGHT: 1}
        fence.record([Finished(held, to_retry("451 later", phase=Phase.RECIPIENT), timezone.now())])
        finish_mailings(timezone.now())
        assert mailing.exclusions() == {Reason.CANCELLED: 1}

    def test_whoever_was_erased_while_their_mail_was_leaving_is_not_tried_again(self) -> None:
        """Nothing holds it back any more, neither a permit nor an address, and a server asked to come back."""
        message = a_confirmation()
        (held,) = leased(None)
        assert departs(held)
        assert fence.still_leaving(held)
        erase_address(address=message.address)
        assert not fence.still_leaving(held)
        assert fence.record([Finished(held, to_retry("451 plus tard", phase=Phase.RECIPIENT))]) == 1
        (again,) = leased(None)
        assert not departs(again)
        assert fence.explain(again) == Reason.ERASED
        message.refresh_from_db()
        assert (message.state, message.reason) == (MessageState.EXCLUDED, Reason.ERASED)

    def test_a_departure_that_was_not_confirmed_is_undone_by_its_own_worker_only(self) -> None:
        message = a_confirmation()
        (held,) = leased(None)
        departs(held)
        fence.take_back([Held(held.pk, held.token - 1, None, None)])
        message.refresh_from_db()
        assert message.state == MessageState.IN_FLIGHT
        fence.take_back([held])
        message.refresh_from_db()
        assert (message.state, message.attempts, message.departed_at) == (MessageState.LEASED, 0, None)

    def test_the_equation_holds_at_each_step(self) -> None:
        mailing = a_mailing(4)
        seen = [mailing.counts().balanced]
        page = leased(mailing.pk)
        seen.append(mailing.counts().balanced)
        departs(page[0])
        seen.append(mailing.counts().balanced)
        fence.record([Finished(page[0], accepted("250 OK"))])
        seen.append(mailing.counts().balanced)
        departs(page[1])
        fence.record([Finished(page[1], to_retry("451", phase=Phase.DATA), timezone.now())])
        seen.append(mailing.counts().balanced)
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            sweep(timezone.now())
        seen.append(mailing.counts().balanced)
        assert seen == [True] * 6


@pytest.mark.django_db
class TestDeadWorkers:
    def test_what_a_dead_process_held_is_taken_back_at_once(self) -> None:
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        name = worker_name(child.pid)
        mailing = a_mailing(2)
        one, _two = leased(mailing.pk, worker=name)
        departs(one)
        assert (is_dead(name), sweep(timezone.now())) == (False, 0)
        child.kill()
        child.communicate()
        assert (is_dead(name), sweep(timezone.now())) == (True, 2)
        assert states(mailing) == {MessageState.UNCERTAIN: 1, MessageState.READY: 1}
        assert mailing.counts().balanced

    def test_nothing_is_guessed_about_another_machine_or_a_living_process(self) -> None:
        host, pid, started, place = worker_name().split("/")
        elsewhere = f"{host}/{pid}/{started}/other-boot.1"
        reused = f"{host}/{pid}/{int(started) + 1}/{place}"
        assert [is_dead(name) for name in (worker_name(), elsewhere, reused, "", "x", "a/b/c/d")] == [
            False,
            False,
            True,
            False,
            False,
            False,
        ]
        assert str(os.getpid()) == pid


def test_thirty_seven_tries_make_five_days() -> None:
    waited = sum((backoff(attempt) for attempt in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(days=5) < waited < timedelta(days=5, hours=4)
    assert backoff(1) == timedelta(minutes=BACKOFF[0])


def in_another_connection(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def db(committed: None) -> None:
    """`committed` under the one name by which pytest-django knows that a test needs the database prepared."""


@pytest.mark.usefixtures("db")
class TestOrderWithTheFence:
    """A withdrawal still open makes the fence wait, and is obeyed once committed (sending.md section 4)."""

    @pytest.mark.parametrize("withdrawal", ["revoke", "suppress", "suppress without permit"])
    def test_a_withdrawal_that_commits_first_is_obeyed(self, withdrawal: str) -> None:
        if withdrawal == "suppress without permit":
            a_confirmation(to="lectrice0@exemple.example")
            (held,) = leased(None)
        else:
            (held,) = leased(a_mailing(1).pk)
        locked, may_commit, departed = threading.Event(), threading.Event(), []

        def withdraw() -> None:
            with transaction.atomic():
                if withdrawal == "revoke":
                    revoke_permit(permit=Permit.objects.get(), reason="partie")
                else:
                    suppress(address="lectrice0@exemple.example", scope="*", reason="plainte")
                locked.set()
                assert may_commit.wait(10)

        leaver = in_another_connection(withdraw)
        assert locked.wait(10)
        sender = in_another_connection(lambda: departed.append(departs(held)))
        sender.join(0.3)
        assert sender.is_alive(), "the fence must wait for the withdrawal"
        may_commit.set()
        leaver.join(10)
        sender.join(10)
        assert departed == [False]

    def test_a_departure_first_makes_the_withdrawal_say_that_one_was_leaving(self) -> None:
        mailing = a_mailing(1)
        (held,) = leased(mailing.pk)
        assert departs(held) is True
        revoke_permit(permit=Permit.objects.get(), reason="partie")
        message = mailing.messages.get()
        permit = Permit.objects.get()
        assert message.state == MessageState.IN_FLIGHT
        assert message.departed_at is not None
        assert permit.revoked_at is not None
        assert message.departed_at < permit.revoked_at

    def test_a_cancellation_does_not_wait_for_a_fence_which_might_wait_for_it(self) -> None:
        """Two orders of locks on one letter would be a deadlock, and the button an error."""
        mailing = a_mailing(3)
        (held,) = leased(mailing.pk, 1)
        locked, may_commit = threading.Event(), threading.Event()

        def hold() -> None:
            with transaction.atomic():
                Message.objects.select_for_update(of=("self",)).get(pk=held.pk)
                locked.set()
                assert may_commit.wait(10)

        fence_of_another = in_another_connection(hold)
        assert locked.wait(10)
        canceller = in_another_connection(lambda: cancel_mailing(mailing=mailing) and None)
        canceller.join(1.0)
        assert canceller.is_alive() is (connection.vendor == "sqlite"), "one writer at a time there"
        may_commit.set()
        fence_of_another.join(10)
        canceller.join(10)
        finish_mailings(timezone.now())
        assert not departs(held)
        assert states(mailing) == {"excluded": 3}

    def test_two_workers_never_lease_the_same_message(self) -> None:
        mailing = a_mailing(40)
        pages: list[list[int]] = []

        def take() -> None:
            while page := leased(mailing.pk, 3, threading.current_thread().name):
                pages.append([held.pk for held in page])

        threads = [in_another_connection(take) for _ in range(3)]
        for thread in threads:
            thread.join(20)
        taken = [pk for page in pages for pk in page]
        assert sorted(taken) == sorted(Message.objects.order_by("pk").values_list("pk", flat=True))

    def test_nothing_leaves_inside_a_transaction(self) -> None:
        from outbox.transports.smtp import SmtpTransport
        from outbox.worker import Worker

        worker = Worker(SmtpTransport("smtp://127.0.0.1:1", timeout=1))
        with pytest.raises(RuntimeError, match="must not leave inside a transaction"), transaction.atomic():
            worker.hands.attempt(Message(), None, departure=1)
