"""Provenance through the editor: forms, duplication, copies, older revisions (requirements, traps 1 and 2)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from events.models import Contact, DiagnosisItem, WorkshopPage
from journal.blocks import ArticleBlock
from journal.enums import SourceKind
from journal.models import ArticlePage, IssuePage
from journal.provenance import Provenance
from journal.services import prepare_dossier
from people.services import withdraw_consent
from tests.factories.people import PersonFactory


@pytest.fixture
def item(add_item: Callable[..., DiagnosisItem]) -> DiagnosisItem:
    return add_item("On attend le car.", author=PersonFactory(given_name="Léa", family_name="Martin"), agrees=True)


@pytest.fixture
def article(workshop: WorkshopPage, issue: IssuePage, item: DiagnosisItem) -> ArticlePage:
    (page,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    return page


def state_of(article: ArticlePage) -> list[dict[str, Any]]:
    """What the editor’s form shows of each block."""
    return article.body.stream_block.get_form_state(article.body)


def fields(article: ArticlePage, blocks: list[tuple[str, Any, str]], **changes: Any) -> dict[str, Any]:
    """What the browser sends back for `article` with these blocks: (type, state of the form, id)."""
    body = {
        str(rank): {"type": kind, "id": block_id, "value": value, "order": str(rank), "deleted": ""}
        for rank, (kind, value, block_id) in enumerate(blocks)
    }
    data = {
        "title": article.title,
        "slug": article.slug,
        "summary": article.summary,
        "rubric": article.rubric_id,
        "kicker": article.kicker,
        "licence": article.licence,
        "comments": inline_formset([]),
        "signatures": inline_formset([]),
        "body": {**body, "count": str(len(body))},
        **changes,
    }
    return nested_form_data(data)


def send_back(admin: Client, article: ArticlePage, blocks: list[tuple[str, Any, str]], **changes: Any) -> ArticlePage:
    """Save the form as the editor does and read the draft again."""
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = admin.post(url, fields(article, blocks, **changes))
    assert (response.status_code, response.get("Location")) == (302, url), response.context["form"].errors
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def as_sent(article: ArticlePage) -> list[tuple[str, Any, str]]:
    return [(state["type"], state["value"], state["id"]) for state in state_of(article)]


def stored(article: ArticlePage) -> list[tuple[str | None, Provenance]]:
    return [(child.id, child.value["provenance"]) for child in article.body]


def test_the_form_gives_back_ids_and_provenances(admin: Client, article: ArticlePage) -> None:
    saved = send_back(admin, article, as_sent(article))
    assert stored(saved) == stored(article)


def test_changing_the_words_keeps_where_they_came_from(
    admin: Client, article: ArticlePage, item: DiagnosisItem
) -> None:
    blocks = as_sent(article)
    for kind, value, _ in blocks:
        if kind == "quoted_item":
            value["text"] = "On attend."
    saved = send_back(admin, article, blocks)
    (quoted,) = [child.value for child in saved.body if child.block_type == "quoted_item"]
    assert (quoted["text"], quoted["provenance"].code) == ("On attend.", f"diagnosis-item:{item.uuid}")
    assert quoted["provenance"].is_changed(quoted["text"]) is True


def test_a_duplicated_block_gets_an_id_and_keeps_its_provenance(admin: Client, article: ArticlePage) -> None:
    """The editor duplicates the state of a block without its id."""
    quoted = next(block for block in as_sent(article) if block[0] == "quoted_item")
    saved = send_back(admin, article, [quoted, ("quoted_item", dict(quoted[1]), "")])
    first, second = saved.body
    assert first.id == quoted[2]
    assert second.id not in {"", None, first.id}
    assert second.value["provenance"] == first.value["provenance"]
    assert second.value["provenance"].origin_block_id == first.id


def test_a_copy_of_the_page_keeps_block_ids_and_provenances(article: ArticlePage) -> None:
    """Trap 2 said « to be verified »: in Wagtail 7.4 a copied page keeps the ids of its blocks."""
    copy = article.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert stored(ArticlePage.objects.get(pk=copy.pk)) == stored(article)
    assert copy.source_workshop_id == article.source_workshop_id


def test_publishing_an_older_revision_brings_provenances_back(article: ArticlePage) -> None:
    before, older = stored(article), article.latest_revision
    article.body = []
    article.save_revision().publish()
    assert stored(ArticlePage.objects.get(pk=article.pk)) == []
    older.publish()
    assert stored(ArticlePage.objects.get(pk=article.pk)) == before


def test_the_database_holds_only_identifiers(article: ArticlePage, item: DiagnosisItem) -> None:
    raw = article.body.get_prep_value()
    quoted = next(block for block in raw if block["type"] == "quoted_item")
    kept = ["kind", "licence", "needs_consent", "origin_block_id", "text_hash", "uuid"]
    assert sorted(quoted["value"]["provenance"]) == kept
    assert "Martin" not in json.dumps(raw)


def words_shown(article: ArticlePage) -> list[str]:
    return [json.loads(state["value"]["provenance"])["words"] for state in state_of(article)]


def test_editors_read_the_provenance_in_words(article: ArticlePage) -> None:
    about_workshop = "Atelier « Se déplacer sans voiture », le 14 mars 2026."
    assert words_shown(article) == [
        about_workshop,
        about_workshop,
        "Frein, dit par Léa Martin, atelier « Se déplacer sans voiture », le 14 mars 2026. Accord recueilli.",
        about_workshop,
    ]


def test_editors_are_told_of_a_withdrawal(article: ArticlePage, item: DiagnosisItem) -> None:
    withdraw_consent(consent=item.quote_consent)
    assert words_shown(article)[2] == (
        "Frein, dit par Léa Martin, atelier « Se déplacer sans voiture », le 14 mars 2026. "
        "Sans accord à ce jour : ce bloc n’apparaît pas en public."
    )


def test_editors_are_told_of_a_deleted_source(article: ArticlePage, item: DiagnosisItem) -> None:
    item.delete()
    assert words_shown(article)[2] == (
        "La source de ce bloc a été supprimée : les lecteurs et lectrices voient « Un passage a été retiré ici »."
    )


def test_the_editor_page_opens_and_offers_sources(admin: Client, article: ArticlePage, item: DiagnosisItem) -> None:
    response = admin.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert response.status_code == 200
    text = response.content.decode()
    assert "js/journal-provenance.js" in text
    assert f"{item.uuid}" in text


def test_the_list_of_sources_follows_the_workshops(
    admin: Client, article: ArticlePage, add_item: Callable[..., DiagnosisItem]
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    admin.get(url)
    later = add_item("Noté après coup.")
    silent = add_item("Jamais accordé.", author=PersonFactory())
    text = admin.get(url).content.decode()
    assert (str(later.uuid) in text, str(silent.uuid) in text) == (True, False)


def test_the_editor_s_form_reads_all_its_sources_at_once(
    workshop: WorkshopPage, article: ArticlePage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
) -> None:
    def count(page: ArticlePage) -> int:
        with CaptureQueriesContext(connection) as queries:
            state_of(page)
        return len(queries)

    one = count(article)
    article.delete()
    for rank in range(2):
        add_item(f"Encore {rank}.", author=PersonFactory(), agrees=True)
    (three,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    assert len([child for child in three.body if child.block_type == "quoted_item"]) == 3
    assert count(three) == one


class TestBlocksAddedByHand:
    def chosen(self, record: Any, kind: SourceKind) -> str:
        return json.dumps({"kind": kind.value, "uuid": str(record.uuid), "text_hash": "", "words": "…"})

    def test_words_left_empty_are_those_of_the_source(
        self, admin: Client, article: ArticlePage, item: DiagnosisItem, add_contact: Callable[..., Contact]
    ) -> None:
        contact = add_contact()
        blocks = [
            ("quoted_item", {"text": "", "provenance": self.chosen(item, SourceKind.DIAGNOSIS_ITEM)}, ""),
            ("portrait", {"text": "null", "provenance": self.chosen(contact, SourceKind.CONTACT)}, ""),
        ]
        quoted, portrait = send_back(admin, article, blocks).body
        assert quoted.value["text"] == "On attend le car."
        assert portrait.value["text"].source == "<p>Elle tient le café du village.</p>"

    def test_a_source_of_another_kind_is_none(self, article: ArticlePage, item: DiagnosisItem) -> None:
        portrait = ArticleBlock().child_blocks["portrait"]
        data = {"b-text": "null", "b-provenance": self.chosen(item, SourceKind.DIAGNOSIS_ITEM)}
        assert portrait.value_from_datadict(data, {}, "b")["provenance"] == Provenance()

    def test_a_draft_waits_for_its_source_and_publishing_asks_for_it(self, admin: Client, article: ArticlePage) -> None:
        blocks = [("quoted_item", {"text": "Une phrase.", "provenance": ""}, "")]
        saved = send_back(admin, article, blocks)
        assert saved.body[0].value["provenance"] == Provenance()
        url = reverse("wagtailadmin_pages:edit", args=[article.pk])
        data = {**fields(article, blocks), "action-publish": "1"}
        response = admin.post(url, data)
        assert response.status_code == 200
        assert "Choisissez ce que ce bloc reprend." in response.content.decode()
        assert "Une phrase." in response.content.decode()

    @pytest.mark.parametrize("altered", ["{", "[]", '{"kind": "quoi"}', '{"kind": "seed", "uuid": "1"}'])
    def test_an_altered_field_is_read_as_no_source(self, admin: Client, article: ArticlePage, altered: str) -> None:
        saved = send_back(admin, article, [("quoted_item", {"text": "Une phrase.", "provenance": altered}, "")])
        assert saved.body[0].value["provenance"] == Provenance()
