"""Two issues, made as editors make them: some articles start from the workshop's outputs, through their own action."""

import json
from collections.abc import Sequence
from typing import Any

from cms.slugs import french_slug
from cms.typography import typo_text
from journal.enums import EditionKind
from journal.models import (
    ArticlePage,
    DropOffPoint,
    IssuePage,
    PrintRun,
    Production,
    Round,
    RoundStop,
    Rubric,
    Signature,
)
from journal.selectors.press import drafts_of
from journal.services import (
    ensure_rubrics,
    follow_passages,
    mark_ready,
    note_answer,
    open_next_issue,
    pass_for_press,
    plan_article,
    plan_slot,
    prepare_dossier,
    publish_issue,
    start_layout,
)
from journal.services.distribution import plan_deliveries
from journal.services.editions import order_edition
from people.enums import Answer, ConsentMethod
from people.models import User
from tests.factories.journal import IssuePageFactory

from ..content.entries import Block
from ..content.journal_articles import WRITTEN
from ..content.journal_dossier import PREPARED
from ..content.journal_issue import COPIES, NEXT_IDEAS, PLACES, ROUND, Article, Taken, issue
from ..content.journal_second import SECOND_ARTICLES, SECOND_EDITORIAL, second_issue
from .pages import add_page
from .stage import Stage

# Signs of the longest article of an issue of twelve pages.
QUOTA = 4_500


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
    drafts = _prepared(stage, page)
    for article in (*PREPARED, *WRITTEN):
        draft = drafts[typo_text(article.prepared)] if article.prepared else _begun(stage, page, article)
        _finish(stage, draft, article, rubrics, taken=list(draft.body.raw_data))
        _publish(stage, draft, article)


def bring_out(stage: Stage) -> None:
    """The first issue goes the way of every issue, the second as far as « bon à tirer », the third is planned.

    Nobody is written to: the agreements were given aloud, as an editor would note them.
    """
    issue = stage.fresh(stage.page("numero-1-page"))
    editor = User.objects.filter(is_superuser=True).order_by("pk")[0]
    _give_good_to_print(issue, editor)
    publish_issue(issue=issue, user=editor)
    moment = stage.calendar.at(stage.calendar.issue, 9)
    Production.objects.filter(issue=issue).update(layout_at=moment, press_at=moment, out_at=moment)
    second = _write_second(stage)
    _give_good_to_print(second, editor)
    _hand_out(stage, issue, second)
    for printed in (issue, second):
        order_edition(issue=printed, kind=EditionKind.FINAL, user=editor)
    _plan_the_next(stage)


def _hand_out(stage: Stage, *issues: IssuePage) -> None:
    """Where paper is left, and how much of it was ordered."""
    for name, address, hours, territory, copies in PLACES:
        DropOffPoint.objects.create(
            name=typo_text(name),
            address=typo_text(address),
            hours=typo_text(hours),
            territory=stage.territories[territory],
            usual_copies=copies,
        )
    for printed in issues:
        PrintRun.objects.create(issue=printed, copies=COPIES, ordered_on=printed.date)
    way = Round.objects.create(name=typo_text(ROUND))
    for rank, point in enumerate(DropOffPoint.objects.order_by("pk")):
        RoundStop.objects.create(round=way, point=point, sort_order=rank)
    plan_deliveries(issue=issues[0])


def _give_good_to_print(issue: IssuePage, editor: User) -> None:
    for article in drafts_of(issue):
        for passage in follow_passages(article=article):
            note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.SPOKEN, user=editor)
        mark_ready(article=article)
    start_layout(issue=issue, user=editor)
    pass_for_press(issue=issue, user=editor)


def _write_second(stage: Stage) -> IssuePage:
    """The issue that `open_next_issue` gives, from idea to draft: each article has its place in the plan."""
    page = open_next_issue(journal=stage.fresh(stage.house.journal))
    for name, value in second_issue(stage.calendar).items():
        setattr(page, name, value)
    page.editorial = stage.body("numero-2:edito", SECOND_EDITORIAL)  # type: ignore[assignment]
    page.cover = stage.picture("graines")
    page.save_revision()
    page.save()
    rubrics, drafts = ensure_rubrics(), _prepared(stage, page)
    for article in SECOND_ARTICLES:
        draft = drafts.pop(typo_text(article.prepared)) if article.prepared else _begun(stage, page, article)
        borrowed = [drafts[typo_text(name)] for name in article.borrows]
        taken = [block for source in (draft, *borrowed) for block in source.body.raw_data]
        _finish(stage, draft, article, rubrics, taken=taken)
        plan_article(article=draft, quota=QUOTA)
    for left in drafts.values():
        stage.fresh(left).delete()
    return stage.fresh(page)


def _prepared(stage: Stage, issue: IssuePage) -> dict[str, ArticlePage]:
    """The drafts of « Préparer un dossier », by what they come from."""
    drafts = prepare_dossier(workshop=stage.page("atelier-passe"), issue=issue, user=None)
    return {"main": drafts[0], "portraits": drafts[1], **{draft.title: draft for draft in drafts[2:]}}


def _plan_the_next(stage: Stage) -> None:
    """A draft issue with a few ideas, so that « Fabrication » has something to show."""
    following = open_next_issue(journal=stage.fresh(stage.house.journal))
    rubrics = ensure_rubrics()
    for rubric, title, brief in NEXT_IDEAS:
        plan_slot(issue=following, rubric=rubrics[rubric], title=typo_text(title), brief=typo_text(brief))


def _begun(stage: Stage, issue: IssuePage, article: Article) -> ArticlePage:
    """An empty article, where nothing was prepared."""
    page: ArticlePage = stage.fresh(issue).add_child(instance=ArticlePage(title=article.entry.title, live=False))
    return page


def _finish(
    stage: Stage, draft: ArticlePage, article: Article, rubrics: dict[str, Rubric], *, taken: list[dict[str, Any]]
) -> None:
    """Turn a draft into the article that came out of it."""
    values = stage.values(article.entry, ArticlePage)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.slug = french_slug(article.entry.title)
    draft.kicker = typo_text(article.kicker)
    draft.rubric = rubrics[article.rubric]
    draft.body = _assemble(stage, article, taken)  # type: ignore[assignment]
    draft.signatures.set([Signature(name=name, role=role) for name, role in article.signatures])
    draft.topics.set([stage.topics[name] for name in article.entry.topics])
    draft.save()
    draft.save_revision()


def _publish(stage: Stage, page: ArticlePage, article: Article) -> None:
    page.first_published_at = stage.calendar.at(stage.calendar.issue, 9)
    stage.pages[article.entry.key] = page
    page.save_revision().publish()


def _assemble(stage: Stage, article: Article, prepared: list[dict[str, Any]]) -> str:
    """The blocks of the article: those written here, and those taken from the draft as they are."""
    written: list[dict[str, Any]] = json.loads(stage.body(article.entry.key, _written(article.body)))
    blocks: list[dict[str, Any]] = []
    for part in article.body:
        if isinstance(part, Taken):
            alike = [block for block in prepared if block["type"] == part.block_type][part.skip :]
            chosen = alike[: part.count]
            prepared = [block for block in prepared if block not in chosen]
            blocks += chosen
        else:
            blocks.append(written.pop(0))
    return json.dumps(blocks)


def _written(body: Sequence[Block | Taken]) -> list[Block]:
    return [part for part in body if not isinstance(part, Taken)]
