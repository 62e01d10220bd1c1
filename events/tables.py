"""Composing the tables of the afternoon: no two people of one organisation, at least two profiles (S3-25).

Pure: people in, tables out, and in words every rule that is not met, with the reason when there is one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# What a broken rule weighs beside an unmet wish: no number of wishes ever buys a broken rule.
SAME_ORGANISATION, ONE_PROFILE, UNMET_WISH = 10_000, 1_000, 1


@dataclass(frozen=True)
class Guest:
    """Somebody to seat. `organisation` is compared as it stands (one spelling); empty says nothing and clashes with
    nobody. `wishes` are the topics they would rather work on."""

    key: Any
    name: str = ""
    organisation: str = ""
    profile: str = ""
    wishes: frozenset[Any] = frozenset()


@dataclass
class Table:
    topic: Any = None
    guests: list[Guest] = field(default_factory=list)

    @property
    def clashes(self) -> list[str]:
        """Organisations that have several people here."""
        counts = Counter(guest.organisation for guest in self.guests if guest.organisation)
        return sorted(name for name, number in counts.items() if number > 1)

    @property
    def profiles(self) -> set[str]:
        return {guest.profile for guest in self.guests if guest.profile}

    @property
    def cost(self) -> int:
        counts = Counter(guest.organisation for guest in self.guests if guest.organisation)
        doubled = sum(number - 1 for number in counts.values())
        unmet = sum(bool(guest.wishes) and self.topic not in guest.wishes for guest in self.guests)
        return SAME_ORGANISATION * doubled + ONE_PROFILE * (len(self.profiles) < 2) + UNMET_WISH * unmet


def compose(guests: Iterable[Guest], topics: Sequence[Any]) -> list[Table]:
    """Seat everybody at `len(topics)` tables whose sizes differ by one at most. The same people give the same tables.

    Rules first, then wishes. A rule that cannot be met is broken as little as can be found: see `faults_of`.
    """
    tables = [Table(topic) for topic in topics]
    if not tables:
        return tables
    for guest in _hardest_first(guests):
        room = min(len(table.guests) for table in tables)
        free = [table for table in tables if len(table.guests) == room]
        best = min(free, key=lambda table: (_added_cost(table, guest), tables.index(table)))
        best.guests.append(guest)
    _mend(tables)
    return tables


def faults_of(tables: Sequence[Table]) -> list[str]:
    """Each broken rule in a French sentence, and first what made it impossible to keep."""
    found = []
    for number, table in enumerate(tables, start=1):
        for name in table.clashes:
            found.append(f"Table {number} : plusieurs personnes viennent de «\u00a0{name}\u00a0».")
        if len(table.profiles) < 2:
            found.append(f"Table {number} : moins de deux profils.")
    return [*_reasons(tables), *found] if found else []


def _reasons(tables: Sequence[Table]) -> list[str]:
    guests = [guest for table in tables for guest in table.guests]
    number, reasons = len(tables), []
    for name, count in sorted(Counter(guest.organisation for guest in guests if guest.organisation).items()):
        if count > number:
            reasons.append(
                f"«\u00a0{name}\u00a0» a {count} personnes pour {number} tables : il faut {count} tables, "
                "ou accepter que deux d’entre elles s’assoient ensemble."
            )
    profiles = Counter(guest.profile for guest in guests if guest.profile)
    if len(guests) < 2 * number:
        reasons.append(f"{len(guests)} personnes pour {number} tables : il n’y a pas deux personnes par table.")
    elif len(profiles) < 2:
        reasons.append("Tout le monde a le même profil, ou personne n’a dit le sien.")
    else:
        most, count = profiles.most_common(1)[0]
        others = sum(profiles.values()) - count
        if others < number:
            reasons.append(
                f"{others} personne{'s' if others > 1 else ''} seulement d’un autre profil que «\u00a0{most}\u00a0» : "
                f"il en faut une par table, soit {number}."
            )
    return reasons


def _hardest_first(guests: Iterable[Guest]) -> list[Guest]:
    """Members of the largest organisations, then of the rarest profiles: they have the fewest tables to go to."""
    guests = list(guests)
    organisations = Counter(guest.organisation for guest in guests if guest.organisation)
    profiles = Counter(guest.profile for guest in guests if guest.profile)
    return sorted(
        guests,
        key=lambda guest: (
            -organisations[guest.organisation],
            guest.organisation,
            profiles[guest.profile] or len(guests),
            str(guest.key),
        ),
    )


def _added_cost(table: Table, guest: Guest) -> int:
    clash = bool(guest.organisation) and any(other.organisation == guest.organisation for other in table.guests)
    same_profile = sum(other.profile == guest.profile for other in table.guests)
    unmet = bool(guest.wishes) and table.topic not in guest.wishes
    return SAME_ORGANISATION * clash + 10 * same_profile + 3 * unmet


def _mend(tables: Sequence[Table]) -> None:
    """Swap two people as long as it makes things better: the total cost falls at each turn, so it ends."""
    better = True
    while better:
        better = False
        for table in sorted(tables, key=lambda each: -each.cost):
            if table.cost and _best_swap(table, tables):
                better = True
                break


def _best_swap(table: Table, tables: Sequence[Table]) -> bool:
    """Do the swap that mends `table` most. Whether there was one."""
    best: tuple[int, Table, int, int] | None = None
    for other in tables:
        if other is table:
            continue
        before = table.cost + other.cost
        for mine in range(len(table.guests)):
            for theirs in range(len(other.guests)):
                _swap(table, mine, other, theirs)
                gain = before - table.cost - other.cost
                _swap(table, mine, other, theirs)
                if gain > 0 and (best is None or gain > best[0]):
                    best = gain, other, mine, theirs
    if best is None:
        return False
    _gain, other, mine, theirs = best
    _swap(table, mine, other, theirs)
    return True


def _swap(table: Table, mine: int, other: Table, theirs: int) -> None:
    table.guests[mine], other.guests[theirs] = other.guests[theirs], table.guests[mine]
