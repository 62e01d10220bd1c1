"""Reminders: due per registration, at an hour of Paris, never twice, never after the start (registration.md 10)."""

import datetime as dt

import pytest
from django.utils import timezone

from events import services
from events.enums import RegistrationState, SessionState
from events.models import EventsSettings, Session, WorkshopPage
from outbox.models import Message
from tests.events.conftest import Ask, mails
from tests.events.saving import save_date
from tests.factories.events import RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db


def days_before(session: Session, days: int, hour: int) -> dt.datetime:
    day = session.local_date - dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def test_the_reminder_leaves_at_its_hour_to_those_confirmed_once(session: Session, ask: Ask) -> None:
    services.confirm(registration=ask("Ada"))
    ask("Bruno")
    written = [services.send_reminders(days_before(session, 3, hour)) for hour in (8, 9, 10)]
    assert written == [0, 1, 0]
    assert [address for address, kind in mails() if kind == "reminder"] == ["ada@valclair.example"]


def test_somebody_who_registers_after_the_run_still_gets_it(session: Session) -> None:
    run = days_before(session, 3, 9)
    RegistrationFactory(session=session)
    assert services.send_reminders(run) == 1
    late = RegistrationFactory(session=session, registered_at=run + dt.timedelta(hours=2))
    assert services.send_reminders(run + dt.timedelta(hours=2, minutes=30)) == 0, "the confirmation has just said it"
    assert services.send_reminders(run + dt.timedelta(hours=3)) == 1
    assert Message.objects.get(dedup_key__startswith=f"registration:{late.pk}:").address == late.contact_email


def test_nothing_leaves_after_the_start_nor_to_a_cancelled_session(session: Session) -> None:
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, state=RegistrationState.CANCELLED)
    assert services.send_reminders(session.starts_at) == 0
    save_date(session, state=SessionState.CANCELLED)
    assert services.send_reminders(days_before(session, 1, 12)) == 0


def test_a_site_may_choose_other_days_or_none(session: Session) -> None:
    RegistrationFactory(session=session)
    chosen = EventsSettings.objects.create(site=session.event.get_site(), reminder_days=0)
    assert services.send_reminders(days_before(session, 1, 12)) == 0
    EventsSettings.objects.filter(pk=chosen.pk).update(reminder_days=7, reminder_hour=dt.time(18))
    assert [services.send_reminders(days_before(session, 7, hour)) for hour in (17, 18)] == [0, 1]


def test_the_hour_stays_the_same_across_the_change_of_time(session: Session) -> None:
    """29 March 2026 is the first day of summer: 9 h is 8 h UTC the day before, 7 h UTC that day."""
    for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1)):
        start = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=1))
        RegistrationFactory(session=session, registered_at=start - dt.timedelta(days=20))
        session.refresh_from_db()
        utc_hour = days_before(session, 3, 9).astimezone(dt.UTC).hour
        assert utc_hour == {dt.date(2026, 3, 31): 8, dt.date(2026, 4, 1): 7}[day]
        due = days_before(session, 3, 9)
        assert (services.send_reminders(due - dt.timedelta(minutes=1)), services.send_reminders(due) > 0) == (0, True)


def test_a_crash_in_the_middle_loses_none_and_doubles_none(
    session: Session, workshop: WorkshopPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law.md L-13: the second session fails after the first was written; the next tick writes what is missing."""
    other = SessionFactory(event=workshop, open=True, capacity=2)
    for each in (session, session, other, other):
        RegistrationFactory(session=each)
    now = days_before(session, 3, 9)
    from events import mails as module

    send, calls = module.send_transactional, []

    def failing(**kwargs: object) -> object:
        calls.append(kwargs["dedup_key"])
        if len(calls) == 4:
            raise RuntimeError("power cut")
        return send(**kwargs)

    monkeypatch.setattr(module, "send_transactional", failing)
    with pytest.raises(RuntimeError, match="power cut"):
        services.send_reminders(now)
    assert Message.objects.count() == 2
    assert services.send_reminders(now) == 2
    assert Message.objects.count() == 4


def test_looking_for_what_is_due_costs_the_same_for_three_people_as_for_one(
    session: Session, django_assert_num_queries: object
) -> None:
    now = days_before(session, 3, 9)
    for _person in range(3):
        RegistrationFactory(session=session)
    services.send_reminders(now)
    with django_assert_num_queries(4):
        assert services.send_reminders(now) == 0
