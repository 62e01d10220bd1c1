"""The pictures and tables of a document come in with its text (issue 8 item 9)."""

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cms.models import Image
from cms.registries import personal_data
from config.models import TextInHand
from config.texts import pictures
from config.texts.in_hand import KEPT, forget_texts
from config.texts.reading import read_file
from events.errors import SessionUnusable
from home.models import NewsPage
from tests.factories.people import UserFactory
from tests.factories.tree import House

from .files import docx, drawn, odt, paragraph, png, rows

pytestmark = pytest.mark.django_db
URL = "/admin/importer-un-texte/"
TWO = {"word/media/one.png": png(), "word/media/two.png": png(colour="red")}
# A picture of 60 000 pixels by 60 000 in thirty bytes: only its first lines are read.
BOMB = b"GIF89a" + (60_000).to_bytes(2, "little") * 2 + b"\x00\x00\x00," + bytes(20)


@pytest.fixture
def writer(house: House, client: Client) -> Client:
    client.force_login(UserFactory(email="ana@ours.example", groups=["Rédaction"]))
    return client


def give(client: Client, content: bytes) -> dict[str, Any]:
    """The fields of the review, as the browser sends them back."""
    shown = client.post(URL, {"file": SimpleUploadedFile("cadre.docx", content)})
    assert shown.status_code == 200, shown.context["form"].errors
    form = shown.context["form"]
    told = {name: form[name].value() or "" for name in ("original", "in_hand", "title", "markdown")}
    return {**told, "title": told["title"] or "Un titre", "kind": "actualite"}


def save(client: Client, told: dict[str, Any]) -> Any:
    return client.post(URL, {**told, "save": ""})


def body_of_the_news() -> list[dict[str, Any]]:
    raw = NewsPage.objects.get().get_latest_revision_as_object().body.raw_data
    return [{"type": block["type"], "value": block["value"]} for block in raw]


def test_pictures_of_a_word_document_join_the_library_with_the_draft(writer: Client) -> None:
    told = give(writer, docx(paragraph("Une phrase.") + drawn("p1", "Un pré") + drawn("p2") + drawn("p1"), **TWO))
    assert told["markdown"] == "Une phrase.\n\n![Un pré](image-1)\n\n![](image-2)\n\n![](image-1)"
    assert Image.objects.count() == 0
    told["markdown"] = told["markdown"].replace("![](image-2)", '![Un toit](image-2 "Le toit, au printemps")')
    assert save(writer, told).status_code == 302
    meadow, roof = Image.objects.order_by("pk")
    assert [(one.alt_text, one.credit, one.image_rights, (one.width, one.height)) for one in (meadow, roof)] == [
        ("Un pré", "", "missing", (8, 8)),
        ("Un toit", "", "missing", (8, 8)),
    ]
    shown = [block["value"] for block in body_of_the_news() if block["type"] == "picture"]
    assert [(one["image"]["image"], one["image"]["alt_text"], one["caption"]) for one in shown] == [
        (meadow.pk, "Un pré", ""),
        (roof.pk, "Un toit", "Le toit, au printemps"),
        (meadow.pk, "", ""),
    ]
    assert TextInHand.objects.count() == 0


def test_a_picture_brought_in_twice_is_one(writer: Client) -> None:
    for _time in range(2):
        save(writer, give(writer, docx(paragraph("Une phrase.") + drawn("p1"), **TWO)))
    assert (NewsPage.objects.count(), Image.objects.count()) == (2, 1)


def test_pictures_and_floating_words_of_an_opendocument_text_are_found() -> None:
    body = (
        '<text:p>Une phrase.</text:p><text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/>'
        "<svg:desc>Un pré</svg:desc></draw:frame></text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>Un encadré.</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/gone.png"/></draw:frame></text:p>'
    )
    read = read_file(odt(body, **{"Pictures/a.png": png()}))
    assert read.text == (
        "Une phrase.\n\n![Un pré](image-1)\n\nUn encadré.\n\n*Image introuvable :*\n\n```\ngone.png\n```"
    )
    assert read.album.found == [png()]
    assert "Image à ajouter à la main" in {note.what for note in read.notes}


@pytest.mark.parametrize(
    ("picture", "reason"),
    [(BOMB, "immense"), (b"MZ rien", "n’est pas une image"), (png()[:-26], "abîmée"), (b"x" * 10_500_000, "10 Mo")],
    ids=["bomb", "something else", "cut short", "too heavy"],
)
def test_a_picture_that_is_not_sound_is_told_and_the_text_comes_in(picture: bytes, reason: str) -> None:
    read = read_file(docx(paragraph("Une phrase.") + drawn("p1", "Un pré"), **{"word/media/one.png": picture}))
    assert read.album.found == []
    assert [note.after for note in read.notes if note.what == "Image à ajouter à la main" and reason in note.after]
    assert "image.png — Un pré" in read.text


