"""Whatever is typed in the address bar: a page in French, never a 500."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.events.conftest import SessionFactory, WorkshopPageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

ODD = ["abc", "-1", "0", "9" * 400, "%00", "%27", "%C3%28", "é", "x" * 3000, "2027-02-30", "1/../..", "<script>", "[]"]


@pytest.mark.parametrize("value", ODD)
def test_odd_filters_still_show_the_agenda(client: Client, house: House, value: str) -> None:
    SessionFactory(event=WorkshopPageFactory(parent=house.agenda), past=True)
    for name in ("page", "theme", "territoire", "type", "mois", "inconnu"):
        assert client.get(f"{house.agenda.url}?{name}={value}").status_code == 200


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(["page", "theme", "territoire", "type"]), st.text(max_size=40)))
def test_any_text_in_the_filters_shows_the_agenda(client: Client, house: House, query: dict[str, str]) -> None:
    assert client.get(house.agenda.url, query).status_code == 200


@pytest.mark.parametrize("value", ODD)
def test_odd_addresses_are_unknown_pages(client: Client, house: House, value: str) -> None:
    for path in (f"/graines/{value}/", f"/inscriptions/{value}/", f"/inscriptions/ma-place/{value}/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("value", ODD)
def test_an_odd_session_in_the_address_ticks_nothing(client: Client, house: House, value: str) -> None:
    event = WorkshopPageFactory(parent=house.agenda)
    SessionFactory.create_batch(2, event=event, open=True)
    response = client.get(f"/inscriptions/{event.pk}/?seance={value}")
    assert (response.status_code, b" checked" in response.content) == (200, False)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, house: House, method: str) -> None:
    event = WorkshopPageFactory(parent=house.agenda)
    assert getattr(client, method)(f"/inscriptions/{event.pk}/").status_code == 405
