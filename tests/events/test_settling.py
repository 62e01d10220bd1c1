"""Confirmed, given back, expired, moved up: every path that frees a place passes it on at once (W3)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from cms.dates import long_date_text
from events import services
from events.enums import RegistrationState, SessionState
from events.errors import AlreadyCancelled, SessionPast
from events.models import Registration, Session, WorkshopPage
from outbox.models import Message, Permit
from tests.events.conftest import Ask, mails
from tests.events.saving import save_date
from tests.factories.events import RegistrationFactory, SeriesPageFactory, SessionFactory, VideoWorkshopPageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def states(session: Session) -> list[str]:
    return list(session.registrations.order_by("rank").values_list("state", flat=True))


def taken(session: Session) -> int:
    session.refresh_from_db()
    assert session.taken == session.registrations.holding_a_place().count()
    return session.taken


def test_confirming_makes_a_held_place_one_s_own_and_twice_changes_nothing(ask: Ask, session: Session) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    outcome = services.confirm(registration=registration)
    assert [row.state for row in outcome.places] == [RegistrationState.CONFIRMED]
    assert (taken(session), mails()) == (
        1,
        [("ada@valclair.example", "received"), ("ada@valclair.example", "confirmed")],
    )


def test_confirming_an_address_while_waiting_keeps_the_rank_and_promotes_straight_to_confirmed(
    ask: Ask, session: Session
) -> None:
    first, _second = ask("Ada"), ask("Bruno")
    third, fourth = ask("Chloe"), ask("Diego")
    services.confirm(registration=third)
    services.cancel(registration=first)
    assert states(session) == ["cancelled", "held", "confirmed", "waiting"]
    services.cancel(registration=_second)
    fourth.refresh_from_db()
    assert (fourth.state, fourth.expires_at is not None) == (RegistrationState.HELD, True)
    assert [kind for to, kind in mails() if to == "diego@valclair.example"] == ["received", "promoted"]
    assert taken(session) == 2


def test_one_link_confirms_every_date_of_the_form(session: Session) -> None:
    from uuid import uuid4

    other = SessionFactory(event=session.event, open=True, days=40)
    ada = services.Participant("Ada", "Durand", "ada@valclair.example")
    rows = services.register_at(sessions=[session, other], participant=ada, submission_key=uuid4(), source="")
    services.confirm(registration=rows[1])
    assert states(session) + states(other) == ["confirmed", "confirmed"]


def test_a_hold_confirmed_too_late_is_lost_even_before_the_clock_came_by(ask: Ask, session: Session) -> None:
    late, _other, waiting = ask("Ada"), ask("Bruno"), ask("Chloe")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        outcome = services.confirm(registration=late)
    assert (outcome.places, [row.state for row in outcome.lost]) == ([], ["expired"])
    waiting.refresh_from_db()
    assert (waiting.state, taken(session)) == (RegistrationState.HELD, 1)


def test_a_hundred_unconfirmed_people_all_confirming_fill_no_more_than_the_room(ask: Ask, session: Session) -> None:
    """Mobilizon's hole: an unconfirmed place counts."""
    rows = [ask(f"P{number}", email=f"p{number}@valclair.example") for number in range(12)]
    for row in reversed(rows):
        services.confirm(registration=row)
    assert (states(session).count("confirmed"), states(session).count("waiting"), taken(session)) == (2, 10, 2)


def test_the_clock_frees_what_was_not_confirmed_and_passes_it_on_once(ask: Ask, session: Session) -> None:
    for name in ("Ada", "Bruno", "Chloe"):
        ask(name)
    later = timezone.now() + dt.timedelta(hours=49)
    assert (services.expire_holds(timezone.now()), services.expire_holds(later), services.expire_holds(later)) == (
        0,
        2,
        0,
    )
    assert states(session) == ["expired", "expired", "held"]
    assert [kind for _to, kind in mails()] == ["received"] * 3 + ["expired"] * 2 + ["promoted"]
    standing = Permit.objects.standing().values_list("address", flat=True)
    assert list(standing) == ["chloe@valclair.example"]


def test_nobody_is_moved_up_once_the_session_has_started(ask: Ask, session: Session) -> None:
    for name in ("Ada", "Bruno", "Chloe"):
        ask(name)
    services.expire_holds(session.starts_at + dt.timedelta(minutes=1))
    assert states(session) == ["expired", "expired", "waiting"]


