"""The screen « Dates et places »: beside the page's drafts, through the services, all or nothing."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.enums import RegistrationState, SessionState
from events.models import EventPage, Module, Session, WorkshopPage
from people.models import User
from tests.events.conftest import mails
from tests.factories.events import (
    DiagnosisItemFactory,
    ModuleFactory,
    RegistrationFactory,
    SeriesPageFactory,
    SessionFactory,
    TimetableSlotFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(house: House) -> User:
    return UserFactory(groups=["Animation"])


@pytest.fixture
def admin(client: Client, facilitator: User) -> Client:
    client.force_login(facilitator)
    return client


def screen(event: EventPage) -> str:
    return f"/admin/ateliers/{event.pk}/dates/"


def row(number: int, session: Session | None = None, **changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "pk": session.pk if session else "",
        "day": "2027-03-20",
        "begins": "9h30",
        "ends": "12 h",
        "title": "",
        "state": "open",
        "capacity": 20,
        "timetable": "",
        **changes,
    }
    return {f"dates-{number}-{name}": value for name, value in typed.items()}


def management(prefix: str, total: int, initial: int) -> dict[str, object]:
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def test_the_screen_shows_each_date_as_it_stands(admin: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, open=True, join_url="https://visio.example/x")
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, state=RegistrationState.WAITING)
    TimetableSlotFactory(session=session, title="Accueil café")
    page = BeautifulSoup(admin.get(screen(workshop)).content, "html.parser")
    assert page.select_one("#id_dates-0-begins")["value"] == "9h"
    assert "9 h – 9 h 05 : Accueil café" in page.select_one("#id_dates-0-timetable").get_text()
    assert "1 place prise sur 20" in page.get_text(" ", strip=True).replace("1 place", "1 place")
    assert page.select_one("#id_dates-0-DELETE") is None


def test_dates_are_made_changed_and_deleted_in_one_go(admin: Client, workshop: WorkshopPage) -> None:
    kept, gone = SessionFactory(event=workshop, days=30), SessionFactory(event=workshop, days=40)
    answers = {
        **management("dates", 3, 2),
        **row(
            0, kept, title="Premier temps", timetable="9h30 - 12h : Tour de table", join_url="https://visio.example/x"
        ),
        **row(1, gone, DELETE="on"),
        **row(2, day="2027-06-05", last_day="2027-06-06", ends="2h"),
    }
    response = admin.post(screen(workshop), answers)
    assert (response.status_code, response["Location"]) == (302, screen(workshop))
    first, second = workshop.sessions.order_by("starts_at")
    assert (first.pk, first.title, first.state) == (kept.pk, "Premier temps", SessionState.OPEN)
    assert timezone.localtime(first.starts_at).strftime("%d/%m/%Y %H:%M") == "20/03/2027 09:30"
    assert [slot.title for slot in first.slots.all()] == ["Tour de table"]
    assert timezone.localtime(second.ends_at).strftime("%d/%m/%Y %H:%M") == "06/06/2027 02:00"


def test_a_new_date_of_a_series_begins_with_what_all_its_dates_share(admin: Client, house: House) -> None:
    """S0-05, S0-18."""
    series = SeriesPageFactory(parent=house.agenda, usual_start=dt.time(9), usual_end=dt.time(10), usual_capacity=12)
    event = VideoWorkshopPageFactory(parent=series)
    page = BeautifulSoup(admin.get(screen(event)).content, "html.parser")
    shown = [page.select_one(f"#id_dates-0-{name}")["value"] for name in ("begins", "ends", "capacity")]
    assert shown == ["9h", "10h", "12"]
    untouched = {**row(0, day="", begins="9h", ends="10h", capacity=12, state="announced"), **management("dates", 1, 0)}
    assert admin.post(screen(event), untouched).status_code == 302
    assert event.sessions.count() == 0
    filled = {**row(0, begins="9h", ends="10h", capacity=12), **management("dates", 1, 0)}
    assert admin.post(screen(event), filled).status_code == 302
    assert event.sessions.get().capacity == 12


def test_an_empty_extra_date_is_no_date(admin: Client, workshop: WorkshopPage) -> None:
    empty = {f"dates-0-{name}": "" for name in ("pk", "day", "begins", "ends", "title", "timetable")}
    answers = {**management("dates", 1, 0), **empty, "dates-0-state": "announced", "dates-0-capacity": 20}
    assert admin.post(screen(workshop), answers).status_code == 302
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"begins": "bientôt"}, "par exemple 9h30"),
        ({"ends": "9h"}, "après le début"),
        ({"day": "2027-02-30"}, "date"),
        ({"day": "2027-03-28", "begins": "2h30", "ends": "4h"}, "2027-03-28"),
        ({"capacity": "-1"}, "0"),
        ({"capacity": "9" * 40}, "100"),
        ({"state": "inconnu"}, "inconnu"),
        ({"join_url": "pas un lien"}, "URL"),
        ({"timetable": "bla bla"}, "Ligne 1"),
        ({"title": "\x00"}, "nul"),
        (
            {"registration_opens_at": "2027-03-10T10:00", "registration_closes_at": "2027-03-01T10:00"},
            "après leur ouverture",
        ),
        ({"pk": "999999"}, "n’existe plus"),
        ({"pk": "9" * 5_000}, "9" * 5_000),
    ],
)
def test_what_cannot_be_is_refused_kept_and_said(
    admin: Client, workshop: WorkshopPage, changes: dict[str, object], said: str
) -> None:
    session = SessionFactory(event=workshop, title="Avant")
    answers = {
        **management("dates", 1, 1),
        **row(0, session, title="Après") | row(0, session, **{"title": "Après", **changes}),
    }
    response = admin.post(screen(workshop), answers)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Session.objects.get().title == "Avant"


def test_a_form_without_its_counters_changes_nothing(admin: Client, workshop: WorkshopPage) -> None:
    SessionFactory(event=workshop)
    assert admin.post(screen(workshop), {"dates-TOTAL_FORMS": "abc"}).status_code == 422
    assert admin.post(screen(workshop), {}).status_code == 422
    assert Session.objects.count() == 1


def test_a_date_with_people_is_cancelled_not_deleted_and_one_refusal_undoes_the_rest(
    admin: Client, workshop: WorkshopPage
) -> None:
    session, other = SessionFactory(event=workshop, open=True), SessionFactory(event=workshop, days=40, title="Avant")
    RegistrationFactory(session=session)
    answers = {**management("dates", 2, 2), **row(0, session, DELETE="on"), **row(1, other, title="Après")}
    response = admin.post(screen(workshop), answers)
    assert (response.status_code, "ne peut pas être supprimée" in response.content.decode()) == (409, True)
    other.refresh_from_db()
    assert (Session.objects.count(), other.title) == (2, "Avant")

    answers = {**management("dates", 1, 1), **row(0, session, state="cancelled")}
    assert admin.post(screen(workshop), answers).status_code == 302
    assert [kind for _to, kind in mails()] == ["session-cancelled"]


def test_fewer_places_than_people_is_refused_more_places_let_people_in(admin: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, open=True, capacity=2, full=True)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    response = admin.post(screen(workshop), {**management("dates", 1, 1), **row(0, session, capacity=1)})
    assert (response.status_code, "2 places prises" in response.content.decode()) == (409, True)
    assert admin.post(screen(workshop), {**management("dates", 1, 1), **row(0, session, capacity=3)}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED


def test_another_event_s_date_cannot_be_written_from_here(admin: Client, house: House, workshop: WorkshopPage) -> None:
    stranger = SessionFactory(event=WorkshopPageFactory(parent=house.agenda), title="Ailleurs")
    response = admin.post(screen(workshop), {**management("dates", 1, 1), **row(0, stranger, title="Pris")})
    stranger.refresh_from_db()
    assert (response.status_code, stranger.title) == (422, "Ailleurs")


def test_a_training_has_its_modules_on_the_same_screen(admin: Client, house: House) -> None:
    training = TrainingPageFactory(parent=house.agenda)
    module = ModuleFactory(training=training, title="Échange", position=1)
    gone = ModuleFactory(training=training, position=2)
    session = SessionFactory(event=training, module=gone)
    answers = {
        **management("modules", 3, 2),
        "modules-0-pk": module.pk, "modules-0-title": "Échange de pratiques", "modules-0-position": 1,
        "modules-1-pk": gone.pk, "modules-1-title": gone.title, "modules-1-position": 2, "modules-1-DELETE": "on",
        "modules-2-title": "Outils", "modules-2-position": "",
        **management("dates", 1, 1),
        **row(0, session, module=module.pk),
    }  # fmt: skip
    assert admin.post(screen(training), answers).status_code == 302
    assert list(Module.objects.values_list("title", "position")) == [("Échange de pratiques", 1), ("Outils", 2)]
    session.refresh_from_db()
    assert session.module == module


def test_the_draft_of_the_page_and_its_dates_do_not_touch_each_other(admin: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, open=True)
    workshop.title = "Un titre en brouillon"
    revision = workshop.save_revision()
    RegistrationFactory(session=session)
    admin.post(screen(workshop), {**management("dates", 1, 1), **row(0, session, capacity=30)})
    revision.publish()
    session.refresh_from_db()
    assert (session.capacity, session.registrations.count(), session.event.title) == (30, 1, "Un titre en brouillon")
    older = workshop.revisions.order_by("created_at").first()
    assert older is not None
    older.publish()
    assert workshop.sessions.count() == 1


@pytest.mark.parametrize(
    ("groups", "status"), [(["Rédaction"], 302), ([], 302), (["Animation"], 200), (["Modération"], 200)]
)
def test_only_who_may_edit_the_page_and_its_dates_opens_the_screen(
    client: Client, house: House, workshop: WorkshopPage, groups: list[str], status: int
) -> None:
    client.force_login(UserFactory(groups=groups))
    assert client.get(screen(workshop)).status_code == status


def test_unknown_pages_are_404(admin: Client, house: House) -> None:
    assert [admin.get(f"/admin/ateliers/{pk}/dates/").status_code for pk in (999999, house.home.pk)] == [404, 404]


def test_the_editor_shows_dates_and_outputs_or_asks_for_a_draft_first(
    admin: Client, house: House, workshop: WorkshopPage
) -> None:
    SessionFactory(event=workshop, open=True)
    DiagnosisItemFactory(workshop=workshop)
    text = admin.get(f"/admin/pages/{workshop.pk}/edit/").content.decode()
    assert screen(workshop) in text
    assert f"?workshop={workshop.pk}" in text
    assert "valent aussitôt" in text or "vaut aussitôt" in text
    new = admin.get(f"/admin/pages/add/events/workshoppage/{house.agenda.pk}/").content.decode()
    assert "Enregistrez d’abord un brouillon" in new
    assert screen(workshop) in admin.get(f"/admin/pages/{house.agenda.pk}/").content.decode()


def test_the_preview_shows_the_dates_even_before_the_first_save(house: House) -> None:
    draft = WorkshopPage(title="Pas encore là", slug="pas-encore-la")
    draft.set_url_path(house.agenda)
    response = draft.make_preview_request()
    assert (response.status_code, "pas encore fixées" in response.rendered_content) == (200, True)
    workshop = WorkshopPageFactory(parent=house.agenda)
    SessionFactory(event=workshop, open=True)
    assert "20 places" in workshop.make_preview_request().rendered_content


@pytest.mark.parametrize("with_what", ["registration", "output"])
def test_a_page_that_holds_something_is_not_deleted_and_says_why(
    client: Client, house: House, workshop: WorkshopPage, with_what: str
) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    if with_what == "registration":
        RegistrationFactory(session=SessionFactory(event=workshop, open=True))
    else:
        DiagnosisItemFactory(workshop=workshop)
    for page in (workshop, house.agenda):
        response = client.post(f"/admin/pages/{page.pk}/delete/", follow=True)
        assert (response.status_code, "Suppression refusée" in response.content.decode()) == (200, True)
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={workshop.pk}"
    response = client.post(bulk, follow=True)
    # Wagtail itself refuses, in its own words, when a protected row refers to the page.
    refused = "Suppression refusée" if with_what == "registration" else "pas les autorisations"
    assert (response.status_code, refused in response.content.decode()) == (200, True)
    assert WorkshopPage.objects.filter(pk=workshop.pk).exists()


def test_an_event_that_holds_nothing_can_be_deleted_with_its_dates(client: Client, workshop: WorkshopPage) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    SessionFactory(event=workshop)
    client.post(f"/admin/pages/{workshop.pk}/delete/")
    assert (WorkshopPage.objects.count(), Session.objects.count()) == (0, 0)


def test_the_change_of_time_moves_no_hour(admin: Client, workshop: WorkshopPage) -> None:
    """9 o'clock stays 9 o'clock on both sides of the last Sunday of March."""
    answers = {**management("dates", 2, 0), **row(0, day="2027-03-27"), **row(1, day="2027-03-29")}
    admin.post(screen(workshop), answers)
    starts = workshop.sessions.order_by("starts_at").values_list("starts_at", flat=True)
    assert [start.astimezone(dt.UTC).hour for start in starts] == [8, 7]