def test_a_picture_on_another_host_is_not_fetched() -> None:
    read = read_file(docx(paragraph("Une phrase.") + drawn("far", how="link")))
    assert (read.album.found, read.notes[0].after) == ([], "Elle n’est pas dans le document.")


def test_too_many_pictures_stop_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PICTURES", 1)
    read = read_file(docx(paragraph("Une phrase.") + drawn("p1") + drawn("p2"), **TWO))
    assert (len(read.album.found), read.notes[0].after) == (1, "Ce document a plus de 1 images.")
    monkeypatch.setattr(pictures, "MOST_PIXELS", 63)
    assert read_file(docx(paragraph("Une phrase.") + drawn("p1"), **TWO)).album.found == []


def test_what_a_word_processor_guesses_of_a_picture_is_no_description() -> None:
    read = read_file(docx(paragraph("x y") + drawn("p1", "Une image Description générée automatiquement"), **TWO))
    assert "![](image-1)" in read.text


def test_a_draft_refused_leaves_no_picture(writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise SessionUnusable("Trop tard.")

    monkeypatch.setattr("config.texts.saving._events", refuse)
    told = give(writer, docx(paragraph("Une phrase.") + drawn("p1"), **TWO))
    assert save(writer, {**told, "title": "Brouillon refusé"}).status_code == 409
    assert (NewsPage.objects.count(), Image.objects.count()) == (0, 0)
    assert [name for name in default_storage.listdir("original_images")[1] if "refuse" in name] == []


def test_pictures_are_those_of_whoever_gave_the_document(writer: Client) -> None:
    told = give(writer, docx(paragraph("Une phrase.") + drawn("p1"), **TWO))
    TextInHand.objects.update(owner=UserFactory())
    refused = save(writer, told)
    assert (refused.status_code, NewsPage.objects.count()) == (409, 0)
    assert "donnez de nouveau le fichier" in refused.content.decode()


def test_whoever_may_add_no_image_is_told_so(house: House, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(UserFactory(groups=["Rédaction"]))
    monkeypatch.setattr("config.texts.saving.collection_for", lambda user: None)
    refused = save(client, give(client, docx(paragraph("Une phrase.") + drawn("p1"), **TWO)))
    assert "pas le droit d’ajouter des images" in refused.content.decode()


def test_a_document_waits_a_day_and_is_forgotten(writer: Client) -> None:
    give(writer, docx(paragraph("Une phrase.") + drawn("p1"), **TWO))
    [treatment] = [line for line in personal_data if line.model is TextInHand]
    assert len(list(treatment.export("ana@ours.example"))) == 1
    assert forget_texts(timezone.now()) == 0
    assert forget_texts(timezone.now() + KEPT) == 1
    give(writer, docx(paragraph("Une phrase.") + drawn("p1"), **TWO))
    assert treatment.erase("ana@ours.example") == 1


def test_a_table_of_a_document_is_a_table_of_the_page(writer: Client) -> None:
    told = give(
        writer, docx(paragraph("Une phrase.") + rows(("Lieu", "Jour"), ("Foyer | salle", "mardi"), ("", "jeudi")))
    )
    assert told["markdown"] == (
        "Une phrase.\n\n| Lieu | Jour |\n| --- | --- |\n| Foyer \\| salle | mardi |\n|  | jeudi |"
    )
    save(writer, told)
    [table] = [block["value"] for block in body_of_the_news() if block["type"] == "table"]
    assert table == {
        "table": {
            "caption": "",
            "columns": [{"type": "text", "heading": "Lieu"}, {"type": "text", "heading": "Jour"}],
            "rows": [{"values": ["<p>Foyer | salle</p>", "<p>mardi</p>"]}, {"values": ["", "<p>jeudi</p>"]}],
        },
        "row_headings": False,
    }
    page = NewsPage.objects.get().get_latest_revision_as_object()
    page.save_revision().publish()
    html = writer.get(page.url).content.decode()
    assert re.search(r'<th scope="col">Lieu</th>', html)


def test_cells_of_an_opendocument_table_keep_their_places() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<text:p>Une phrase.</text:p><table:table><table:table-header-rows><table:table-row>"
        f"{cell.format('Lieu')}{cell.format('Jour')}{cell.format('Heure')}"
        "</table:table-row></table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>Partout</text:p><text:p>chaque mardi</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
        f"{cell.format('10 h')}</table:table-row></table:table>"
    )
    read = read_file(odt(body))
    assert read.text.endswith("| Lieu | Jour | Heure |\n| --- | --- | --- |\n| Partout<br>chaque mardi |  | 10 h |")
    assert "Cellules fusionnées d’un tableau, à vérifier" in {note.what for note in read.notes}
