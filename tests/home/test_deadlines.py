"""Calls: one deadline that forms, calendars and pages agree on (issue 8.4; S0-03, S0-06 to S0-08)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from home.enums import PartnerRole
from home.models import AnnouncedDeadline, CallPage, RequiredDocument
from home.services.deadlines import announce_deadlines
from tests.factories.cms import DocumentFactory, ImageFactory
from tests.factories.events import WorkshopPageFactory
from tests.factories.home import CallPageFactory, OrganisationPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.home.reading import get, links, main_text, make_private, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(house: House) -> CallPage:
    page: CallPage = CallPageFactory(
        parent=house.calls, title="Culture santé", campaign=2027, deadline=dt.date(2027, 3, 31)
    )
    page.save_revision().publish()
    return page


def entry(client: Client, call: CallPage) -> Any:
    response = client.get(f"/appels/{call.pk}/cloture.ics")
    assert response.status_code == 200
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    return event


def test_the_page_says_who_what_to_join_and_what_launched_it(client: Client, house: House, call: CallPage) -> None:
    """S0-03, S0-06"""
    pilot = OrganisationPageFactory(parent=house.organisations, title="La DRAC", logo=ImageFactory())
    hidden = OrganisationPageFactory(parent=house.organisations, title="Secret", live=False)
    call.partners.create(organisation=pilot, role=PartnerRole.FUNDER)
    call.partners.create(organisation=hidden)
    RequiredDocument.objects.create(page=call, title="Budget", note="Signé par les deux", model=DocumentFactory())
    RequiredDocument.objects.create(page=call, title="Photos", is_required=False)
    launch = WorkshopPageFactory(parent=house.agenda, title="Webinaire du 15 octobre")
    other = CallPageFactory(parent=house.calls, title="Culture handicap", launch=launch)
    call.launch = launch
    call.save()
    with time_machine.travel("2027-03-01 12:00+01:00", tick=False):
        text = main_text(get(client, call))
    for words in (
        "La DRAC finance",
        "Budget obligatoire",
        "Signé par les deux",
        "Photos facultative",
        "Webinaire du 15",
    ):
        assert words in text
    assert "Secret" not in text
    launched = main_text(get(client, launch))
    assert call.title in launched
    assert other.title in launched
    make_private(launch)
    assert "Webinaire" not in main_text(get(client, call))


def test_other_campaigns_are_kept_and_one_campaign_has_one_page(client: Client, house: House, call: CallPage) -> None:
    """S0-07"""
    CallPageFactory(
        parent=house.calls, title="Culture santé", slug="cs-2026", campaign=2026, deadline=dt.date(2026, 3, 31)
    )
    CallPageFactory(parent=house.calls, title="Culture santé", slug="cs-2025", campaign=2025, live=False)
    assert "Ses autres campagnes Campagne 2026 clôture 31 mars 2026" in main_text(get(client, call))
    client.force_login(UserFactory(is_superuser=True))
    response = client.post(f"/admin/pages/add/home/callpage/{house.calls.pk}/", form(title="culture santé"))
    assert "Cet appel a déjà une page pour cette campagne." in response.content.decode()


def form(**changes: str) -> dict[str, str]:
    """The fields of the editor's form, without rows."""
    empty = {
        f"{name}-{end}": "0"
        for name in ("deadline_changes", "partners", "required_documents")
        for end in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    fields = {"title": "Culture santé", "slug": "", "campaign": "2027", "deadline": "31/03/2027", "opens_on": ""}
    others = ("summary", "audience", "answer_url", "launch", "piloted_by", "new_reason", "new_decided_by")
    return {**empty, **dict.fromkeys(others, ""), **fields, "body-count": "0", **changes}


def test_a_new_date_asks_why_and_writes_its_own_history(client: Client, call: CallPage) -> None:
    """S0-08: the old date is never lost, and nobody types it."""
    client.force_login(UserFactory(is_superuser=True))
    url = f"/admin/pages/{call.pk}/edit/"
    moved = form(deadline="30/04/2027", **{"action-publish": "1"})
    refused = client.post(url, moved)
    assert "dites pourquoi aux personnes qui l’attendaient" in refused.content.decode()
    answer = client.post(url, {**moved, "new_reason": "Le contexte", "new_decided_by": "L’ARS"})
    assert answer.status_code == 302
    call.refresh_from_db()
    (change,) = call.deadline_changes.all()
    assert (call.deadline, change.previous_deadline) == (dt.date(2027, 4, 30), dt.date(2027, 3, 31))
    assert (change.reason, change.decided_by) == ("Le contexte", "L’ARS")
    row = soup(get(client, call)).select_one(".deadline-history li")
    assert row is not None
    assert row.select_one("s time")["datetime"] == "2027-03-31"


def test_a_draft_may_move_its_date_and_a_call_never_opens_after_it_closes(house: House) -> None:
    draft = CallPageFactory(parent=house.calls, live=False)
    draft.opens_on = draft.deadline + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="après la clôture"):
        draft.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        CallPage.objects.filter(pk=draft.pk).update(opens_on=draft.opens_on)


