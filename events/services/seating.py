"""Bringing needs together during lunch, and seating people around them for the afternoon (S3-24, S3-25)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from home.search.stems import stems_of
from people.models import Person
from people.services import fold

from ..enums import HOLDING_A_PLACE, DiagnosisKind
from ..errors import EventsError
from ..models import Attendance, DiagnosisItem, NeedCluster, Profile, Registration, Room, RoomTable, Seat, WorkshopPage
from ..tables import Guest, Table, compose, faults_of

# « Les manques et besoins » (S3-24).
NEEDS = (DiagnosisKind.NEED, DiagnosisKind.EXPECTATION, DiagnosisKind.DESIRE)
# Two needs are brought together when they share this part of their telling words…
ALIKE = 0.25
# …unless a word is said by so many that it tells nothing.
COMMON = 0.4
# People at a table: enough to talk, few enough that everybody does.
AT_A_TABLE = 7
SEATS_KEPT = timedelta(days=30)


class NobodyToSeat(EventsError):
    message = "Personne n’a encore de carte ni de présence notée : il n’y a personne à asseoir."


class NoSuchTable(EventsError):
    message = "Cette table ou cette personne n’est plus là : rechargez la page."


def needs_of(workshop: WorkshopPage) -> list[DiagnosisItem]:
    rows = DiagnosisItem.objects.standing().filter(workshop=workshop, kind__in=NEEDS)
    return list(rows.select_related("cluster", "author", "quote_consent").order_by("kind", "pk"))


@transaction.atomic
def gather_needs(workshop: WorkshopPage) -> int:
    """Bring together the needs nobody has placed yet, by their words; returns how many groups were made.

    What people placed by hand does not move. A need alike to none stays alone, without a group.
    """
    WorkshopPage.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    loose = [item for item in needs_of(workshop) if item.cluster_id is None]
    made = 0
    for items in _alike(loose):
        if len(items) > 1:
            title = min((item.text for item in items), key=lambda text: (len(text), text)).rstrip(" .")
            put_together(workshop=workshop, items=items, title=title)
            made += 1
    return made


@transaction.atomic
def put_together(
    *,
    workshop: WorkshopPage,
    items: Iterable[DiagnosisItem],
    title: str = "",
    cluster: NeedCluster | None = None,
) -> NeedCluster | None:
    """Put `items` in `cluster`, in a new one called `title`, or in none. Groups left empty go."""
    if cluster is None and title:
        cluster = NeedCluster.objects.create(
            workshop=workshop, title=title[:160], position=workshop.need_clusters.count() + 1
        )
    numbers = [item.pk for item in items]
    DiagnosisItem.objects.filter(pk__in=numbers, workshop=workshop).update(cluster=cluster)
    NeedCluster.objects.filter(workshop=workshop, items=None).exclude(pk=cluster.pk if cluster else 0).delete()
    return cluster


@transaction.atomic
def rename_cluster(*, cluster: NeedCluster, title: str) -> None:
    NeedCluster.objects.filter(pk=cluster.pk).update(title=" ".join(title.split())[:160])


def _alike(items: Sequence[DiagnosisItem]) -> list[list[DiagnosisItem]]:
    """Groups of items that share words, in the order of their first."""
    words = {item.pk: set(stems_of(item.text)) for item in items}
    said = Counter(stem for stems in words.values() for stem in stems)
    common = {stem for stem, count in said.items() if count > max(3, COMMON * len(items))}
    groups: list[list[DiagnosisItem]] = []
    for item in items:
        mine = words[item.pk] - common
        near = [group for group in groups if any(_share(mine, words[other.pk] - common) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(each for group in near for each in group), item])
    return groups


def _share(mine: set[str], theirs: set[str]) -> bool:
    together = mine & theirs
    return bool(together) and len(together) / min(len(mine), len(theirs)) >= ALIKE


def guests_of(room: Room) -> list[Guest]:
    """Whoever made a card, or was noted present; while nobody was noted, whoever has a place."""
    rows = Registration.objects.filter(session__event=room.workshop_id, state__in=HOLDING_A_PLACE)
    noted = Attendance.objects.present().filter(registration__session__event=room.workshop_id)
    if noted.exists():
        rows = rows.filter(pk__in=noted.values("registration"))
    elif room.cards.exclude(person=None).exists():
        rows = rows.none()
    guests: dict[int, Guest] = {}
    for row in rows.select_related("person", "profile").order_by("pk"):
        guests[row.person_id] = _guest(row.person, row.organisation_name, row.profile)
    wishes = _wishes(room)
    for card in room.cards.exclude(person=None).select_related("person", "profile").order_by("pk"):
        assert card.person is not None
        before = guests.get(card.person.pk)
        organisation = fold(card.organisation_name) or (before.organisation if before else "")
        profile = str(card.profile or "") or (before.profile if before else "")
        guests[card.person.pk] = Guest(
            card.person.pk, str(card.person), organisation, profile, frozenset(wishes.get(card.person.pk, ()))
        )
    return list(guests.values())


def _guest(person: Person, organisation: str, profile: Profile | None) -> Guest:
    return Guest(person.pk, str(person), fold(organisation), str(profile or ""))


def _wishes(room: Room) -> dict[int, set[int]]:
    """The groups of needs each person spoke of."""
    rows = DiagnosisItem.objects.filter(workshop=room.workshop_id, author__isnull=False, cluster__isnull=False)
    wishes: dict[int, set[int]] = {}
    for person, cluster in rows.order_by("pk").values_list("author", "cluster"):
        wishes.setdefault(person, set()).add(cluster)
    return wishes


@transaction.atomic
def compose_tables(*, room: Room, number: int | None = None) -> list[RoomTable]:
    """Seat everybody at `number` tables (or as many as it takes), around the groups of needs most spoken of.

    Replaces the tables there were. Raises NobodyToSeat.
    """
    Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    guests = guests_of(room)
    if not guests:
        raise NobodyToSeat
    number = min(number or -(-len(guests) // AT_A_TABLE), len(guests))
    room.tables.all().delete()
    composed = compose(guests, _topics(room, number))
    tables = [
        RoomTable.objects.create(room=room, number=place, cluster_id=table.topic)
        for place, table in enumerate(composed, start=1)
    ]
    said = _said_of(room)
    Seat.objects.bulk_create(
        Seat(room=room, table=row, person_id=guest.key, **said.get(guest.key, {}))
        for row, table in zip(tables, composed, strict=True)
        for guest in table.guests
    )
    return tables


def _topics(room: Room, number: int) -> list[int | None]:
    """The groups of needs, the fullest first; over again when tables are more numerous."""
    clusters = (
        NeedCluster.objects.filter(workshop=room.workshop_id).prefetch_related("items").order_by("position", "pk")
    )
    ranked = sorted(clusters, key=lambda cluster: -len(cluster.items.all()))
    if not ranked:
        return [None] * number
    return [ranked[place % len(ranked)].pk for place in range(number)]


def _said_of(room: Room) -> dict[int, dict[str, object]]:
    """Organisation and profile of each, as they wrote them: what is printed."""
    found: dict[int, dict[str, object]] = {}
    rows = Registration.objects.filter(session__event=room.workshop_id, state__in=HOLDING_A_PLACE)
    for row in rows.order_by("pk"):
        found[row.person_id] = {"organisation_name": row.organisation_name, "profile_id": row.profile_id}
    for card in room.cards.exclude(person=None).order_by("pk"):
        assert card.person_id is not None
        before = found.get(card.person_id, {})
        found[card.person_id] = {
            "organisation_name": card.organisation_name or before.get("organisation_name", ""),
            "profile_id": card.profile_id or before.get("profile_id"),
        }
    return found


@transaction.atomic
def move_seat(*, room: Room, person_id: int, number: int) -> None:
    """The facilitator's hand has the last word, even against the rules. Raises NoSuchTable."""
    table = RoomTable.objects.filter(room=room, number=number).first()
    if table is None or not Seat.objects.filter(room=room, person=person_id).update(table=table):
        raise NoSuchTable


