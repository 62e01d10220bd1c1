"""The editors' screens around a workshop: preparation, questionnaire, état des lieux, room, needs, tables."""

import html
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader
from wagtail.test.utils.form_data import rich_text

from cms.templatetags.cms_tags import date_fr
from events.enums import DiagnosisKind, PriceKind
from events.enums_workshop import ItemState, StepState
from events.kit import kit_of
from events.models import Cadre, DiagnosisItem, DiagnosisLink, Preparation, Questionnaire, Room, WorkshopPage
from events.preparation_mails import team_url
from tests.factories.cms import ImageFactory
from tests.factories.events import DiagnosisItemFactory, ProfileFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.factories.workshop import (
    CadreFactory,
    PreparationFactory,
    PreparationStepFactory,
    RoomCardFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db
SCREENS = ("preparation", "kit", "questionnaire", "etat-des-lieux", "salle", "besoins", "tables")


@pytest.fixture
def facilitator(client: Client, house: House) -> Client:
    client.force_login(UserFactory(groups=["Animation"]))
    return client


def screen(workshop: WorkshopPage, name: str) -> str:
    return f"/admin/ateliers/{workshop.pk}/{name}/"


def act(client: Client, workshop: WorkshopPage, name: str, action: str, **data: Any) -> Any:
    return client.post(screen(workshop, name), {"action": action, **data}, follow=True)


@pytest.mark.parametrize("name", SCREENS)
def test_looking_writes_nothing_and_only_facilitators_look(client: Client, workshop: WorkshopPage, name: str) -> None:
    client.force_login(UserFactory(groups=["Rédaction"]))
    assert client.get(screen(workshop, name)).status_code == 302
    client.force_login(UserFactory(groups=["Animation"]))
    assert client.get(screen(workshop, name)).status_code == 200
    assert (Room.objects.count(), Questionnaire.objects.count(), Preparation.objects.count()) == (0, 0, 0)


def test_a_late_workshop_is_published_once_somebody_wrote_why(
    client: Client, workshop: WorkshopPage, house: House
) -> None:
    """S3-18: blocking, and one may go on."""
    client.force_login(UserFactory(is_superuser=True))
    workshop.unpublish()
    WorkshopPage.objects.update(first_published_at=None)
    SessionFactory(event=workshop, days=30)
    publish = reverse("wagtailadmin_pages:edit", args=[workshop.pk])
    form = client.get(publish).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if form[name].value() not in (True, [], None)}
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data |= {"body-count": "0", "action-publish": "1"}
    client.force_login(UserFactory(groups=["Rédaction"]))
    assert client.post(publish, data)["Location"] == publish
    workshop.refresh_from_db()
    assert not workshop.live
    client.force_login(UserFactory(is_superuser=True))
    answer = client.post(publish, data)
    assert answer["Location"] == screen(workshop, "preparation")
    assert act(client, workshop, "preparation", "commencer", reason="").status_code == 409
    page = act(client, workshop, "preparation", "commencer", reason="La salle n’est libre que ce jour-là.")
    assert page.status_code == 200
    client.post(publish, data)
    workshop.refresh_from_db()
    assert workshop.live


def test_steps_are_settled_and_changed_and_the_team_has_its_own_page(
    facilitator: Client, workshop: WorkshopPage
) -> None:
    preparation = PreparationFactory(workshop=workshop)
    step = PreparationStepFactory(preparation=preparation, title="Réserver la salle")
    member = TeamMemberFactory(preparation=preparation)
    act(facilitator, workshop, "preparation", "regler", etape=f"{step.pk}:done")
    step.refresh_from_db()
    assert step.state == StepState.DONE
    own = team_url(member).removeprefix("http://testserver")
    assert "Réserver la salle" in Client().get(own).content.decode()
    assert Client().post(own, {"etape": step.pk, "etat": "open"}).status_code == 302
    step.refresh_from_db()
    assert step.state == StepState.OPEN
    elsewhere = PreparationStepFactory()
    Client().post(own, {"etape": elsewhere.pk, "etat": "done"})
    elsewhere.refresh_from_db()
    assert elsewhere.state == StepState.OPEN
    page = act(facilitator, workshop, "preparation", "membre", given_name="Ada", family_name="D", email="ada")
    assert "Cette adresse n’est pas complète" in page.content.decode()
    act(facilitator, workshop, "preparation", "retirer", membre=member.pk)
    assert Client().get(own).status_code == 404


