"""« Par ordre d’inscription » under load: the orders of `bench.registrations`, on the database of the tests.

Short forms here, whole ones with `make prove` (S0-12, registration.md section 6, b to d). The crowd and the forms of
several dates have their short form in `test_concurrency`.
"""

import pytest

from bench.registrations import house as orders
from events.services import asking, places
from tests.factories.tree import make_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _agenda(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_house()
    # The referee of the bench puts itself in front of these two.
    monkeypatch.setattr(asking, "has_room", asking.has_room)
    monkeypatch.setattr(places, "give_place", places.give_place)


def test_of_many_demands_confirmations_and_withdrawals_at_once_nobody_is_overtaken() -> None:
    found = orders.mixed(operations=100, workers=4, places=5)
    assert found.pop("given") > 5
    assert found == {"operations": 100, "overtaken": 0, "errors": 0, "gaps": 0, "wrong_counters": 0}


def test_a_process_killed_anywhere_leaves_true_counts_and_every_mail_written_once() -> None:
    found = orders.killed(times=2)
    assert found.pop("registrations") > 0
    assert found == {"kills": 2, "faults": 0, "untold": 0}


@pytest.mark.slow
def test_sixty_four_people_at_once_for_twenty_places_ten_times() -> None:
    assert orders.crowd() == {"overbooked": 0, "gaps": 0, "errors": 0}


@pytest.mark.slow
def test_ten_thousand_operations_overtake_nobody() -> None:
    found = orders.mixed()
    assert found.pop("given") > 20
    assert found == {"operations": 10_000, "overtaken": 0, "errors": 0, "gaps": 0, "wrong_counters": 0}


@pytest.mark.slow
def test_four_of_eight_dates_ticked_in_any_order_never_lock_each_other_out() -> None:
    assert orders.dates() == {"forms": 240, "deadlocks": 0, "errors": 0}


@pytest.mark.slow
def test_forty_kills_leave_true_counts_and_every_mail_written_once() -> None:
    found = orders.killed(times=40)
    assert found.pop("registrations") > 40
    assert found == {"kills": 40, "faults": 0, "untold": 0}
