"""Golden texts and their exact remarks (item 7, M10; print-and-typography.md IN-01 to IN-03)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.enums import InclusiveWriting
from journal.linting import Rule, Text, lint
from journal.linting.inclusive import inclusive_hints, normalised
from journal.linting.questions import missing_questions
from journal.models import IssuePage
from journal.selectors.writing import text_of
from journal.services import attach_article, plan_slot

from .writing import QUOTE, TEXT, an_article, draft, words

GOOD = "Samedi, à Sainte-Ourse, l’association du Lavoir a réuni vingt personnes pour parler des cars."


def a_text(said: str = GOOD, **fields: Any) -> Text:
    return Text(**{"title": "Le car", "summary": "Il part trop tôt.", "paragraphs": (said,), **fields})


def remarks(text: Text) -> list[tuple[str, str, str]]:
    return [(hint.rule.value, hint.excerpt, hint.proposal) for hint in lint(text)]


def test_a_good_text_gets_no_remark() -> None:
    assert remarks(a_text()) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Les participant.es arrivent.",
            ("participant.es", "participants et participantes, ou les personnes présentes"),
        ),
        ("Des habitant•es arrivent.", ("habitant•es", "habitants et habitantes, ou la population")),
        ("Les auteur·rices arrivent.", ("auteur·rices", "auteurs et autrices")),
        ("Une coordinateur·trice arrive.", ("coordinateur·trice", "coordinateur et coordinatrice")),
        ("Des citoyen·nes arrivent.", ("citoyen·nes", "citoyens et citoyennes, ou la population")),
        ("Les élu-e-s arrivent.", ("élu-e-s", "élus et élues, ou les membres du conseil")),
        ("Les chanteur·euses arrivent.", ("chanteur·euses", "chanteurs et chanteuses")),
    ],
)
def test_points_are_found_and_a_doublet_proposed(words: str, expected: tuple[str, str]) -> None:
    assert [(hint.excerpt, hint.proposal) for hint in inclusive_hints(a_text(words))] == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "Peut-être, est-elle venue au rendez-vous ?",
        "Voir www.exemple.es ou lea@valclair.es.",
        "Dit-elle. Est-ce que la porte.",
        "Donne-le à Marie.",
        "Le car part. Les autres attendent.",
        "M. Ferry part à 10 h. Elles restent.",
    ],
)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert list(inclusive_hints(a_text(words))) == []


def test_with_the_middle_dot_only_its_shape_is_told() -> None:
    text = a_text("Les participant.e.s et les habitant·es.", convention=InclusiveWriting.MIDDLE_DOT)
    assert remarks(text)[-1] == ("dot-shape", "participant.e.s", "participant·es")
    assert normalised("habitant•es") == "habitant·es"


def test_without_convention_nothing_is_told() -> None:
    assert list(inclusive_hints(a_text("Les participant.es.", convention=InclusiveWriting.NONE))) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Le car de de Briançon.", ("doubled-word", "de de", "de")),
        ("Le car  part.", ("double-space", "car  part", "")),
        ("Le car , parti.", ("space-before-comma", "car ,", "car,")),
        ("Le car,parti.", ("no-space-after", "car,parti", "car, parti")),
        ("Les services de l’Etat.", ("bare-capital", "l’Etat", "État")),
    ],
)
def test_slips_are_told_with_what_should_stand_there(words: str, expected: tuple[str, str, str]) -> None:
    rule, excerpt, proposal = expected
    found = [remark for remark in remarks(a_text(words)) if remark[0] == rule]
    assert [(excerpt in shown, proposed) for _rule, shown, proposed in found] == [(True, proposal)]


def test_a_title_in_capitals_is_a_shout() -> None:
    assert ("shouting", "GRANDE FÊTE DU VILLAGE", "Grande fête du village") in remarks(
        a_text("GRANDE FÊTE DU VILLAGE.")
    )


def test_nous_nous_may_follow_itself() -> None:
    assert remarks(a_text(f"{GOOD} Nous nous levons tôt, très très tôt.")) == []


def test_a_long_sentence_is_shown_with_its_count() -> None:
    (hint,) = lint(a_text(f"{GOOD} {'Le car part et ' * 8}revient."))
    assert (hint.rule, hint.number, hint.excerpt[:11]) == (Rule.LONG_SENTENCE, 33, "Le car part")


def test_a_long_paragraph_and_a_long_text_without_heading() -> None:
    long = f"{GOOD} " * 11
    rules = [hint.rule for hint in lint(a_text(long, signs=2500))]
    assert rules == [Rule.LONG_PARAGRAPH, Rule.NO_HEADING]
    assert [hint.rule for hint in lint(a_text(signs=2500, headings=1))] == []


@pytest.mark.parametrize(
    ("signs", "expected"),
    [(3200, [("too-long", 200)]), (3000, []), (2400, []), (2000, [("too-short", 1000)])],
)
def test_signs_are_counted_against_the_slot(signs: int, expected: list[tuple[str, int]]) -> None:
    hints = lint(a_text(signs=signs, quota=3000, headings=1))
    assert [(hint.rule.value, hint.number) for hint in hints] == expected


def test_the_five_questions_are_looked_for_in_the_head() -> None:
    assert missing_questions(a_text()) == []
    assert missing_questions(a_text("bref.", title="bref", summary="bref")) == [
        "qui",
        "quoi",
        "où",
        "quand",
        "pourquoi",
    ]
    assert ("no-summary", "", "") in remarks(a_text(summary=" "))


def test_the_same_remark_is_made_once_and_a_flood_is_cut() -> None:
    text = a_text(f"{GOOD} Les élu.es, les élu.es. " + " ".join(f"mot{letter * 3}.es" for letter in "abcdefghijkl"))
    found = [hint for hint in lint(text) if hint.rule == Rule.INCLUSIVE]
    assert len(found) <= 8
    assert [hint.excerpt for hint in found].count("élu.es") == 1


class TestPanel:
    def test_the_editor_reads_the_remarks_of_the_latest_draft(self, admin: Client, issue: IssuePage) -> None:
        article = an_article(issue, summary="", body=[TEXT])
        latest = draft(article)
        latest.body[0].value.source = "<p>Les élu.es, les services de l&#x27;Etat.</p><ul><li>Un un cas</li></ul>"
        latest.save_revision()
        attach_article(slot=plan_slot(issue=issue, rubric=article.rubric, title="Le car", quota=3000), article=article)
        url = reverse("journal_hints", args=[article.pk])
        for query in ("", "?fragment=1"):
            page = BeautifulSoup(admin.get(url + query).content, "html.parser")
            rules = [words(item.strong) for item in page.select(".journal-hint-list li")]
            assert [rule.split("«")[0] or rule for rule in rules][:2] == [
                "Encore 2 942 signes à écrire.",
                "Pas de chapô.",
            ]
            assert [rule for rule in rules if rule.startswith("«")] == ["« élu.es »", "« Un un »", rules[-1]]
        editor = BeautifulSoup(admin.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content, "html.parser")
        assert editor.select_one("[data-controller=journal-hints]")["data-journal-hints-url-value"] == url

    def test_the_words_of_others_are_not_corrected(self, issue: IssuePage) -> None:
        said = {"text": "Les élu.es dorment.", "author": "Léa Martin", "role": ""}
        article = an_article(issue, body=[{**QUOTE, "value": said}])
        assert text_of(article).paragraphs == ()

    def test_only_who_may_edit_reads_the_remarks(self, client: Client, issue: IssuePage) -> None:
        article = an_article(issue)
        assert client.get(reverse("journal_hints", args=[article.pk])).status_code == 302