def seated(room: Room) -> list[tuple[RoomTable, list[Seat]]]:
    """The tables as they are, each with its people by name."""
    seats = Seat.objects.filter(room=room).select_related("person", "profile", "table")
    by_table: dict[int, list[Seat]] = {}
    for seat in seats.order_by("person__family_name", "person__given_name", "pk"):
        by_table.setdefault(seat.table_id, []).append(seat)
    tables = room.tables.select_related("cluster").order_by("number")
    return [(table, by_table.get(table.pk, [])) for table in tables]


def faults_in(tables: Sequence[tuple[RoomTable, list[Seat]]]) -> list[str]:
    """What the rules of S3-25 say of these tables, moved by hand or not. Organisations are named as they were written
    first, however others spelt them."""
    spelt: dict[str, str] = {}

    def guest(seat: Seat) -> Guest:
        name = seat.organisation_name
        return Guest(seat.person_id, str(seat.person), spelt.setdefault(fold(name), name), str(seat.profile or ""))

    return faults_of([Table(table.cluster_id, [guest(seat) for seat in seats]) for table, seats in tables])


def forget_seats(now: datetime) -> int:
    """Who sat where is of no use a month later."""
    return Seat.objects.exclude(room__workshop__sessions__ends_at__gte=now - SEATS_KEPT).delete()[0]
