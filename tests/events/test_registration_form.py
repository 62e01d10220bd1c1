"""What an editor's form asks, and what is kept of it: with and without JavaScript (S0-19, S0-24, G-04, G-05)."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from events.links import token_for
from events.models import Answer, Need, Question, QuestionForm, Registration, Session, WorkshopPage
from events.services.answers import delete_answers, purge_answers, purge_needs
from outbox.models import Message
from tests.events.conftest import links
from tests.factories.events import (
    AnswerFactory,
    NeedFactory,
    ProfileFactory,
    QuestionFactory,
    QuestionFormFactory,
    QuotaFactory,
    RegistrationFactory,
    SeriesPageFactory,
    SessionFactory,
    VideoWorkshopPageFactory,
)
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
Post = Callable[..., HttpResponse]


@pytest.fixture
def form(workshop: WorkshopPage) -> QuestionForm:
    found = QuestionFormFactory(introduction="Quelques mots de votre projet.")
    workshop.registration_form = found
    workshop.save()
    return found


@pytest.fixture
def post(client: Client, workshop: WorkshopPage, session: Session) -> Post:
    def send(page: object = workshop, **answers: object) -> HttpResponse:
        values = {
            "sessions": session.pk,
            "given_name": "Ada",
            "family_name": "Durand",
            "email": "ada@valclair.example",
            **answers,
        }
        return client.post(f"/inscriptions/{page.pk}/", values)

    return send


def errors(response: HttpResponse) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [" ".join(line.get_text().split()) for line in page.select("#erreurs li")]


def test_a_compulsory_question_is_checked_by_the_server_and_nothing_is_stored(post: Post, form: QuestionForm) -> None:
    QuestionFactory(form=form, label="Vos besoins", required=True)
    response = post()
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert errors(response) == ["Vos besoins : Cette réponse est nécessaire."]
    assert post(q_vos_besoins="Un lieu").status_code == 302
    answer = Answer.objects.get()
    assert (answer.label, answer.text, answer.kept_days) == ("Vos besoins", "Un lieu", 365)


def test_each_question_says_why_it_is_asked_and_how_long_it_is_kept(
    client: Client, workshop: WorkshopPage, session: Session, form: QuestionForm
) -> None:
    QuestionFactory(form=form, purpose="Préparer le tour de table.", kept_days=7)
    page = client.get(f"/inscriptions/{workshop.pk}/").content.decode()
    assert "Pourquoi\u00a0: préparer le tour de table. Effacée 7 jours après la dernière date." in page


def test_a_question_without_purpose_cannot_be_saved(form: QuestionForm) -> None:
    question = Question(form=form, label="Votre âge", field_type="number")
    with pytest.raises(ValidationError) as refusal:
        question.full_clean()
    assert list(refusal.value.message_dict) == ["purpose"]


@pytest.fixture
def conditional(form: QuestionForm) -> QuestionForm:
    QuestionFactory(form=form, label="Un projet ?", field_type="radio", choices="oui\nnon", required=True, sort_order=1)
    QuestionFactory(
        form=form, label="Lequel", shown_if="Un projet ?", shown_if_answer="Oui", required=True, sort_order=2
    )
    return form


def test_a_conditional_question_is_compulsory_only_when_it_is_asked(post: Post, conditional: QuestionForm) -> None:
    assert errors(post(q_un_projet="oui")) == ["Lequel : Cette réponse est nécessaire."]
    assert post(q_un_projet="non").status_code == 302
    assert list(Answer.objects.values_list("text", flat=True)) == ["non"]


def test_what_answers_a_question_that_was_not_asked_is_forgotten(post: Post, conditional: QuestionForm) -> None:
    post(q_un_projet="non", q_lequel="Une fête")
    assert [answer.label for answer in Answer.objects.all()] == ["Un projet ?"]


def test_without_javascript_a_conditional_question_is_shown_and_says_whom_it_is_for(
    client: Client, workshop: WorkshopPage, session: Session, conditional: QuestionForm
) -> None:
    page = BeautifulSoup(client.get(f"/inscriptions/{workshop.pk}/").content, "html.parser")
    (block,) = page.select("[data-shown-if]")
    assert (block["data-shown-if"], block.get("hidden")) == ("q_un_projet", None)
    assert "Seulement si vous avez répondu «\u00a0Oui\u00a0»" in block.get_text()


PDF = b"%PDF-1.7 le dossier"


def joined(name: str = "dossier.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_lies_outside_the_site_and_goes_with_its_answer(
    post: Post, form: QuestionForm, settings: Any, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    QuestionFactory(form=form, label="Dossier", field_type="file", required=True)
    assert post(q_dossier=joined()).status_code == 302
    answer = Answer.objects.get()
    assert Path(answer.file.path).read_bytes() == PDF
    assert not Path(answer.file.path).is_relative_to(settings.MEDIA_ROOT)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete_answers(Answer.objects.all())
    assert not Path(answer.file.path).exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (joined("photo.exe"), "Ce fichier n’est pas accepté"),
        (joined("dossier.pdf", b"MZ un programme"), "n’est pas ce que son nom annonce"),
        (joined("dossier.pdf", PDF + b" " * 1024 * 1024), "dépasse 1 Mo"),
    ],
)
def test_a_file_of_another_kind_or_too_heavy_is_refused(
    post: Post, form: QuestionForm, sent: SimpleUploadedFile, words: str
) -> None:
    QuestionFactory(form=form, label="Dossier", field_type="file", largest_file=1)
    response = post(q_dossier=sent)
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert words in errors(response)[0]


def test_a_file_sent_with_a_form_to_correct_is_to_be_chosen_again_and_the_page_says_so(
    post: Post, form: QuestionForm
) -> None:
    """RGAA 11.10: the title says that something is wrong."""
    QuestionFactory(form=form, label="Dossier", field_type="file")
    page = BeautifulSoup(post(q_dossier=joined(), given_name="").content, "html.parser")
    assert "Joignez de nouveau votre fichier" in page.get_text()
    assert "dossier.pdf" in page.get_text()
    assert page.title.get_text().startswith("Erreur – ")


def test_a_need_wants_its_own_consent_and_is_kept_apart(post: Post, workshop: WorkshopPage, session: Session) -> None:
    workshop.asks_access = True
    workshop.save()
    assert "Cochez cette case" in errors(post(need_access="Une rampe"))[0]
    assert post(need_access="Une rampe", need_consent="on").status_code == 302
    need = Need.objects.get()
    assert (need.kind, need.text, need.consent.purpose, Answer.objects.count()) == ("access", "Une rampe", "needs", 0)


@pytest.mark.parametrize(("people", "said"), [(1, False), (3, True)])
def test_who_has_a_need_is_asked_where_a_form_registers_several(
    client: Client, workshop: WorkshopPage, session: Session, people: int, said: bool
) -> None:
    workshop.asks_access, workshop.people_at_most = True, people
    workshop.save()
    page = BeautifulSoup(client.get(f"/inscriptions/{workshop.pk}/").content, "html.parser")
    field = page.select_one("#id_need_access")
    words = " ".join(page.select_one(f"#{each}").get_text() for each in field["aria-describedby"].split())
    assert ("à plusieurs, dites pour qui" in words) is said


def test_needs_go_first_and_each_answer_at_its_own_hour(session: Session) -> None:
    row = RegistrationFactory(session=session)

    NeedFactory(registration=row)
    AnswerFactory(registration=row, kept_days=30)

    day = dt.timedelta(days=1)
    assert [purge_needs(session.ends_at + 7 * day), purge_needs(session.ends_at + 7 * day + day)] == [0, 1]
    assert [purge_answers(session.ends_at + 30 * day), purge_answers(session.ends_at + 31 * day)] == [0, 1]


def test_a_profile_is_asked_as_soon_as_places_depend_on_it(post: Post, session: Session) -> None:
    social = ProfileFactory(name="du social")
    QuotaFactory(session=session, size=1, profiles=[social])
    assert errors(post()) == ["Vous êtes : Choisissez ce qui vous ressemble le plus."]
    assert post(profile=social.pk).status_code == 302
    assert Registration.objects.get().profile == social


def test_an_organisation_registers_colleagues_in_one_go(post: Post, session: Session) -> None:
    assert errors(post(given_name_2="Bruno")) == ["Nom : Complétez cette personne, ou effacez-la."]
    assert post(given_name_2="Bruno", family_name_2="Petit", organisation_name="La Régie").status_code == 302
    rows = session.registrations.order_by("rank")
    assert [(str(row.person), row.contact_email, row.organisation_name) for row in rows] == [
        ("Ada Durand", "ada@valclair.example", "La Régie"),
        ("Bruno Petit", "ada@valclair.example", "La Régie"),
    ]


def test_all_or_nothing_says_which_date_is_full_and_keeps_the_form(
    post: Post, workshop: WorkshopPage, session: Session
) -> None:
    full = SessionFactory(event=workshop, open=True, capacity=0, days=40)
    response = post(sessions=[session.pk, full.pk], all_or_nothing="on")
    assert (response.status_code, Registration.objects.count()) == (409, 0)
    page = BeautifulSoup(response.content, "html.parser")
    assert "Il manque de la place" in page.select_one(".notice-error").get_text()
    assert page.select_one("#id_email")["value"] == "ada@valclair.example"
    assert post(sessions=[session.pk, full.pk]).status_code == 302
    assert [row.state for row in Registration.objects.order_by("session__starts_at")] == ["held", "waiting"]


def test_a_training_is_taken_as_a_whole(client: Client, post: Post, workshop: WorkshopPage, session: Session) -> None:
    workshop.registers_to_all = True
    workshop.save()
    SessionFactory(event=workshop, open=True, days=40)
    assert "toutes les dates ensemble" in client.get(f"/inscriptions/{workshop.pk}/").content.decode()
    assert post(sessions=[]).status_code == 302
    assert Registration.objects.count() == 2


def test_a_date_of_a_series_asks_what_its_series_asks(client: Client, post: Post, house: House) -> None:
    form = QuestionFormFactory()
    QuestionFactory(form=form, label="Vos envies", topic="will")
    series = SeriesPageFactory(parent=house.agenda, registration_form=form)
    dates = [
        SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True, days=days) for days in (30, 44, 58)
    ]
    assert "Vos envies" in client.get(f"/inscriptions/{dates[0].event_id}/").content.decode()
    response = post(page=series, sessions=[row.pk for row in dates[:2]], q_vos_envies="Danser")
    assert (response.status_code, Registration.objects.count()) == (302, 2)
    assert Answer.objects.get().registration.session == dates[1]


# --- One link for the person ------------------------------------------------------------------------


@pytest.fixture
def mine(post: Post, form: QuestionForm, workshop: WorkshopPage) -> Registration:
    QuestionFactory(form=form, label="Vos besoins")
    workshop.asks_access = True
    workshop.save()
    post(q_vos_besoins="Un lieu", need_access="Une rampe", need_consent="on", message="Bonjour")
    return Registration.objects.get()


def own(action: str, row: Registration) -> str:
    paths = {"change": "changer", "data": "mes-donnees", "erase": "effacer", "give_all_back": "tout-rendre"}
    return f"/inscriptions/{paths[action]}/{token_for(row, action)}/"


@pytest.mark.usefixtures("still_clock")
def test_the_page_of_the_link_leads_to_everything(client: Client, mine: Registration) -> None:
    page = BeautifulSoup(client.get(f"/inscriptions/ma-place/{token_for(mine, 'manage')}/").content, "html.parser")
    hrefs = {str(link["href"]) for link in page.select("main a[href]")}
    assert {own("change", mine), own("data", mine), own("erase", mine)} <= hrefs
    assert "Un lieu" in page.get_text()


def test_answers_are_changed_without_losing_the_place(client: Client, mine: Registration) -> None:
    page = BeautifulSoup(client.get(own("change", mine)).content, "html.parser")
    assert page.select_one("#id_q_vos_besoins")["value"] == "Un lieu"
    response = client.post(own("change", mine), {"q_vos_besoins": "Un camion", "message": "Rebonjour"})
    mine.refresh_from_db()
    assert (response.status_code, mine.message, mine.state, mine.rank) == (200, "Rebonjour", "held", 1)
    assert (Answer.objects.get().text, Need.objects.count()) == ("Un camion", 0)


def test_choices_that_hold_commas_stay_ticked_when_something_else_is_changed(
    client: Client, mine: Registration, form: QuestionForm
) -> None:
    choices = "Oui, avec plaisir\nNon\nPeut-être, selon l’heure"
    question = QuestionFactory(form=form, label="Le repas ?", field_type="checkboxes", choices=choices)
    AnswerFactory(registration=mine, question=question, text="Oui, avec plaisir, Peut-être, selon l’heure")
    page = BeautifulSoup(client.get(own("change", mine)).content, "html.parser")
    ticked = [box["value"] for box in page.select("input[type=checkbox][checked]") if box["name"] == "q_le_repas"]
    assert ticked == ["Oui, avec plaisir", "Peut-être, selon l’heure"]


def test_a_scanner_that_follows_every_link_changes_nothing(client: Client, mine: Registration) -> None:
    before = list(Registration.objects.values())
    for action in ("change", "data", "erase", "give_all_back"):
        for _time in range(3):
            assert client.get(own(action, mine)).status_code == 200
            client.head(own(action, mine))
    assert list(Registration.objects.values()) == before
    assert (Answer.objects.count(), Need.objects.count()) == (1, 1)


def test_data_are_taken_away_as_json(client: Client, mine: Registration) -> None:
    response = client.get(own("data", mine))
    held = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="mon-inscription.json"'
    assert [len(held[part]) for part in ("inscriptions", "réponses", "besoins")] == [1, 1, 1]
    assert held["réponses"][0]["réponse"] == "Un lieu"
    starts = timezone.localtime(mine.session.starts_at)
    assert (starts.hour, held["inscriptions"][0]["début"]) == (9, starts.isoformat())


def test_erasing_leaves_only_counts_and_gives_the_place_back(client: Client, session: Session, ask: object) -> None:
    row = ask("Ada", message="Bonjour")
    link = own("data", row)
    assert client.post(own("erase", row)).status_code == 200
    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.state, row.contact_email, row.message, session.taken) == ("cancelled", "", "", 0)
    assert client.get(link).status_code == 404
    assert Message.objects.filter(address="ada@valclair.example").count() == 0


def test_every_place_of_a_form_is_given_back_in_one_gesture(client: Client, post: Post, session: Session) -> None:
    post(given_name_2="Bruno", family_name_2="Petit")
    first = session.registrations.get(rank=1)
    assert "Bruno" in client.get(f"/inscriptions/ma-place/{token_for(first, 'manage')}/").content.decode()
    assert client.post(own("give_all_back", first)).status_code == 200
    assert session.registrations.active().count() == 0
    assert "plus rien" in client.post(own("give_all_back", first)).content.decode()


def test_the_mail_leads_to_the_link(mine: Registration) -> None:
    paths = [path for message in Message.objects.all() for path in links(message)]
    assert any(path.startswith("/inscriptions/ma-place/") for path in paths)
