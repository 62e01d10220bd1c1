"""Tables of the afternoon: no two people of one organisation, at least two profiles, or the reason why (S3-25)."""

import time
from collections import Counter

import pytest

from events.enums import DiagnosisKind, RegistrationState
from events.models import DiagnosisItem, NeedCluster, Seat, WorkshopPage
from events.services.capturing import ensure_room
from events.services.seating import (
    NobodyToSeat,
    compose_tables,
    faults_in,
    gather_needs,
    move_seat,
    put_together,
    seated,
)
from events.tables import Guest, compose, faults_of
from tests.factories.events import DiagnosisItemFactory, ProfileFactory, RegistrationFactory, SessionFactory
from tests.factories.workshop import RoomCardFactory

PROFILES = ("culture", "social", "santé", "citoyenne")


def crowd(number: int, organisations: int) -> list[Guest]:
    """Three in four have the first profile: the hard case."""
    return [
        Guest(
            rank,
            organisation=f"structure {rank % organisations}" if rank % 5 else "",
            profile=PROFILES[0] if rank % 4 else PROFILES[1 + rank % 3],
            wishes=frozenset({rank % 8}),
        )
        for rank in range(number)
    ]


def test_sixty_people_are_seated_in_under_two_seconds_and_the_rules_are_kept() -> None:
    started = time.perf_counter()
    tables = compose(crowd(60, organisations=9), topics=range(8))
    assert time.perf_counter() - started < 2
    assert faults_of(tables) == []
    assert sorted(len(table.guests) for table in tables) == [7, 7, 7, 7, 8, 8, 8, 8]
    for table in tables:
        assert len(table.profiles) >= 2
        assert max(Counter(guest.organisation for guest in table.guests if guest.organisation).values()) == 1
    assert sorted(guest.key for table in tables for guest in table.guests) == list(range(60))


@pytest.mark.parametrize(
    ("guests", "tables", "reason"),
    [
        (
            [Guest(rank, organisation="mairie", profile=PROFILES[rank % 2]) for rank in range(6)],
            2,
            "«\u00a0mairie\u00a0» a 6 personnes pour 2 tables : il faut 6 tables, ou accepter que deux d’entre elles "
            "s’assoient ensemble.",
        ),
        (
            [Guest(rank, profile="culture" if rank else "social") for rank in range(12)],
            3,
            "1 personne seulement d’un autre profil que «\u00a0culture\u00a0» : il en faut une par table, soit 3.",
        ),
        (
            [Guest(rank, profile="culture") for rank in range(12)],
            3,
            "Tout le monde a le même profil, ou personne n’a dit le sien.",
        ),
        ([Guest(1), Guest(2)], 2, "2 personnes pour 2 tables : il n’y a pas deux personnes par table."),
    ],
)
def test_what_cannot_be_kept_is_said_and_why(guests: list[Guest], tables: int, reason: str) -> None:
    assert faults_of(compose(guests, topics=[None] * tables))[0] == reason


@pytest.mark.django_db
def test_needs_that_share_words_come_together_and_what_a_hand_placed_stays(workshop: WorkshopPage) -> None:
    needs = [
        DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.NEED, text=text)
        for text in (
            "Une fiche lisible avec les arrêts du car.",
            "Savoir où sont les arrêts de car.",
            "Apprendre à réparer un vélo.",
            "Un atelier pour réparer son vélo.",
            "Rentrer du cinéma.",
        )
    ]
    mine = put_together(workshop=workshop, items=[needs[4]], title="Le soir")
    assert gather_needs(workshop) == 2
    assert gather_needs(workshop) == 0
    assert "Apprendre à réparer un vélo" in NeedCluster.objects.values_list(
        "title", flat=True
    )  # a title, not a sentence
    groups = {
        frozenset(cluster.items.order_by("pk").values_list("pk", flat=True))
        for cluster in NeedCluster.objects.order_by("pk")
    }
    assert groups == {
        frozenset({needs[0].pk, needs[1].pk}),
        frozenset({needs[2].pk, needs[3].pk}),
        frozenset({needs[4].pk}),
    }
    put_together(workshop=workshop, items=[needs[4]])
    assert mine is not None
    assert not NeedCluster.objects.filter(pk=mine.pk).exists()


@pytest.mark.django_db
def test_people_sit_around_the_needs_they_spoke_of(workshop: WorkshopPage) -> None:
    room, (one, two) = ensure_room(workshop), ProfileFactory.create_batch(2)
    cards = [RoomCardFactory(room=room, profile=profile, organisation_name="") for profile in (one, two, one, two)]
    for place, card in enumerate(cards):
        item = DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.NEED, author=card.person)
        put_together(
            workshop=workshop,
            items=[item],
            title=f"Besoin {place // 2}",
            cluster=NeedCluster.objects.filter(title=f"Besoin {place // 2}").first(),
        )
    compose_tables(room=room, number=2)
    around = {table.cluster.title: {seat.person for seat in seats} for table, seats in seated(room) if table.cluster}
    assert around == {
        "Besoin 0": {cards[0].person, cards[1].person},
        "Besoin 1": {cards[2].person, cards[3].person},
    }
    assert faults_in(seated(room)) == []
    move_seat(room=room, person_id=cards[0].person.pk, number=2)
    assert faults_in(seated(room))[-1] == "Table 1 : moins de deux profils."


@pytest.mark.django_db
def test_an_organisation_is_named_as_it_was_written_however_others_spelt_it(workshop: WorkshopPage) -> None:
    room = ensure_room(workshop)
    for name in ("Régie de quartier", "regie de  quartier"):
        RoomCardFactory(room=room, organisation_name=name)
    compose_tables(room=room, number=1)
    assert any("«\u00a0Régie de quartier\u00a0»" in fault for fault in faults_in(seated(room)))


@pytest.mark.django_db
def test_without_cards_those_expected_are_seated(workshop: WorkshopPage) -> None:
    room = ensure_room(workshop)
    with pytest.raises(NobodyToSeat):
        compose_tables(room=room)
    session = SessionFactory(event=workshop, open=True)
    coming = RegistrationFactory.create_batch(3, session=session, organisation_name="Régie")
    RegistrationFactory(session=session, state=RegistrationState.WAITING)
    compose_tables(room=room)
    assert set(Seat.objects.values_list("person", flat=True)) == {row.person_id for row in coming}
    assert DiagnosisItem.objects.count() == 0
