"""Feeds of the journal, its podcast, and the issue on one page (issue items 2 and 6)."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.blocks import StructBlockValidationError

from cms.models import Document
from events.models import DiagnosisItem, WorkshopPage
from journal.blocks import sources_of_each
from journal.blocks.audio import AudioBlock
from journal.models import ArticlePage, IssuePage
from journal.printing.consents import for_print
from journal.selectors.texts import latest_texts
from journal.services import prepare_dossier
from people.services import withdraw_consent
from tests.factories.cms import DocumentFactory, ImageFactory, flat_picture
from tests.factories.journal import IssuePageFactory

from .papers import write_article

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def channel(client: Client, address: str) -> Any:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    found = ElementTree.fromstring(response.content).find("channel")
    assert found is not None
    return found


def titles(client: Client, address: str) -> set[str]:
    return {item.findtext("title") for item in channel(client, address).findall("item")}


def test_the_feed_of_the_journal_and_that_of_a_rubric(client: Client, issue: IssuePage) -> None:
    write_article(issue, "Le premier car", rubric="Agir", paragraphs=1)
    write_article(issue, "La graine", rubric="Semer", paragraphs=1)
    write_article(issue, "Brouillon", rubric="Semer", paragraphs=1, live=False)
    assert titles(client, "/flux/journal/") == {"Le premier car", "La graine"}
    assert titles(client, "/flux/journal/semer/") == {"La graine"}
    item = channel(client, "/flux/journal/semer/").find("item")
    assert "neuf personnes et un thermos" in item.findtext(CONTENT)
    assert item.findtext("category") == "Semer"
    assert client.get("/flux/journal/inconnue/").status_code == 404


def test_a_program_finds_the_feeds_from_the_pages(client: Client, issue: IssuePage) -> None:
    article = write_article(issue, "La graine", rubric="Semer", paragraphs=1)
    found = {}
    for page in (issue, article):
        head = BeautifulSoup(client.get(page.url).content, "html.parser").head
        links = head.select("link[rel=alternate][type='application/rss+xml']")
        found[page.title] = [link["href"] for link in links]
        assert [client.get(address).status_code for address in found[page.title]] == [200] * len(links)
    general = ["/flux/journal/", "/flux/journal/a-ecouter/"]
    assert found == {issue.title: general, "La graine": [*general, "/flux/journal/semer/"]}


def test_a_withdrawn_consent_empties_the_feed(
    client: Client, issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    for article in prepare_dossier(workshop=workshop, issue=issue, user=None):
        article.get_latest_revision().publish()
    item = next(item for item in twelve_items if item.author)
    assert item.text in client.get("/flux/journal/").content.decode()
    withdraw_consent(consent=item.quote_consent)
    assert item.text not in client.get("/flux/journal/").content.decode()


def test_the_feed_asks_as_much_for_three_articles_as_for_one(
    client: Client, issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    for article in prepare_dossier(workshop=workshop, issue=issue, user=None):
        article.get_latest_revision().publish()
    counts = []
    for rank in range(3):
        write_article(issue, f"Article {rank}", paragraphs=1)
        client.get("/flux/journal/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/flux/journal/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def sound(**fields: Any) -> dict[str, Any]:
    document = DocumentFactory(file=ContentFile(b"ID3 sound", name="route.mp3"))
    value = {"file": document.pk, "title": "Au bord de la route", "minutes": 12, "transcript": "<p>Un car passe.</p>"}
    return {"type": "audio", "value": {**value, **fields}}


def test_the_podcast_holds_what_is_heard_with_its_transcript(client: Client, issue: IssuePage) -> None:
    write_article(issue, "Le son", body=[sound()])
    write_article(issue, "Sans paroles", body=[sound(transcript="")])
    items = channel(client, "/flux/journal/a-ecouter/").findall("item")
    assert [item.findtext("title") for item in items] == ["Au bord de la route"]
    enclosure = items[0].find("enclosure").attrib
    assert (enclosure["type"], enclosure["length"]) == ("audio/mpeg", "9")
    assert enclosure["url"].startswith("http://testserver/documents/")
    assert "Un car passe." in items[0].findtext("description")
    assert items[0].findtext(f"{ITUNES}duration") == "720"


def test_the_podcast_says_who_publishes_it_and_has_a_square_cover(
    client: Client, issue: IssuePage, make_identity: Callable[..., None]
) -> None:
    make_identity(name="Les Cols")
    found = channel(client, "/flux/journal/a-ecouter/")
    assert found.findtext(f"{ITUNES}author") == "Les Cols"
    assert found.find(f"{ITUNES}image").attrib["href"] == "http://testserver/static/img/podcast.png"
    with Image.open(finders.find("img/podcast.png")) as cover:
        assert (cover.format, cover.mode, cover.size) == ("PNG", "RGB", (1400, 1400))


@pytest.mark.parametrize(("width", "height", "is_taken"), [(1500, 1400, True), (1500, 1399, False)])
def test_the_picture_of_the_journal_covers_its_podcast_when_it_is_large_enough(
    client: Client, issue: IssuePage, width: int, height: int, is_taken: bool
) -> None:
    journal = issue.get_parent().specific
    journal.listing_image = ImageFactory(file=flat_picture(width=width, height=height))
    journal.save()
    address = channel(client, "/flux/journal/a-ecouter/").find(f"{ITUNES}image").attrib["href"]
    rendition = journal.listing_image.renditions.first()
    assert (rendition is not None) is is_taken
    assert address == (rendition.full_url if rendition else "http://testserver/static/img/podcast.png")
    if rendition:
        assert (rendition.width, rendition.height) == (1400, 1400)


def test_a_sound_whose_file_became_something_else_leaves_the_podcast(client: Client, issue: IssuePage) -> None:
    block = sound()
    write_article(issue, "Le son", body=[block])
    document = Document.objects.get(pk=block["value"]["file"])
    document.file.save("notes.txt", ContentFile(b"Rien."))
    assert channel(client, "/flux/journal/a-ecouter/").findall("item") == []


def test_a_sound_is_read_on_its_page_too(client: Client, issue: IssuePage) -> None:
    article = write_article(issue, "Le son", body=[sound()])
    main = BeautifulSoup(client.get(article.url).content, "html.parser").find("main")
    assert main.select_one("audio")["preload"] == "none"
    assert "Un car passe." in main.select_one(".audio details").get_text()


def test_a_file_that_is_no_sound_is_refused(db: None) -> None:
    block = AudioBlock()
    document = DocumentFactory()
    value = block.normalize({"file": document, "title": "Faux", "minutes": 1, "transcript": "<p>Rien.</p>"})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    error: ValidationError = refused.value.block_errors["file"]
    assert "M4A, MP3, OGG, OPUS" in error.messages[0]


def test_the_whole_issue_stands_on_one_page_with_its_sources(
    client: Client, issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    """The HTML issue, equivalent to the PDF: its accessible version (RGAA 13.3)."""
    for article in prepare_dossier(workshop=workshop, issue=issue, user=None):
        article.get_latest_revision().publish()
    write_article(issue, "Le premier car", rubric="Agir")
    page = BeautifulSoup(client.get(f"/numeros/{issue.number}/integral/").content, "html.parser")
    assert [h2.get_text() for h2 in page.select("article h2.h1")] == ["Se déplacer sans voiture", "Le premier car"]
    found = {tag["data-provenance"] for tag in page.select("[data-provenance]")}
    assert {f"diagnosis-item:{item.uuid}" for item in twelve_items} <= found
    assert "Direction de la publication" in page.select_one("section.imprint").get_text()
    data = [json.loads(script.string) for script in page.select("article script, main > script")]
    assert any("isBasedOn" in each for each in data)
    assert [picture["alt"] for picture in page.select("article .figure img")] == ["Une vallée au petit matin."]
    assert client.get("/numeros/99/integral/").status_code == 404


def test_the_whole_issue_asks_as_much_for_three_articles_as_for_one(
    client: Client, issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    """Each with its sources, whose notes are numbered for itself."""
    (dossier,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    counts = []
    for rank in range(3):
        write_article(issue, f"Article {rank}", body=dossier.body)
        client.get(f"/numeros/{issue.number}/integral/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/numeros/{issue.number}/integral/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    main = BeautifulSoup(page.content, "html.parser").find("main")
    notes = main.select(".source-notes li")
    assert [note.select_one(".source-number").get_text() for note in notes] == ["1", "1", "1"]
    calls = {call["href"].removeprefix("#") for call in main.select(".source-call a")}
    assert calls == {note["id"] for note in notes}
    assert len(calls) == 3


def test_gathering_for_paper_reads_the_sources_of_three_articles_as_those_of_one(
    issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    """The words of each article are read one by one in its latest revision; what they come from is not."""
    (dossier,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    counts = []
    for rank in range(3):
        texts = latest_texts(issue)
        with CaptureQueriesContext(connection) as queries:
            found = for_print(sources_of_each(texts))
        counts.append(len(queries))
        write_article(issue, f"Article {rank}", body=dossier.body)
    assert counts[0] == counts[1] == counts[2]
    assert [[workshop.number for workshop in sources.workshops] for sources in found] == [[1], [1], [1]]


def test_a_draft_issue_has_no_whole_page(client: Client, issue: IssuePage) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    issue.unpublish()
    assert client.get(f"/numeros/{issue.number}/integral/").status_code == 404
    assert ArticlePage.objects.count() == 1


def test_of_two_issues_of_one_number_the_newest_is_read(client: Client, issue: IssuePage) -> None:
    copy = IssuePageFactory(parent=issue.get_parent(), number=issue.number, title="Copie", slug="copie")
    write_article(copy, "Le premier car")
    page = BeautifulSoup(client.get(f"/numeros/{issue.number}/integral/").content, "html.parser")
    assert [h2.get_text() for h2 in page.select("article h2.h1")] == ["Le premier car"]
    assert client.get(f"/numeros/{issue.number}/fichiers/ecran").status_code == 404
