"""Issue n° 1: some articles start from the workshop's outputs, through the editors' own action."""

import json
from collections.abc import Sequence
from typing import Any

from cms.slugs import french_slug
from cms.typography import typo_text
from journal.models import ArticlePage, Production, Rubric, Signature
from journal.selectors.press import drafts_of
from journal.services import (
    ensure_rubrics,
    follow_passages,
    mark_ready,
    note_answer,
    open_next_issue,
    pass_for_press,
    plan_slot,
    prepare_dossier,
    publish_issue,
    start_layout,
)
from people.enums import Answer, ConsentMethod
from people.models import User
from tests.factories.journal import ArticlePageFactory, IssuePageFactory

from ..content.entries import Block
from ..content.journal_articles import WRITTEN
from ..content.journal_dossier import PREPARED
from ..content.journal_issue import NEXT_IDEAS, Article, Taken, issue
from .pages import add_page
from .stage import Stage


def build_journal(stage: Stage) -> None:
    """The issue and its articles, complete: they speak of pages that stand by now."""
    entry = issue(stage.calendar)
    editorial = stage.body(f"{entry.key}:edito", entry.fields["editorial"])
    plain = {name: value for name, value in entry.fields.items() if name != "editorial"}
    page = add_page(
        stage,
        IssuePageFactory,
        stage.house.journal,
        type(entry)(**{**vars(entry), "fields": plain}),
        inlines={},
        editorial=editorial,
        cover=stage.picture("couverture"),
    )
    page.save_revision().publish()
    rubrics = ensure_rubrics()
    drafts = prepare_dossier(workshop=stage.page("atelier-passe"), issue=page, user=None)
    by_origin = {"main": drafts[0], "portraits": drafts[1], **{draft.title: draft for draft in drafts[2:]}}
    for article in (*PREPARED, *WRITTEN):
        if article.prepared:
            _finish(stage, by_origin[typo_text(article.prepared)], article, rubrics)
        else:
            _write(stage, article, rubrics)


def bring_out(stage: Stage) -> None:
    """The issue goes the way of every issue: people agree to their words, « bon à tirer », out. The next is planned.

    Nobody is written to: the agreements were given aloud, as an editor would note them.
    """
    issue = stage.fresh(stage.page("numero-1-page"))
    editor = User.objects.filter(is_superuser=True).order_by("pk")[0]
    for article in drafts_of(issue):
        for passage in follow_passages(article=article):
            note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.SPOKEN, user=editor)
        mark_ready(article=article)
    start_layout(issue=issue, user=editor)
    pass_for_press(issue=issue, user=editor)
    publish_issue(issue=issue, user=editor)
    moment = stage.calendar.at(stage.calendar.issue, 9)
    Production.objects.filter(issue=issue).update(layout_at=moment, press_at=moment, out_at=moment)
    _plan_the_next(stage)


def _plan_the_next(stage: Stage) -> None:
    """A draft issue with a few ideas, so that « Fabrication » has something to show."""
    following = open_next_issue(journal=stage.fresh(stage.house.journal))
    rubrics = ensure_rubrics()
    for rubric, title, brief in NEXT_IDEAS:
        plan_slot(issue=following, rubric=rubrics[rubric], title=typo_text(title), brief=typo_text(brief))


def _finish(stage: Stage, draft: ArticlePage, article: Article, rubrics: dict[str, Rubric]) -> None:
    """Turn a prepared draft into the article that came out of it."""
    values = stage.values(article.entry, ArticlePage)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.slug = french_slug(article.entry.title)
    draft.kicker = typo_text(article.kicker)
    draft.rubric = rubrics[article.rubric]
    draft.body = _assemble(stage, article, list(draft.body.raw_data))  # type: ignore[assignment]
    _sign_and_publish(stage, draft, article)


def _write(stage: Stage, article: Article, rubrics: dict[str, Rubric]) -> None:
    page = add_page(
        stage,
        ArticlePageFactory,
        stage.page("numero-1-page"),
        article.entry,
        inlines={},
        rubric=rubrics[article.rubric],
        kicker=typo_text(article.kicker),
    )
    page.body = _assemble(stage, article, [])
    _sign_and_publish(stage, page, article)


def _sign_and_publish(stage: Stage, page: ArticlePage, article: Article) -> None:
    page.signatures.set([Signature(name=name, role=role) for name, role in article.signatures])
    page.first_published_at = stage.calendar.at(stage.calendar.issue, 9)
    page.topics.set([stage.topics[name] for name in article.entry.topics])
    stage.pages[article.entry.key] = page
    page.save_revision().publish()


def _assemble(stage: Stage, article: Article, prepared: list[dict[str, Any]]) -> str:
    """The blocks of the article: those written here, and those taken from the draft as they are."""
    written: list[dict[str, Any]] = json.loads(stage.body(article.entry.key, _written(article.body)))
    blocks: list[dict[str, Any]] = []
    for part in article.body:
        if isinstance(part, Taken):
            chosen = [block for block in prepared if block["type"] == part.block_type][: part.count]
            prepared = [block for block in prepared if block not in chosen]
            blocks += chosen
        else:
            blocks.append(written.pop(0))
    return json.dumps(blocks)


def _written(body: Sequence[Block | Taken]) -> list[Block]:
    return [part for part in body if not isinstance(part, Taken)]
