"""« Préparer un dossier »: from what a workshop left to draft articles of the journal (S3-12, S3-28, M1)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from events.models import WorkshopPage
from people.models import User

from ..models import ArticlePage, ArticleWorkshop, IssuePage, JournalPage, Rubric
from ..quoting import words_of
from .drafts import Outputs, main_body, outputs_of, portraits_body, seed_body
from .issues import lock_parent, open_next_issue
from .rubrics import ensure_rubrics

NO_OUTPUT = (
    "Cet atelier n’a encore rien laissé : notez son état des lieux, ses contacts ou ses graines de projet, "
    "puis préparez le dossier."
)
NOTHING_TO_PUBLISH = (
    "Rien de ce que cet atelier a laissé ne peut être publié pour le moment : il manque l’accord des personnes."
)
ALREADY_PREPARED = "Le dossier de cet atelier est déjà préparé dans ce numéro : reprenez ses articles."


class DossierRefused(Exception):
    """The dossier cannot be prepared; the message is for the person, `articles` are the drafts that already exist."""

    def __init__(self, message: str, articles: list[ArticlePage] | None = None) -> None:
        super().__init__(message)
        self.articles = articles or []


@transaction.atomic
def prepare_dossier(
    *, workshop: WorkshopPage, issue: IssuePage, user: User | None, others: Sequence[WorkshopPage] = ()
) -> list[ArticlePage]:
    """Draft articles under `issue`: a main one, one for the people met, one for each seed. Nothing is published.

    `others` are workshops told in the same dossier. Raises DossierRefused when they left nothing that may be
    published, or when this issue already has the articles of one of them. The issue is locked, so that two editors
    asking together make one dossier.
    """
    lock_parent(issue)
    workshops = list({page.pk: page for page in (workshop, *others)}.values())
    existing = [
        article for page in workshops for article in ArticlePage.objects.child_of(issue).citing(page).order_by("path")
    ]
    if existing:
        raise DossierRefused(ALREADY_PREPARED, list({article.pk: article for article in existing}.values()))
    found = [outputs_of(page) for page in workshops]
    if all(outputs.is_empty for outputs in found):
        raise DossierRefused(NO_OUTPUT)
    if not any(outputs.may_be_published for outputs in found):
        raise DossierRefused(NOTHING_TO_PUBLISH)
    rubrics = ensure_rubrics()
    together = [_add(issue, draft, user, workshops) for draft in _drafts_of_all(found, rubrics)]
    return [*together, *(_add(issue, draft, user) for draft in _drafts_of_seeds(found, rubrics))]


@transaction.atomic
def prepare_dossier_in_next_issue(
    *, workshop: WorkshopPage, journal: JournalPage, user: User | None, others: Sequence[WorkshopPage] = ()
) -> list[ArticlePage]:
    """The same, under a new draft issue. When the dossier is refused, no empty issue is left behind."""
    issue = open_next_issue(journal=journal, user=user)
    return prepare_dossier(workshop=workshop, issue=issue, user=user, others=others)


def _drafts_of_all(found: list[Outputs], rubrics: dict[str, Rubric]) -> Iterator[ArticlePage]:
    """The main article and the one for the people met, from all the workshops."""
    workshop = found[0].workshop
    yield _draft(
        workshop,
        title=" et ".join(outputs.workshop.title for outputs in found),
        kicker="L’atelier" if len(found) == 1 else "Les ateliers",
        summary=words_of(workshop)[:400],
        rubric=rubrics["Comprendre"],
        body=main_body(found),
    )
    if any(outputs.portraits for outputs in found):
        yield _draft(
            workshop,
            title="Les visages de l’atelier" if len(found) == 1 else "Les visages des ateliers",
            kicker=workshop.title[:120],
            summary="Celles et ceux que l’atelier a réunis, et ce qu’elles et ils font."
            if len(found) == 1
            else "Celles et ceux que les ateliers ont réunis, et ce qu’elles et ils font.",
            rubric=rubrics["Rencontrer"],
            body=[block for outputs in found for block in portraits_body(outputs)],
        )


def _drafts_of_seeds(found: list[Outputs], rubrics: dict[str, Rubric]) -> Iterator[ArticlePage]:
    for outputs in found:
        for seed in outputs.seeds:
            yield _draft(
                outputs.workshop,
                title=seed.title,
                kicker="Graine de projet",
                summary=seed.need[:400],
                rubric=rubrics["Semer"],
                body=seed_body(seed),
            )


def _draft(workshop: WorkshopPage, *, title: str, body: list[dict[str, Any]], **fields: Any) -> ArticlePage:
    article = ArticlePage(title=title[:255], body=json.dumps(body), source_workshop=workshop, live=False, **fields)
    article.territory = workshop.territory
    article.topics.set(workshop.topics.all())
    return article


def _add(
    issue: IssuePage, article: ArticlePage, user: User | None, workshops: Sequence[WorkshopPage] = ()
) -> ArticlePage:
    article.owner = user
    issue.add_child(instance=article)
    article.save_revision(user=user)
    others = [page for page in workshops if page.pk != article.source_workshop_id]
    ArticleWorkshop.objects.bulk_create(ArticleWorkshop(article=article, workshop=page) for page in others)
    return article
