"""« Importer un texte »: given, read again, saved as a draft with its dates, or refused (issue 8 item 9, S4-03)."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Page

from config.models import ImportedSource
from events.enums import SessionState
from events.errors import SessionUnusable
from events.models import SeriesPage, Session, TrainingPage, VideoWorkshopPage
from home.models import NewsPage
from tests.factories.people import UserFactory
from tests.factories.tree import House

from .files import docx, paragraph

pytestmark = pytest.mark.django_db
URL = "/admin/importer-un-texte/"
TEXT = """Se former à distance

Durée :

- Module 1 : Le 16 mars 2027 de 14h à 17h
- Module 2 : Les 02 et 09 avril 2027 de 10h à 12h
"""


@pytest.fixture
def facilitator(house: House, client: Client) -> Client:
    client.force_login(UserFactory(groups=["Animation"]))
    return client


@pytest.fixture
def writer(house: House, client: Client) -> Client:
    client.force_login(UserFactory(groups=["Rédaction"]))
    return client


def answers(client: Client, text: str, **changed: Any) -> dict[str, Any]:
    """What the review of `text` would send back, as it stands."""
    shown = client.post(URL, {"text": text, "angle_is_list": "on"})
    form = shown.context["form"]
    dates = [date for date, _is_ticked in shown.context["dates"]]
    return {
        **{name: form[name].value() or "" for name in ("original", "title", "markdown", "year")},
        "kind": "formation",
        "dates": [date.key for date, is_ticked in shown.context["dates"] if is_ticked],
        **{f"title-{date.key}": date.title for date in dates},
        **changed,
    }


def test_a_training_is_kept_as_a_draft_with_its_sessions(facilitator: Client) -> None:
    saved = facilitator.post(URL, {**answers(facilitator, TEXT), "save": ""})
    training = TrainingPage.objects.get()
    assert saved["Location"] == f"/admin/pages/{training.pk}/edit/"
    assert (training.title, training.live) == ("Se former à distance", False)
    assert [block["type"] for block in training.body.raw_data] == ["heading", "list"]
    assert list(Session.objects.order_by("starts_at").values_list("title", "state")) == [
        ("Module 1", SessionState.DRAFT),
        ("Module 2", SessionState.DRAFT),
        ("Module 2", SessionState.DRAFT),
    ]
    again = facilitator.post(URL, {"text": TEXT, "angle_is_list": "on"})
    assert "a déjà été repris" in again.content.decode()


def test_the_review_shows_what_changed_and_writes_nothing(writer: Client) -> None:
    before = Page.objects.count()
    text = "Une ac- tion.\n\nDu <script>alert(1)</script> code.\n\nLe 31 février 2027 de 9h à 10h."
    shown = writer.post(URL, {"text": text})
    words = shown.content.decode()
    assert "<del>ac- tion. </del>" in re.sub(r"¶\s*", "", words)
    assert "<ins>action. </ins>" in re.sub(r"¶\s*", "", words)
    assert "<script>alert(1)" not in words
    assert "Le 31 février 2027 n’existe pas" in words
    assert (Page.objects.count(), ImportedSource.objects.count()) == (before, 0)


def test_what_the_editor_changed_is_what_is_kept(writer: Client) -> None:
    told = answers(writer, "Un titre\n\nUne phrase.", kind="actualite", markdown="## Nouveau\n\nUne **autre** phrase.")
    shown = writer.post(URL, {**told, "again": ""})
    assert shown.context["form"]["markdown"].value() == "## Nouveau\n\nUne **autre** phrase."
    assert NewsPage.objects.count() == 0
    writer.post(URL, {**told, "save": ""})
    assert [block["value"] for block in NewsPage.objects.get().body.raw_data] == [
        {"text": "Nouveau", "level": "2"},
        "<p>Une <b>autre</b> phrase.</p>",
    ]


def test_a_series_has_a_page_for_each_date(facilitator: Client) -> None:
    """S0-01, S0-20: dates without a year, once the editor said it."""
    text = "Les manettes\n\nCalendrier :\n\n- 21 janvier - Forces du partenariat ;\n- 4 février - Budget"
    told = answers(facilitator, text)
    assert told["dates"] == []
    hours = {**told, "kind": "cycle", "year": "2027", "usual_start": "9h", "usual_end": "10h"}
    shown = facilitator.post(URL, {**hours, "again": ""})
    keys = {f"title-{date.key}": date.title for date, _ticked in shown.context["dates"]}
    dates = [date.key for date, is_ticked in shown.context["dates"] if is_ticked]
    facilitator.post(URL, {**hours, **keys, "dates": dates, "save": ""})
    series = SeriesPage.objects.get()
    assert [page.title for page in VideoWorkshopPage.objects.child_of(series).order_by("path")] == [
        "Forces du partenariat",
        "Budget",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Collez un texte ou choisissez un fichier"),
        ({"text": "   "}, "Collez un texte ou choisissez un fichier"),
        ({"text": "a;b;c\nd;e;f\ng;h;i"}, "tableur"),
        ({"file": SimpleUploadedFile("texte.txt", b"PK\x03\x04")}, "abîmé"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_and_the_form_kept(
    writer: Client, given: dict[str, Any], reason: str
) -> None:
    refused = writer.post(URL, given)
    assert refused.status_code == 422
    assert reason in refused.content.decode()


def test_a_word_file_is_read(writer: Client) -> None:
    content = docx(paragraph("Notre cadre", "Heading1") + paragraph("Une phrase entière."))
    shown = writer.post(URL, {"file": SimpleUploadedFile("cadre.docx", content)})
    assert shown.context["form"]["title"].value() == "Notre cadre"


def test_dates_refused_take_the_page_back(facilitator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_kwargs: Any) -> None:
        raise SessionUnusable("Trop tard.")

    monkeypatch.setattr("config.texts.saving.save_sessions", refuse)
    refused = facilitator.post(URL, {**answers(facilitator, TEXT), "save": ""})
    assert (refused.status_code, TrainingPage.objects.count(), Session.objects.count()) == (409, 0, 0)
    assert "Trop tard." in refused.content.decode()


@pytest.mark.parametrize("changed", [{"title": ""}, {"kind": "nouvelle"}, {"markdown": ""}, {"year": "12"}])
def test_an_answer_missing_is_asked_again(writer: Client, changed: dict[str, str]) -> None:
    told = answers(writer, "Un titre\n\nUne phrase.", **{"kind": "actualite", **changed})
    assert writer.post(URL, {**told, "save": ""}).status_code == 422


def test_each_puts_texts_only_where_they_may(facilitator: Client, house: House) -> None:
    told = answers(facilitator, "Un titre\n\nUne phrase.", kind="actualite")
    refused = facilitator.post(URL, {**told, "save": ""})
    assert (refused.status_code, NewsPage.objects.count()) == (409, 0)
    assert "pas le droit" in refused.content.decode()
    missing = facilitator.post(URL, {**told, "kind": "article", "save": ""})
    assert "Il manque la page" in missing.content.decode()


def test_whoever_may_add_no_page_may_import_none(house: House, client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(URL).status_code in (302, 403)
