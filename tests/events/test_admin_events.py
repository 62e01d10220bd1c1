"""What editors do with a whole event: read who comes, move somebody up, make it again, see a month (issue 5, 9)."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import EvaluationKind, RegistrationState
from events.models import (
    EvaluationQuestion,
    EventPage,
    Material,
    OpenAgendaWish,
    SeriesPage,
    Session,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from events.programme import programme_faults
from people.models import User
from tests.events.test_admin_sessions import management, row, screen
from tests.factories.events import (
    AnswerFactory,
    EventPersonFactory,
    ModuleFactory,
    NeedFactory,
    ProfileFactory,
    QuotaFactory,
    RegistrationFactory,
    SeriesPageFactory,
    SessionFactory,
    TimetableSlotFactory,
    TimetableTemplateFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
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


def here(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=timezone.get_default_timezone())


def text_of(response: object) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text().split())


def test_who_comes_is_read_with_answers_and_needs(admin: Client, session: Session) -> None:
    known = RegistrationFactory(session=session)
    AnswerFactory(registration=known, text="Une fanfare")
    NeedFactory(registration=known, text="Sans arachide")
    words = text_of(admin.get(f"/admin/ateliers/{session.event_id}/qui-vient/?seance={session.pk}&etat=confirmed"))
    assert ("Une fanfare" in words, "Sans arachide" in words) == (True, True)
    words = text_of(admin.get(f"/admin/ateliers/{session.event_id}/qui-vient/?etat=waiting"))
    assert "Personne pour l’instant" in words


def test_needs_are_read_by_two_roles_only(client: Client, session: Session, house: House) -> None:
    NeedFactory(registration=RegistrationFactory(session=session), text="Sans arachide")
    address = f"/admin/ateliers/{session.event_id}/qui-vient/"
    for group, seen in (("Animation", True), ("Modération", True)):
        client.force_login(UserFactory(groups=[group]))
        assert ("Sans arachide" in client.get(address).content.decode()) is seen
    client.force_login(UserFactory(groups=["Rédaction"]))
    assert client.get(address).status_code == 302


def test_reading_who_comes_takes_the_same_queries_for_three_people(admin: Client, session: Session) -> None:
    counts = []
    for _time in range(2):
        AnswerFactory(registration=RegistrationFactory(session=session))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            admin.get(f"/admin/ateliers/{session.event_id}/qui-vient/")
        counts.append(len(queries))
        RegistrationFactory.create_batch(2, session=session)
    assert counts[0] == counts[1]


def test_a_file_is_given_to_who_may_read_answers(admin: Client, client: Client, session: Session) -> None:
    answer = AnswerFactory(registration=RegistrationFactory(session=session), text="dossier.pdf")
    answer.file.save("dossier.pdf", ContentFile(b"%PDF"))
    answer.file.close()
    response = admin.get(f"/admin/ateliers/reponses/{answer.pk}/fichier/")
    assert response["Content-Disposition"] == 'attachment; filename="dossier.pdf"'
    for closer in response._resource_closers:  # `close` would also end the request, and its database
        closer()
    client.force_login(UserFactory(groups=["Rédaction"]))
    assert client.get(f"/admin/ateliers/reponses/{answer.pk}/fichier/").status_code == 302
    answer.file.delete()


def test_moving_somebody_up_wants_a_reason(admin: Client, session: Session, facilitator: User) -> None:
    RegistrationFactory.create_batch(2, session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    address = f"/admin/ateliers/inscriptions/{waiting.pk}/avancer/"
    assert "avant les personnes qui attendent" in text_of(admin.get(address))
    assert admin.post(address, {"reason": ""}).status_code == 422
    assert admin.post(address, {"reason": "Porte le projet."}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.exception_by) == ("confirmed", facilitator)
    listing = text_of(admin.get("/admin/events/registration/?ordre=exception"))
    assert str(waiting.person) in listing


def test_an_event_is_made_again_with_all_that_stands_outside_its_page(admin: Client, house: House) -> None:
    training: TrainingPage = TrainingPageFactory(parent=house.agenda, title="Enseigner de loin")
    module = ModuleFactory(training=training, planned_sessions=2)
    first = SessionFactory(event=training, module=module, open=True, days=30)
    SessionFactory(event=training, module=module, days=51, capacity=7)
    TimetableSlotFactory(session=first)
    QuotaFactory(session=first, size=3, profiles=[ProfileFactory()])
    EventPersonFactory(event=training, session=first)
    RegistrationFactory(session=first)
    response = admin.post(
        f"/admin/ateliers/{training.pk}/refaire/", {"title": "Enseigner de loin", "first_day": "2028-03-14"}
    )
    copy = EventPage.objects.get(slug="enseigner-de-loin-2")
    assert (response["Location"], copy.live) == (screen(copy), False)
    made = list(copy.sessions.order_by("starts_at"))
    assert [(row.local_date, row.state, row.capacity, row.taken) for row in made] == [
        (dt.date(2028, 3, 14), "draft", 20, 0),
        (dt.date(2028, 4, 4), "draft", 7, 0),
    ]
    assert (made[0].slots.count(), made[0].quotas.get().size, made[0].people.count()) == (1, 3, 1)
    assert made[0].module != module
    assert made[0].module.planned_sessions == 2


def test_windows_evaluation_and_materials_follow_an_event_made_again(admin: Client, session: Session) -> None:
    """Across summer time: the same hour here, the same number of days before."""
    event = session.event
    Session.objects.filter(pk=session.pk).update(
        starts_at=here(2027, 2, 4, 9),
        ends_at=here(2027, 2, 4, 10),
        registration_opens_at=here(2027, 1, 5, 8),
        registration_closes_at=here(2027, 2, 3, 18),
    )
    EvaluationQuestion.objects.create(event_id=event.pk, label="Et la soupe ?", kind=EvaluationKind.WORDS)
    Material.objects.create(event_id=event.pk, title="Le plan", url="https://plan.example/")
    admin.post(f"/admin/ateliers/{event.pk}/refaire/", {"title": "Encore", "first_day": "2027-04-15"})
    copy = EventPage.objects.get(slug="encore")
    made = copy.sessions.get()
    assert (made.starts_at, made.registration_opens_at, made.registration_closes_at) == (
        here(2027, 4, 15, 9),
        here(2027, 3, 16, 8),
        here(2027, 4, 14, 18),
    )
    assert [question.label for question in copy.evaluation_questions.all()] == ["Et la soupe ?"]
    assert [material.title for material in copy.materials.all()] == ["Le plan"]
    assert (event.evaluation_questions.count(), event.materials.count()) == (1, 1)


def test_a_series_is_made_again_with_all_its_dates(admin: Client, house: House) -> None:
    """Each keeps its distance to the first date of all, even in the order they were written."""
    series = SeriesPageFactory(parent=house.agenda, title="Les rappels", period="de mars à mai")
    later, sooner = (VideoWorkshopPageFactory(parent=series, title=title) for title in ("Budget", "Partenariat"))
    undated = VideoWorkshopPageFactory(parent=series, title="À dater")
    SessionFactory(event=later, open=True, starts_at=here(2027, 4, 1, 9), ends_at=here(2027, 4, 1, 10))
    first = SessionFactory(event=sooner, open=True, starts_at=here(2027, 3, 18, 9), ends_at=here(2027, 3, 18, 10))
    TimetableSlotFactory(session=first)
    RegistrationFactory(session=first)
    OpenAgendaWish.objects.create(page=series, answers={"public": [1]})

    address = f"/admin/ateliers/{series.pk}/refaire-le-cycle/"
    assert address in admin.get(f"/admin/pages/{series.pk}/edit/").content.decode()
    assert admin.get(address).status_code == 200
    assert SeriesPage.objects.count() == 1
    response = admin.post(address, {"title": "Les rappels", "first_day": "2028-01-13"})

    copy = SeriesPage.objects.get(slug="les-rappels-2")
    assert (response["Location"], copy.live, copy.period) == (f"/admin/pages/{copy.pk}/", False, "")
    made = {page.title: page for page in VideoWorkshopPage.objects.child_of(copy)}
    dates = {title: [row.starts_at for row in page.sessions.all()] for title, page in made.items()}
    assert dates == {"Budget": [here(2028, 1, 27, 9)], "Partenariat": [here(2028, 1, 13, 9)], "À dater": []}
    again = made["Partenariat"].sessions.get()
    assert (again.state, again.taken, again.slots.count(), again.registrations.count()) == ("draft", 0, 1, 0)
    assert {page.live for page in made.values()} == {False}
    assert copy.openagenda_wish.answers == {"public": [1]}
    assert VideoWorkshopPage.objects.child_of(series).count() == 3
    assert undated.slug == made["À dater"].slug


@pytest.mark.parametrize(("group", "status"), [("Rédaction", 302), ("Tiers", 302), ("Modération", 200)])
def test_a_series_is_made_again_by_who_may_change_dates(client: Client, house: House, group: str, status: int) -> None:
    series = SeriesPageFactory(parent=house.agenda)
    client.force_login(UserFactory(groups=[group]))
    assert client.get(f"/admin/ateliers/{series.pk}/refaire-le-cycle/").status_code == status


def test_only_a_series_is_made_again_as_one(admin: Client, workshop: WorkshopPage) -> None:
    address = f"/admin/ateliers/{workshop.pk}/refaire-le-cycle/"
    assert admin.get(address).status_code == 404
    series = SeriesPageFactory(parent=workshop.get_parent())
    for wrong in ({"title": "", "first_day": "le 32"}, {"title": "Encore", "first_day": "9999-12-31"}):
        assert admin.post(f"/admin/ateliers/{series.pk}/refaire-le-cycle/", wrong).status_code == 422


def test_the_calendar_shows_every_date_of_a_month_drafts_included(admin: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, state="draft")
    shown = text_of(admin.get(f"/admin/ateliers/calendrier/?mois={session.local_date:%Y-%m}"))
    assert f"{workshop.title}brouillon, 0 sur 20" in shown
    assert admin.get("/admin/ateliers/calendrier/?mois=n'importe").status_code == 200


def test_a_draft_date_is_shown_to_nobody(client: Client, workshop: WorkshopPage) -> None:
    SessionFactory(event=workshop, state="draft")
    assert "ne sont pas encore fixées" in client.get(workshop.url).content.decode()


def test_quotas_a_template_and_the_length_of_modules_are_typed_as_text(admin: Client, house: House) -> None:
    training = TrainingPageFactory(parent=house.agenda)
    social = ProfileFactory(name="du social")
    template = TimetableTemplateFactory()
    answers = {
        **management("dates", 1, 0),
        **row(0, begins="14h", ends="15h", quotas="8 : Du social", template=template.pk, offer_hours="48"),
        **management("modules", 1, 0),
        "modules-0-title": "Échanger",
        "modules-0-planned_sessions": "4",
        "modules-0-planned_length": "2h",
    }
    assert admin.post(screen(training), answers).status_code == 302
    session = training.sessions.get()
    assert [(quota.size, list(quota.profiles.all())) for quota in session.quotas.all()] == [(8, [social])]
    assert (session.offer_hours, [slot.starts_at.hour for slot in session.slots.all()]) == (48, [14, 14])
    assert training.modules.get().planned_total == dt.timedelta(hours=8)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quotas": "huit du social"}, "écrivez par exemple"),
        ({"quotas": "8 : des martiens"}, "n’existe pas"),
        ({"timetable": "9h30 - 10h : Accueil\n10h15 - 12h : Suite"}, "Il y a un trou"),
        ({"timetable": "9h30 - 10h30 : Accueil\n10h15 - 12h : Suite"}, "se chevauchent"),
        ({"timetable": "9h - 12h : Accueil"}, "Le déroulé commence à 9 h"),
        ({"timetable": "9h30 - 11h : Accueil"}, "Le déroulé finit à 11 h"),
    ],
)
def test_what_does_not_add_up_is_refused(
    admin: Client, workshop: WorkshopPage, typed: dict[str, str], words: str
) -> None:
    response = admin.post(screen(workshop), {**management("dates", 1, 0), **row(0, **typed)})
    assert (response.status_code, Session.objects.count()) == (422, 0)
    assert words in text_of(response)


def test_a_training_whose_dates_are_not_what_its_modules_promise_says_so(house: House) -> None:
    """S4: 3 h, then four times 2 h, then 2 h, make 13 h in six sessions."""
    training = TrainingPageFactory(parent=house.agenda)
    hour = dt.timedelta(hours=1)
    plan = ((1, 3), (4, 2), (1, 2))
    modules = [
        ModuleFactory(training=training, title=f"M{n}", planned_sessions=count, planned_length=length * hour)
        for n, (count, length) in enumerate(plan, start=1)
    ]
    for module, (count, length) in zip(modules, plan, strict=True):
        for _time in range(count):
            made = SessionFactory(event=training, module=module)
            Session.objects.filter(pk=made.pk).update(ends_at=made.starts_at + length * hour)
    assert programme_faults(training) == []
    last = training.sessions.filter(module=modules[1]).last()
    Session.objects.filter(pk=last.pk).update(state="cancelled")
    faults = [" ".join(fault.split()) for fault in programme_faults(training)]
    assert faults == [
        "« M2 » : 4 séances prévues, 3 dates trouvées.",
        "En tout, 13 h prévues et 11 h aux dates.",
    ]
