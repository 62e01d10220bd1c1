"""Many people at once, on both databases: the promise of S0-12 must hold when it matters (registration.md, 6)."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from events import services
from events.enums import RegistrationState
from events.errors import TooBusy
from events.ical import FoundDate
from events.models import ImportedDate, Registration, Session
from events.services import locking
from events.services.importing import import_dates
from outbox.models import Message
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory

CLIENTS = 32
PLACES = 20


def at_once(jobs: Iterable[Callable[[], object]]) -> list[Exception]:
    """Run every job in a thread of its own, all starting together; what they raised."""
    jobs = list(jobs)
    barrier, errors = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            barrier.wait()
            job()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def asking(session: Session, name: str, **answers: object) -> Callable[[], Registration]:
    values = {
        "session": session,
        "given_name": name,
        "family_name": "Durand",
        "email": f"{name}@valclair.example",
        "submission_key": uuid4(),
        "source": "",
    }
    return lambda: services.register(**{**values, **answers})


@pytest.mark.django_db(transaction=True)
def test_thirty_two_people_at_once_for_twenty_places() -> None:
    session = SessionFactory(event=WorkshopPageFactory(), open=True, capacity=PLACES)
    assert at_once(asking(session, f"p{number}") for number in range(CLIENTS)) == []
    session.refresh_from_db()
    rows = session.registrations.order_by("rank")
    assert [row.rank for row in rows] == list(range(1, CLIENTS + 1))
    assert [row.state for row in rows] == ["held"] * PLACES + ["waiting"] * (CLIENTS - PLACES)
    assert (session.taken, Message.objects.count()) == (PLACES, CLIENTS)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_eight_impatient_clicks_is_one_registration() -> None:
    session = SessionFactory(event=WorkshopPageFactory(), open=True)
    key = uuid4()
    assert at_once(asking(session, "ada", submission_key=key) for _ in range(8)) == []
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_calendar_imported_by_four_clicks_makes_its_dates_once() -> None:
    workshop = WorkshopPageFactory()
    start = timezone.now() + timedelta(days=20)
    dates = [
        FoundDate(f"{day}@ailleurs", "", 0, "", start + timedelta(days=day), start + timedelta(days=day, hours=1))
        for day in range(3)
    ]
    assert at_once(lambda: import_dates(event=workshop, dates=dates) for _click in range(4)) == []
    assert (Session.objects.count(), ImportedDate.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_giving_back_and_asking_at_once_overtakes_nobody_and_leaves_no_place_empty() -> None:
    session = SessionFactory(event=WorkshopPageFactory(), open=True, capacity=4)
    holders = RegistrationFactory.create_batch(4, session=session)
    RegistrationFactory.create_batch(4, session=session, state=RegistrationState.WAITING)
    leaving = [lambda row=row: services.cancel(registration=row) for row in holders]
    assert at_once([*leaving, *(asking(session, f"p{number}") for number in range(4))]) == []
    session.refresh_from_db()
    states = list(session.registrations.order_by("rank").values_list("state", flat=True))
    assert states == ["cancelled"] * 4 + ["confirmed"] * 4 + ["waiting"] * 4
    assert session.taken == 4


@pytest.mark.django_db(transaction=True)
def test_several_dates_asked_in_any_order_never_wait_for_each_other() -> None:
    event = WorkshopPageFactory()
    sessions = [SessionFactory(event=event, open=True, days=30 + number) for number in range(4)]

    def asks(number: int) -> Callable[[], object]:
        chosen = sessions if number % 2 else sessions[::-1]
        who = services.Participant(f"p{number}", "Durand", f"p{number}@valclair.example")
        return lambda: services.register_at(sessions=chosen, participant=who, submission_key=uuid4(), source="")

    assert at_once(asks(number) for number in range(8)) == []
    assert Counter(Registration.objects.values_list("session", flat=True)) == {row.pk: 8 for row in sessions}


@pytest.mark.django_db(transaction=True)
def test_a_session_locked_too_long_is_said_busy_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(locking, "PAUSES", (0.01, 0.01))
    session = SessionFactory(event=WorkshopPageFactory(), open=True)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with transaction.atomic():
        locking.lock_sessions([session.pk])
        errors = at_once([asking(session, "ada")])
    assert [type(error) for error in errors] == [TooBusy]
    assert Registration.objects.count() == 0


@pytest.mark.django_db
def test_the_lock_is_tried_three_times_more_before_giving_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[object] = []
    pauses: list[float] = []
    monkeypatch.setattr(locking.time, "sleep", pauses.append)
    monkeypatch.setattr(locking.connection, "vendor", "postgresql", raising=False)

    def busy(ids: object) -> object:
        tries.append(ids)
        raise OperationalError("database is locked")

    monkeypatch.setattr(locking, "lock_sessions", busy)
    with pytest.raises(TooBusy):
        locking.under_lock([3, 1, 3], lambda sessions: sessions)
    assert (tries, len(pauses)) == ([[1, 3]] * 4, 3)
    assert 0 < min(pauses) <= max(pauses) < 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_without_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        locking.lock_sessions([1])