def test_the_kit_gives_ready_texts_a_code_and_the_picture_as_the_page_stands(
    facilitator: Client, workshop: WorkshopPage
) -> None:
    """S3-14: what heads of networks pass on, before the day."""
    session = SessionFactory(event=workshop, days=120)
    workshop.stake = "Comment venir sans voiture à l’école & au marché ?"
    workshop.venue_name, workshop.price_kind = "Halle aux grains", PriceKind.FREE
    workshop.listing_image = ImageFactory(credit="Ada Photo")
    workshop.save()
    kit = kit_of(workshop)
    day = strip_tags(date_fr(session.starts_at))
    for words in (kit.short, kit.long):
        assert all(said in words for said in (workshop.title, day, "Halle aux grains", "l’école & au marché"))
        assert words.endswith(workshop.full_url)
    assert (len(kit.short) < 400, "Prix : gratuit" in kit.long, "\n\n\n" in kit.long) == (True, True, False)
    page = html.unescape(facilitator.get(screen(workshop, "kit")).content.decode())
    assert all(said in page for said in (kit.short, kit.long, kit.code, "Ada Photo", f'download="{workshop.slug}.jpg"'))
    assert facilitator.post(screen(workshop, "kit")).status_code == 405
    preparation = PreparationFactory(workshop=workshop)
    PreparationStepFactory(preparation=preparation, title="Ouvrir les inscriptions et préparer le kit de communication")
    assert "Ouvrir le kit de communication</a>" in facilitator.get(screen(workshop, "preparation")).content.decode()


def test_a_kit_without_date_place_nor_picture_says_so(facilitator: Client, workshop: WorkshopPage) -> None:
    workshop.unpublish()
    page = facilitator.get(screen(workshop, "kit")).content.decode()
    assert "La page n’est pas publiée" in page
    assert "La page n’a pas d’image" in page
    assert "la date est à préciser" in page


def test_one_line_of_time_shows_every_preparation(
    facilitator: Client, workshop: WorkshopPage, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        preparation = PreparationFactory()
        PreparationStepFactory(preparation=preparation, title=f"Étape en retard {number}", days_before=101)
    SessionFactory(event=workshop, days=200)
    with django_assert_max_num_queries(20):
        page = facilitator.get(reverse("events_timeline")).content.decode()
    assert [f"Étape en retard {number}" in page for number in range(3)] == [True] * 3
    assert page.count("1 en retard") == 3
    assert f"{workshop.title}</a>, le" in page


def test_the_questionnaire_is_written_and_opened(facilitator: Client, workshop: WorkshopPage) -> None:
    act(facilitator, workshop, "questionnaire", "commencer")
    asked = Questionnaire.objects.get()
    first = asked.questions.order_by("position")[0]
    data = {
        "is_open": "on",
        "closes_on": "2035-01-01",
        "questions-TOTAL_FORMS": "2",
        "questions-INITIAL_FORMS": "1",
        "questions-0-pk": first.pk,
        "questions-0-label": "Qu’est-ce qui coince ?",
        "questions-0-kind": "brake",
        "questions-1-label": "Et ici, qui fait quoi ?",
        "questions-1-kind": "initiative",
    }
    act(facilitator, workshop, "questionnaire", "enregistrer", **data)
    asked.refresh_from_db()
    assert asked.takes_answers()
    labels = asked.questions.order_by("position").values_list("label", flat=True)
    assert list(labels) == ["Qu’est-ce qui coince ?", "Et ici, qui fait quoi ?"]
    assert Client().get(f"/rendez-vous/{workshop.pk}/questionnaire/").status_code == 200


def test_items_are_read_over_brought_together_linked_and_reworded(facilitator: Client, workshop: WorkshopPage) -> None:
    one, two = DiagnosisItemFactory.create_batch(2, workshop=workshop, state=ItemState.NEW)
    lever = DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.LEVER, state=ItemState.NEW)
    elsewhere = DiagnosisItemFactory(state=ItemState.NEW)
    page = act(facilitator, workshop, "etat-des-lieux", "tout-retenir")
    assert "3 éléments retenus." in page.content.decode()
    act(facilitator, workshop, "etat-des-lieux", "reunir", element=[one.pk, two.pk, elsewhere.pk])
    act(facilitator, workshop, "etat-des-lieux", "relier", element=[one.pk, lever.pk])
    act(facilitator, workshop, "etat-des-lieux", "reformuler", un=one.pk, text="Mieux dit.", kind="brake")
    assert act(facilitator, workshop, "etat-des-lieux", "relier", element=[lever.pk]).status_code == 409
    rows = dict(DiagnosisItem.objects.values_list("pk", "merged_into"))
    assert rows == {one.pk: None, two.pk: one.pk, lever.pk: None, elsewhere.pk: None}
    assert list(DiagnosisLink.objects.values_list("problem", "answer")) == [(one.pk, lever.pk)]
    version = DiagnosisItem.objects.get(pk=one.pk).versions.get()
    assert (version.text, str(version.replaced_by_id)) == (one.text, facilitator.session["_auth_user_id"])
    elsewhere.refresh_from_db()
    assert elsewhere.state == ItemState.NEW