class TestTheCalendar:
    def test_a_postponement_changes_the_same_entry_and_a_typo_does_not(self, client: Client, call: CallPage) -> None:
        """I1, I3, I4"""
        first = entry(client, call)
        assert (first["DTSTART"].dt, first["DTEND"].dt) == (dt.date(2027, 3, 31), dt.date(2027, 4, 1))
        assert (first["SEQUENCE"], str(first["SUMMARY"])) == (0, "Clôture\u00a0: Culture santé (campagne 2027)")
        call.title = "Culture et santé"
        call.save_revision().publish()
        assert entry(client, call)["SEQUENCE"] == 0
        old = call.get_latest_revision()
        call.deadline = dt.date(2027, 4, 30)
        call.save_revision().publish()
        second = entry(client, call)
        assert (second["UID"], second["SEQUENCE"], second["DTSTART"].dt) == (first["UID"], 1, dt.date(2027, 4, 30))
        old.publish()
        assert entry(client, call)["SEQUENCE"] == 2

    def test_the_same_calendar_is_the_same_bytes_and_answers_304(self, client: Client, call: CallPage) -> None:
        """I10, I12, I13"""
        first = client.get("/appels.ics")
        assert client.get("/appels.ics").content == first.content
        assert client.get("/appels.ics", headers={"if-none-match": first["ETag"]}).status_code == 304
        body = first.content.decode()
        assert "METHOD" not in body
        assert "ATTENDEE" not in body
        assert "REFRESH-INTERVAL" in body

    def test_what_left_the_site_leaves_the_calendar(self, client: Client, house: House, call: CallPage) -> None:
        private = CallPageFactory(parent=house.calls, title="Réservé")
        announce_deadlines(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
        make_private(private)
        with time_machine.travel("2027-04-15 12:00+02:00", tick=False):
            (event,) = Calendar.from_ical(client.get("/appels.ics").content).walk("VEVENT")
            assert "Culture santé" in event["SUMMARY"]
            call.unpublish()
            assert Calendar.from_ical(client.get("/appels.ics").content).walk("VEVENT") == []
            assert client.get(f"/appels/{call.pk}/cloture.ics").status_code == 404
            call.get_latest_revision().publish()
        assert AnnouncedDeadline.objects.get(call=call).sequence == 2

    def test_the_clock_announces_what_came_without_signal_once(self, house: House) -> None:
        CallPageFactory(parent=house.calls)
        CallPageFactory(parent=house.calls, live=False)
        now = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
        assert (announce_deadlines(now), announce_deadlines(now)) == (1, 0)

    def test_the_page_and_the_list_lead_to_it(self, client: Client, house: House, call: CallPage) -> None:
        with time_machine.travel("2027-03-01 12:00+01:00", tick=False):
            assert f"/appels/{call.pk}/cloture.ics" in links(get(client, call))
        assert "/appels.ics" in links(get(client, house.calls))