def test_giving_back_twice_or_too_late_is_refused(ask: Ask, session: Session) -> None:
    registration, other = ask("Ada"), ask("Bruno")
    services.confirm(registration=other)
    services.cancel(registration=registration)
    with pytest.raises(AlreadyCancelled):
        services.cancel(registration=registration)
    with time_machine.travel(session.starts_at + dt.timedelta(minutes=1), tick=False):
        with pytest.raises(SessionPast):
            services.cancel(registration=other)
        services.cancel(registration=other, by_editor=True)
    assert [kind for to, kind in mails() if to == "ada@valclair.example"] == ["received", "cancelled"]


def test_raising_the_capacity_moves_up_those_who_wait_and_lowering_it_never_puts_anybody_out(
    ask: Ask, session: Session
) -> None:
    for name in ("Ada", "Bruno", "Chloe", "Diego"):
        ask(name)
    save_date(session, capacity=3)
    assert (states(session), taken(session)) == (["held", "held", "held", "waiting"], 3)
    with pytest.raises(services.sessions.SessionUnusable, match="3 places prises"):
        save_date(session, capacity=2)
    assert Session.objects.get().capacity == 3


def test_a_cancelled_session_tells_everyone_and_keeps_the_list(ask: Ask, session: Session) -> None:
    rows = [ask(name) for name in ("Ada", "Bruno", "Chloe")]
    save_date(session, state=SessionState.CANCELLED)
    save_date(session, state=SessionState.CANCELLED)
    assert states(session) == ["held", "held", "waiting"]
    assert [kind for _to, kind in mails()] == ["received"] * 3 + ["session-cancelled"] * 3
    services.confirm(registration=rows[0])
    services.expire_holds(timezone.now() + dt.timedelta(hours=49))
    assert states(session) == ["expired", "expired", "waiting"]
    assert [kind for _to, kind in mails()] == ["received"] * 3 + ["session-cancelled"] * 3


def test_a_place_held_for_a_session_brought_forward_is_held_no_longer_than_its_start(
    ask: Ask, session: Session
) -> None:
    registration = ask("Ada")
    start = timezone.now() + dt.timedelta(hours=3)
    services.save_sessions(
        event=session.event,
        drafts=[
            services.SessionDraft(
                pk=session.pk,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=1),
                state=SessionState.OPEN,
                capacity=2,
            )
        ],
    )
    registration.refresh_from_db()
    assert registration.expires_at == start


def test_the_cancellation_of_a_date_leads_to_the_other_dates_of_its_series(house: House) -> None:
    series = SeriesPageFactory(parent=house.agenda)
    date = SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True)
    RegistrationFactory(session=date)
    save_date(date, state=SessionState.CANCELLED)
    assert f"Les autres dates :\n{series.full_url}\n" in last_mail().replace("\u00a0", " ")


def test_a_moved_date_is_told_with_the_one_it_replaces(session: Session) -> None:
    """S0-08."""
    RegistrationFactory(session=session)
    services.save_sessions(
        event=session.event,
        drafts=[
            services.SessionDraft(
                pk=session.pk,
                starts_at=session.starts_at + dt.timedelta(days=7),
                ends_at=session.ends_at + dt.timedelta(days=7),
                state=SessionState.OPEN,
                capacity=2,
            )
        ],
    )
    assert f"Elle était d’abord annoncée le {long_date_text(session.starts_at)}." in last_mail()


def test_who_registers_for_what_is_paid_gets_the_link_to_pay_or_join(ask: Ask, session: Session) -> None:
    WorkshopPage.objects.update(price_url="https://adhesion.example/", price_note="10 € ou ce que l’on peut")
    services.confirm(registration=ask("Ada"))
    assert "https://adhesion.example/" in last_mail()


def last_mail() -> str:
    return Message.objects.latest("pk").content.text


def test_mails_say_what_happened_in_full(ask: Ask, session: Session) -> None:
    """law.md L-14: title, date in words with time zone, place, link to manage."""
    registration = ask("Ada")
    services.confirm(registration=registration)
    text = Message.objects.get(dedup_key__contains=":confirmed:").content.text
    for said in (
        "Se déplacer autrement",
        "de 9\u00a0h à 12\u00a0h (heure de Paris)",
        "Salle du Lavoir",
        "/inscriptions/ma-place/",
    ):
        assert said in text


def test_counts_come_back_from_rows(session: Session) -> None:
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, state=RegistrationState.HELD)
    RegistrationFactory(session=session, state=RegistrationState.WAITING)
    assert taken(session) == 2
    assert Registration.objects.count() == 3