def test_the_room_is_opened_needs_gathered_tables_composed_moved_and_printed(
    facilitator: Client, workshop: WorkshopPage
) -> None:
    act(facilitator, workshop, "salle", "ouvrir")
    room = Room.objects.get()
    assert room.is_open
    for profile in ProfileFactory.create_batch(2):
        RoomCardFactory.create_batch(2, room=room, profile=profile)
    for text in ("Réparer un vélo.", "Un vélo réparé."):
        DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.NEED, text=text)
    assert "1 groupe proposé" in act(facilitator, workshop, "besoins", "proposer").content.decode()
    page = act(facilitator, workshop, "tables", "composer", nombre="2")
    assert "Toutes les règles sont tenues." in page.content.decode()
    person = room.seats.filter(table__number=1).order_by("pk")[0].person
    act(facilitator, workshop, "tables", "deplacer", personne=person.pk, table="2")
    assert room.seats.get(person=person).table.number == 2
    tables = PdfReader(BytesIO(facilitator.get(f"/admin/ateliers/{workshop.pk}/papiers/tables.pdf").content))
    assert len(tables.pages) == 3
    sheets = facilitator.get(f"/admin/ateliers/{workshop.pk}/papiers/fiches.pdf?nombre=2")
    pages = [page.extract_text() for page in PdfReader(BytesIO(sheets.content)).pages]
    assert ["1-1" in pages[0], "2-10" in pages[1], len(pages)] == [True, True, 2]


def test_an_adopted_charter_no_longer_moves_but_begets_the_next(client: Client, house: House) -> None:
    client.force_login(UserFactory(is_superuser=True))
    cadre = CadreFactory(year=2026, number=1)
    url = reverse("wagtailsnippets_events_cadre:edit", args=[cadre.pk])
    text = rich_text("<p>Autre chose.</p>")
    values = {"year": "2026", "introduction": "Autre chose.", "changes": "", "text": text, "adoption": ""}
    assert "ses mots ne bougent plus" in client.post(url, values).content.decode()
    client.post(url, {**values, "adoption": "version"})
    rows = list(Cadre.objects.order_by("number").values_list("number", "introduction", "adopted_on"))
    assert rows == [(1, "", cadre.adopted_on), (2, "", None)]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_reach_is_refused_in_words(facilitator: Client, workshop: WorkshopPage, day: str) -> None:
    answer = act(facilitator, workshop, "preparation", "commencer", day=day, reason="Vite.")
    assert (answer.status_code, "Vérifiez l’année" in answer.content.decode()) == (422, True)
    PreparationFactory(workshop=workshop)
    assert act(facilitator, workshop, "preparation", "bouger", day=day).status_code == 422
    step = {"etapes-TOTAL_FORMS": 1, "etapes-INITIAL_FORMS": 0, "etapes-0-title": "Écrire", "etapes-0-due_on": day}
    assert act(facilitator, workshop, "preparation", "etapes", **step).status_code == 422
    dates = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-day": day, "0-begins": "9h", "0-ends": "12h"}
    dates |= {"0-state": "announced", "0-capacity": 20}
    sent = {f"dates-{name}": value for name, value in dates.items()}
    assert facilitator.post(reverse("events_sessions", args=[workshop.pk]), sent).status_code == 422
