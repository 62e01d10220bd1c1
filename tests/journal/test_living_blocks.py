"""Blocks read their source when they are shown: consents, deletions, changed words (M1, M2, law.md C-10, G-11)."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from journal.models import ArticlePage, IssuePage
from journal.services import prepare_dossier
from people.models import Consent, Person
from people.services import withdraw_consent
from tests.factories.people import PersonFactory

REMOVED = "Un passage a été retiré ici."
SOMEBODY = "Une participante ou un participant"


def published(articles: list[ArticlePage]) -> list[ArticlePage]:
    for article in articles:
        article.get_latest_revision().publish()
    return [ArticlePage.objects.get(pk=article.pk) for article in articles]


@pytest.fixture
def read(client: Client) -> Callable[[ArticlePage], BeautifulSoup]:
    def read(article: ArticlePage) -> BeautifulSoup:
        response = client.get(article.url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser").find("main")

    return read


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").replace("\u202f", " ").split())


@pytest.fixture
def quote(
    workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
) -> tuple[DiagnosisItem, ArticlePage]:
    """An item said by Léa Martin, who agrees, quoted in a published article."""
    item = add_item("On attend le car.", author=PersonFactory(given_name="Léa", family_name="Martin"), agrees=True)
    return item, published(prepare_dossier(workshop=workshop, issue=issue, user=None))[0]


def test_a_quotation_says_who_spoke_and_carries_its_code(quote: Any, read: Any) -> None:
    item, article = quote
    figure = read(article).find(attrs={"data-provenance": f"diagnosis-item:{item.uuid}"})
    assert words(figure) == "« On attend le car. » 1 Léa Martin · frein"


def test_the_note_leads_to_the_workshop(quote: Any, read: Any, workshop: WorkshopPage) -> None:
    main = read(quote[1])
    note = main.find(id="source-1")
    assert words(note) == (
        "1 Ce texte vient de l’atelier du 14 mars 2026 , « Se déplacer sans voiture », "
        "partagé sous licence CC BY-SA 4.0."
    )
    assert note.a["href"] == workshop.url
    assert {call.a["href"] for call in main.select(".source-call")} == {"#source-1"}


def test_a_withdrawn_consent_takes_the_words_and_the_name_away_at_once(quote: Any, read: Any) -> None:
    item, article = quote
    withdraw_consent(consent=item.quote_consent)
    text = words(read(article))
    assert ("On attend le car" in text, "Léa" in text, REMOVED in text) == (False, False, True)


def test_erasing_the_person_does_not_bring_the_words_back(quote: Any, read: Any) -> None:
    item, article = quote
    Person.objects.filter(pk=item.author_id).delete()
    item.refresh_from_db()
    assert item.author is None
    text = words(read(article))
    assert ("On attend le car" in text, REMOVED in text) == (False, True)


def test_a_consent_for_participants_only_is_none_for_the_public(quote: Any, read: Any) -> None:
    item, article = quote
    Consent.objects.filter(pk=item.quote_consent_id).update(audience="participants")
    assert "Léa" not in words(read(article))


def test_words_without_author_are_somebody_s(
    workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem], read: Any
) -> None:
    add_item("Il manque un abri.", kind="need")
    (article,) = published(prepare_dossier(workshop=workshop, issue=issue, user=None))
    assert words(read(article).find("figcaption")) == f"{SOMEBODY} · besoin"


def test_changed_words_are_signed_after(quote: Any, read: Any) -> None:
    _, article = quote
    rewrite(article, "quoted_item", text="On attend longtemps le car.")
    assert words(read(article).find("figcaption")) == "D’après Léa Martin · frein"


def test_typography_alone_changes_nothing(
    workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem], read: Any
) -> None:
    add_item("L'hiver, c'est long !")
    (article,) = published(prepare_dossier(workshop=workshop, issue=issue, user=None))
    rewrite(article, "quoted_item", text="L’hiver, c’est long\u202f!")
    assert words(read(article).find("figcaption")) == f"{SOMEBODY} · frein"


def test_a_deleted_source_leaves_a_neutral_trace(quote: Any, read: Any) -> None:
    item, article = quote
    item.delete()
    main = read(article)
    assert [words(p) for p in main.select(".removed-passage")] == [REMOVED]
    assert main.find("figure") is None


def test_the_board_follows_the_workshop(quote: Any, read: Any, add_item: Callable[..., DiagnosisItem]) -> None:
    _, article = quote
    add_item("Un minibus dort au garage.", kind="lever")
    add_item("Je ne veux pas que cela se sache.", author=PersonFactory())
    board = read(article).select_one(".journal-board")
    assert [words(li) for li in board.select("li")] == ["On attend le car.", "Un minibus dort au garage."]


def test_a_portrait_empties_when_its_consent_is_withdrawn(
    workshop: WorkshopPage, issue: IssuePage, add_contact: Callable[..., Contact], read: Any
) -> None:
    contact = add_contact()
    _, people = published(prepare_dossier(workshop=workshop, issue=issue, user=None))
    portrait = read(people).select_one(".portrait")
    assert words(portrait) == "Nadia Roche 1 animatrice, Le Fournil Elle tient le café du village."
    withdraw_consent(consent=contact.consent)
    assert words(read(people).select_one(".portrait")) == f"{SOMEBODY} {REMOVED}"


def test_a_portrait_of_an_organisation_needs_nobody_s_consent(
    workshop: WorkshopPage, issue: IssuePage, add_contact: Callable[..., Contact], read: Any
) -> None:
    contact = add_contact()
    Contact.objects.filter(pk=contact.pk).update(person=None, consent=None, role="")
    _, people = published(prepare_dossier(workshop=workshop, issue=issue, user=None))
    assert words(read(people).select_one(".portrait")) == "Le Fournil 1 Elle tient le café du village."


def test_a_seed_shows_its_state_of_today(
    workshop: WorkshopPage, issue: IssuePage, add_seed: Callable[..., Seed], read: Any
) -> None:
    seed = add_seed()
    _, article = published(prepare_dossier(workshop=workshop, issue=issue, user=None))
    Seed.objects.filter(pk=seed.pk).update(state="growing")
    box = read(article).select_one(".seed-box")
    assert box["data-provenance"] == f"seed:{seed.uuid}"
    assert words(box) == (
        "Graine de projet 1 Covoiturage du marché outil ou ressource en pousse Un départ chaque samedi. "
        "Besoin de départ. Un tableau partagé."
    )


def test_an_unpublished_workshop_is_neither_named_nor_linked(quote: Any, read: Any, workshop: WorkshopPage) -> None:
    workshop.unpublish()
    note = read(quote[1]).find(id="source-1")
    assert words(note) == "1 Ce texte vient de l’atelier du 14 mars 2026 , partagé sous licence CC BY-SA 4.0."


def test_search_never_keeps_words_that_may_be_withdrawn(quote: Any) -> None:
    assert quote[1].body.stream_block.get_searchable_content(quote[1].body) == []


def rewrite(article: ArticlePage, block_type: str, **changes: Any) -> None:
    """Change the words of the blocks of one type, as an editor does, and publish."""
    for child in article.body:
        if child.block_type == block_type:
            child.value.update(changes)
    article.save_revision().publish()
