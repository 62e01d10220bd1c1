"""« Préparer un dossier »: drafts made from what a workshop left (issue item 8, S3-12, M1)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry

from config.first_run.tree import House
from events.models import Contact, DiagnosisItem, Seed, WorkshopPage
from journal.models import ArticlePage, IssuePage, Rubric
from journal.provenance import Provenance
from journal.services import (
    DossierRefused,
    ensure_rubrics,
    open_next_issue,
    prepare_dossier,
    prepare_dossier_in_next_issue,
)
from people.models import User
from people.services import withdraw_consent
from people.words import text_hash
from tests.factories.people import PersonFactory

VERBS = ["Rencontrer", "Comprendre", "S’entraider", "Semer", "Agir", "Partager"]


def blocks_of(article: ArticlePage) -> list[str]:
    return [child.block_type for child in article.body]


def provenances(article: ArticlePage) -> list[Provenance]:
    return [child.value["provenance"] for child in article.body]


@pytest.fixture
def filled(
    workshop: WorkshopPage,
    twelve_items: list[DiagnosisItem],
    add_contact: Callable[..., Contact],
    add_seed: Callable[..., Seed],
) -> WorkshopPage:
    """A workshop of 12 items, 2 consenting contacts and 3 seeds."""
    for _ in range(2):
        add_contact()
    for title in ("Atelier vélo", "Bourse aux trajets", "Covoiturage du marché"):
        add_seed(title)
    return workshop


def test_a_fixture_workshop_gives_exactly_these_drafts(filled: WorkshopPage, issue: IssuePage, editor: User) -> None:
    articles = prepare_dossier(workshop=filled, issue=issue, user=editor)
    assert [(article.title, article.rubric.name, blocks_of(article)) for article in articles] == [
        (
            "Se déplacer sans voiture",
            "Comprendre",
            ["workshop_intro", "diagnosis_board", *["quoted_item"] * 12, "next_dates"],
        ),
        ("Les visages de l’atelier", "Rencontrer", ["portrait"] * 2),
        ("Atelier vélo", "Semer", ["seed_box"]),
        ("Bourse aux trajets", "Semer", ["seed_box"]),
        ("Covoiturage du marché", "Semer", ["seed_box"]),
    ]
    assert [article.summary for article in articles[::4]] == [filled.stake, "Un tableau partagé."]


def test_drafts_are_unpublished_editable_and_signed_in_the_log(
    filled: WorkshopPage, issue: IssuePage, editor: User
) -> None:
    articles = prepare_dossier(workshop=filled, issue=issue, user=editor)
    assert {(a.live, a.has_unpublished_changes, a.owner, a.source_workshop_id) for a in articles} == {
        (False, True, editor, filled.pk)
    }
    assert {article.latest_revision.user for article in articles} == {editor}
    assert PageLogEntry.objects.filter(action="wagtail.create", user=editor).count() == len(articles)
    assert [a.slug for a in issue.get_children()] == [
        "se-deplacer-sans-voiture",
        "les-visages-de-l-atelier",
        "atelier-velo",
        "bourse-aux-trajets",
        "covoiturage-du-marche",
    ]


def test_every_block_remembers_what_it_was_made_from(filled: WorkshopPage, issue: IssuePage) -> None:
    main, people, *seeds = prepare_dossier(workshop=filled, issue=issue, user=None)
    items = list(DiagnosisItem.objects.filter(workshop=filled).order_by("kind", "pk"))
    workshop_code = f"workshop:{filled.translation_key}"
    assert [p.code for p in provenances(main)] == [
        workshop_code,
        workshop_code,
        *(f"diagnosis-item:{item.uuid}" for item in items),
        workshop_code,
    ]
    assert [p.text_hash for p in provenances(main)[2:14]] == [text_hash(item.text) for item in items]
    assert [p.needs_consent for p in provenances(main)[2:14]] == [item.author_id is not None for item in items]
    assert [child.id for child in main.body] == [p.origin_block_id for p in provenances(main)]
    assert [p.code for p in provenances(people)] == [f"contact:{c.uuid}" for c in Contact.objects.order_by("pk")]
    assert [p.code for a in seeds for p in provenances(a)] == [f"seed:{s.uuid}" for s in Seed.objects.order_by("title")]


def test_only_what_nobody_withheld_is_taken(
    workshop: WorkshopPage,
    issue: IssuePage,
    add_item: Callable[..., DiagnosisItem],
    add_contact: Callable[..., Contact],
) -> None:
    nobody = add_item("Dit par tout le monde.")
    agreed = add_item("Dit par Camille.", author=PersonFactory(), agrees=True)
    add_item("Jamais demandé.", author=PersonFactory())
    changed_their_mind = add_item("Repris.", author=PersonFactory(), agrees=True)
    withdraw_consent(consent=changed_their_mind.quote_consent)
    add_contact(agrees=False)
    articles = prepare_dossier(workshop=workshop, issue=issue, user=None)
    assert [child.value["text"] for child in articles[0].body if child.block_type == "quoted_item"] == [
        nobody.text,
        agreed.text,
    ]
    assert len(articles) == 1


def test_without_brake_nor_lever_there_is_no_board(
    workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem]
) -> None:
    add_item(kind="need")
    (main,) = prepare_dossier(workshop=workshop, issue=issue, user=None)
    assert blocks_of(main) == ["workshop_intro", "quoted_item", "next_dates"]


def test_the_same_dossier_is_not_prepared_twice_in_an_issue(filled: WorkshopPage, issue: IssuePage) -> None:
    first = prepare_dossier(workshop=filled, issue=issue, user=None)
    with pytest.raises(DossierRefused, match="déjà préparé") as refusal:
        prepare_dossier(workshop=filled, issue=issue, user=None)
    assert [a.pk for a in refusal.value.articles] == [a.pk for a in first]
    assert ArticlePage.objects.count() == len(first)


def test_a_workshop_that_left_nothing_is_refused(workshop: WorkshopPage, issue: IssuePage) -> None:
    with pytest.raises(DossierRefused, match="n’a encore rien laissé"):
        prepare_dossier(workshop=workshop, issue=issue, user=None)


def test_a_workshop_whose_people_all_keep_silent_is_refused(
    workshop: WorkshopPage,
    issue: IssuePage,
    add_item: Callable[..., DiagnosisItem],
    add_contact: Callable[..., Contact],
) -> None:
    add_item(author=PersonFactory())
    add_contact(agrees=False)
    with pytest.raises(DossierRefused, match="il manque l’accord"):
        prepare_dossier(workshop=workshop, issue=issue, user=None)


def test_a_refusal_leaves_no_empty_issue_behind(house: House, workshop: WorkshopPage) -> None:
    pages = Page.objects.count()
    with pytest.raises(DossierRefused):
        prepare_dossier_in_next_issue(workshop=workshop, journal=house.journal, user=None)
    assert Page.objects.count() == pages


def test_the_next_issue_counts_drafts_and_takes_the_next_colour(house: House, editor: User) -> None:
    first = open_next_issue(journal=house.journal, user=editor)
    second = open_next_issue(journal=house.journal, user=editor)
    assert [(i.number, i.title, i.slug, i.live, i.colour) for i in (first, second)] == [
        (1, "Numéro 1", "numero-1", False, "sapin"),
        (2, "Numéro 2", "numero-2", False, "brique"),
    ]


def test_default_rubrics_are_verbs_and_are_made_once(db: None) -> None:
    ensure_rubrics()
    Rubric.objects.filter(name="Semer").update(promise="À nous.", position=9)
    ensure_rubrics()
    assert list(Rubric.objects.order_by("pk").values_list("name", flat=True)) == VERBS
    assert Rubric.objects.get(name="Semer").promise == "À nous."


def test_queries_do_not_grow_with_the_items(
    workshop: WorkshopPage, house: House, add_item: Callable[..., DiagnosisItem]
) -> None:
    def count() -> int:
        target = open_next_issue(journal=house.journal)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            prepare_dossier(workshop=workshop, issue=target, user=None)
        return len(queries)

    ensure_rubrics()
    add_item(author=PersonFactory(), agrees=True)
    count()  # content types, sites
    one = count()
    for _ in range(2):
        add_item(author=PersonFactory(), agrees=True)
    assert count() == one


def test_more_seeds_give_more_articles_never_fewer_rights(
    workshop: WorkshopPage, issue: IssuePage, add_seed: Callable[..., Any]
) -> None:
    add_seed("Une graine", need="")
    main, seed = prepare_dossier(workshop=workshop, issue=issue, user=None)
    assert (main.licence, seed.licence, seed.summary) == ("by-sa", "by-sa", "")
