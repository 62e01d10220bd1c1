"""A place that is offered for some hours, then to the next person (W5 to W7); a turn given out of order (W9)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events import services
from events.enums import RegistrationState
from events.errors import NotWaiting, SessionPast
from events.models import Registration, Session
from events.standing import PlaceStanding, place_of
from tests.events.conftest import mails
from tests.factories.events import RegistrationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def queue(session: Session) -> list[Registration]:
    """Two places taken, two people waiting; freed places are offered for 24 hours."""
    Session.objects.filter(pk=session.pk).update(offer_hours=24)
    taken = RegistrationFactory.create_batch(2, session=session)
    return [*taken, *RegistrationFactory.create_batch(2, session=session, state=RegistrationState.WAITING)]


def states(session: Session) -> list[str]:
    return list(session.registrations.order_by("rank").values_list("state", flat=True))


def test_a_freed_place_is_offered_until_a_deadline_and_accepted_by_the_link(
    session: Session, queue: list[Registration]
) -> None:
    now = timezone.now()
    services.cancel(registration=queue[0], now=now)
    offered = queue[2]
    offered.refresh_from_db()
    assert (states(session), offered.expires_at) == (
        ["cancelled", "confirmed", "offered", "waiting"],
        now + 24 * HOUR,
    )
    assert place_of(offered, now).standing == PlaceStanding.OFFERED
    assert place_of(offered, now).needs_confirmation
    services.confirm(registration=offered, now=now + HOUR)
    assert states(session) == ["cancelled", "confirmed", "confirmed", "waiting"]


def test_an_offer_nobody_answers_goes_to_the_next_person_and_never_comes_back(
    session: Session, queue: list[Registration]
) -> None:
    now = timezone.now()
    services.cancel(registration=queue[0], now=now)
    services.expire_holds(now + 25 * HOUR)
    assert states(session) == ["cancelled", "confirmed", "expired", "offered"]
    outcome = services.confirm(registration=queue[2], now=now + 26 * HOUR)
    assert [row.state for row in outcome.lost] == ["expired"]
    assert [kind for _to, kind in mails()] == ["promoted", "cancelled", "expired", "promoted"]


def test_an_offer_is_shorter_near_the_date_and_ends_before_the_start(
    session: Session, queue: list[Registration]
) -> None:
    eve = session.starts_at - 10 * HOUR
    services.cancel(registration=queue[0], now=eve)
    queue[2].refresh_from_db()
    assert queue[2].expires_at == eve + 5 * HOUR


def test_an_offer_counts_as_a_place(session: Session, queue: list[Registration]) -> None:
    services.cancel(registration=queue[0])
    session.refresh_from_db()
    assert (session.taken, session.is_full) == (2, True)


def test_somebody_moved_up_has_a_reason_a_name_and_a_line_of_history(
    session: Session, queue: list[Registration]
) -> None:
    editor = UserFactory()
    row = services.move_up(registration=queue[3], reason="Porte le projet présenté.", by=editor)
    session.refresh_from_db()
    assert (row.state, row.is_exception, row.exception_reason, row.exception_by) == (
        "confirmed",
        True,
        "Porte le projet présenté.",
        editor,
    )
    assert (session.taken, session.overbooked_by_editor, states(session)[2]) == (3, 1, "waiting")
    entry = ModelLogEntry.objects.get(action="events.move_up")
    assert (entry.object_id, entry.user, entry.data["rank"]) == (str(row.pk), editor, row.rank)


def test_only_somebody_who_waits_and_before_the_start_is_moved_up(session: Session, queue: list[Registration]) -> None:
    editor = UserFactory()
    with pytest.raises(NotWaiting):
        services.move_up(registration=queue[0], reason="x", by=editor)
    with time_machine.travel(session.starts_at + HOUR), pytest.raises(SessionPast):
        services.move_up(registration=queue[3], reason="x", by=editor)
    assert ModelLogEntry.objects.filter(action="events.move_up").count() == 0
