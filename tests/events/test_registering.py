"""A place is given in order of registration, never twice, never beyond the capacity (S0-12, registration.md)."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import services
from events.enums import RegistrationState, SessionState, WishKind
from events.errors import RegistrationClosed, SessionCancelled, SessionPast
from events.models import Registration, Session, Wish
from events.services import Participant, register_at
from events.signals import wish_stored
from outbox.models import Message, Permit
from people.models import Consent, Person
from tests.events.conftest import Ask, links, mails
from tests.events.saving import save_date
from tests.factories.events import RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db


def places(session: Session) -> list[tuple[int, str, str]]:
    rows = session.registrations.order_by("rank")
    return [(row.rank, row.person.given_name, row.state) for row in rows.select_related("person")]


def test_a_place_asked_for_is_held_for_48_hours_and_a_mail_asks_to_confirm(ask: Ask, session: Session) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        registration = ask("Ada")
        assert registration.state == RegistrationState.HELD
        assert registration.expires_at == timezone.now() + dt.timedelta(hours=48)
    session.refresh_from_db()
    assert (session.taken, session.next_rank, registration.rank) == (1, 2, 1)
    assert mails() == [("ada@valclair.example", "received")]


def test_a_place_is_never_held_past_the_start(ask: Ask, session: Session) -> None:
    with time_machine.travel(session.starts_at - dt.timedelta(hours=5), tick=False):
        assert ask("Ada").expires_at == session.starts_at


def test_beyond_the_capacity_people_wait_in_order(ask: Ask, session: Session) -> None:
    for name in ("Ada", "Bruno", "Chloé", "Diego"):
        ask(name, email=f"{name[0].lower()}@valclair.example")
    assert places(session) == [
        (1, "Ada", "held"),
        (2, "Bruno", "held"),
        (3, "Chloé", "waiting"),
        (4, "Diego", "waiting"),
    ]
    message = Message.objects.get(address="d@valclair.example")
    assert "Votre rang\u00a0: 2" in message.content.text


def test_the_same_form_sent_twice_writes_one_registration_and_one_mail(ask: Ask, session: Session) -> None:
    key = uuid4()
    assert ask("Ada", submission_key=key) == ask("Ada", submission_key=key)
    assert (Registration.objects.count(), mails()) == (1, [("ada@valclair.example", "received")])


def test_the_same_form_sent_for_somebody_else_registers_them_too(ask: Ask) -> None:
    """Going back to register a colleague keeps the key of the page."""
    key = uuid4()
    assert ask("Ada", submission_key=key) != ask("Bruno", submission_key=key)


@pytest.mark.parametrize("email", ["ada@valclair.example", " ADA@Valclair.Example "])
def test_the_same_person_asking_again_gets_a_link_and_no_second_place(ask: Ask, session: Session, email: str) -> None:
    first = ask("Ada")
    assert ask("ADA", email=email) == first
    assert ask("ada", email=email) == first
    session.refresh_from_db()
    assert session.taken == 1
    assert mails() == [("ada@valclair.example", "received"), ("ada@valclair.example", "known")]


def test_two_people_may_share_an_address(ask: Ask, session: Session) -> None:
    ask("Ada", email="maison@valclair.example")
    ask("Bruno", email="maison@valclair.example")
    assert places(session) == [(1, "Ada", "held"), (2, "Bruno", "held")]
    assert Person.objects.filter(email="maison@valclair.example").count() == 2


def test_nobody_fills_a_room_or_a_mailbox_in_the_name_of_others(ask: Ask, session: Session) -> None:
    """law.md C-09: unconfirmed requests from one address stop at four, and one mail a day says so."""
    save_date(session, capacity=50)
    for number in range(20):
        ask(f"Prénom{number}", email="victime@valclair.example")
    session.refresh_from_db()
    assert session.taken == 4
    assert mails() == [("victime@valclair.example", "received")] * 4 + [("victime@valclair.example", "known")]


def test_a_person_who_cancelled_may_come_back_with_a_new_rank(ask: Ask, session: Session) -> None:
    services.cancel(registration=ask("Ada"))
    ask("Ada")
    assert places(session) == [(1, "Ada", "cancelled"), (2, "Ada", "held")]


def test_a_newcomer_never_passes_before_those_who_wait(ask: Ask, session: Session) -> None:
    """W2, W6: the place of a hold that lapsed goes to the first waiting, even if the clock never came by."""
    for name in ("Ada", "Bruno", "Chloé"):
        ask(name, email=f"{name[0].lower()}@valclair.example")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        for name in ("Diego", "Élise"):
            ask(name, email=f"{name[0].lower()}2@valclair.example".replace("é", "e"))
    assert places(session) == [
        (1, "Ada", "expired"),
        (2, "Bruno", "expired"),
        (3, "Chloé", "held"),
        (4, "Diego", "held"),
        (5, "Élise", "waiting"),
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": SessionState.ANNOUNCED}, RegistrationClosed),
        ({"state": SessionState.CLOSED}, RegistrationClosed),
        ({"state": SessionState.CANCELLED}, SessionCancelled),
        ({"state": SessionState.TOOK_PLACE}, SessionPast),
        ({"registration_opens_at": dt.timedelta(days=1)}, RegistrationClosed),
        ({"registration_closes_at": dt.timedelta(days=-1)}, RegistrationClosed),
        ({"starts_at": dt.timedelta(minutes=-1)}, SessionPast),
    ],
)
def test_a_session_that_takes_nobody_says_why_and_writes_nothing(
    ask: Ask, session: Session, changes: dict[str, object], refusal: type[Exception]
) -> None:
    for name, value in changes.items():
        setattr(session, name, timezone.now() + value if isinstance(value, dt.timedelta) else value)
    session.save()
    with pytest.raises(refusal) as raised:
        ask("Ada")
    assert type(raised.value) is refusal
    assert (Registration.objects.count(), Person.objects.count(), mails()) == (0, 0, [])


def test_several_dates_in_one_form_make_one_mail_and_one_refusal_writes_none(session: Session) -> None:
    """S0: several dates ticked, all of them or none."""
    other = SessionFactory(event=session.event, open=True, days=40)
    full = SessionFactory(event=session.event, open=True, capacity=1, full=True, days=50)
    closed = SessionFactory(event=session.event)
    ada = Participant("Ada", "Durand", "ada@valclair.example")
    with pytest.raises(RegistrationClosed):
        register_at(sessions=[session, closed, other], participant=ada, submission_key=uuid4(), source="")
    assert Registration.objects.filter(contact_email=ada.email).count() == 0

    asked = register_at(sessions=[session, full, other], participant=ada, submission_key=uuid4(), source="")
    assert [row.state for row in asked] == ["held", "waiting", "held"]
    assert mails() == [("ada@valclair.example", "received")]
    assert len({row.submission_key for row in asked}) == 1


def test_wishes_are_kept_with_their_consent_and_announced_after_the_commit(
    ask: Ask, django_capture_on_commit_callbacks: object
) -> None:
    """S3-12, law.md C-02: one consent per purpose; a receiver that fails breaks nothing."""
    heard: list[Wish] = []

    def listen(wish: Wish, **kwargs: object) -> None:
        heard.append(wish)
        raise RuntimeError("a receiver of another app is broken")

    wish_stored.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            registration = ask("Ada", wishes=[WishKind.LETTER, WishKind.WRITE, WishKind.PROOFREAD])
            assert heard == []
    finally:
        wish_stored.disconnect(listen)
    assert [wish.kind for wish in heard] == ["letter", "write", "proofread"]
    assert sorted(Consent.objects.values_list("purpose", flat=True)) == ["letter", "volunteer"]
    assert [wish.consent.source for wish in registration.wishes.order_by("pk") if wish.consent] == [
        "/inscriptions/"
    ] * 3


def test_registering_is_not_subscribing(ask: Ask) -> None:
    """law.md C-03."""
    ask("Ada")
    assert (Wish.objects.count(), Consent.objects.count()) == (0, 0)
    assert list(Permit.objects.values_list("purpose", flat=True)) == [f"registration:{Registration.objects.get().pk}"]


def test_an_editor_adds_somebody_without_address_who_is_confirmed_at_once(session: Session) -> None:
    row = services.add_by_editor(session=session, participant=Participant("Ada", "Durand"))
    assert (row.state, row.contact_email, row.rank, mails()) == (RegistrationState.CONFIRMED, "", 1, [])


def test_an_editor_s_addition_waits_its_turn_unless_a_place_is_added(session: Session) -> None:
    """W9: the extra place is explicit, counted, and disappears with the person it was for."""
    RegistrationFactory.create_batch(2, session=session)
    RegistrationFactory(session=session, state=RegistrationState.WAITING)
    row = services.add_by_editor(session=session, participant=Participant("Ada", "D", "a@valclair.example"))
    extra = services.add_by_editor(session=session, participant=Participant("Bruno", "D"), beyond_capacity=True)
    session.refresh_from_db()
    assert (row.state, extra.state) == (RegistrationState.WAITING, RegistrationState.CONFIRMED)
    assert (session.taken, session.capacity, session.overbooked_by_editor) == (3, 2, 1)
    services.cancel(registration=extra, by_editor=True)
    session.refresh_from_db()
    assert (session.taken, session.overbooked_by_editor, session.registrations.waiting().count()) == (2, 0, 2)


def test_the_database_refuses_what_a_service_would_forget(session: Session) -> None:
    row = RegistrationFactory(session=session)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(session=session, rank=row.rank)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(session=session, identity_key=row.identity_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(session=session, submission_key=row.submission_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(taken=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(taken=-1)


def test_the_mail_holds_links_of_its_own_registration_only(ask: Ask) -> None:
    ask("Ada")
    found = links(Message.objects.get())
    assert [path.split("/")[2] for path in found] == ["confirmer", "ma-place"]
