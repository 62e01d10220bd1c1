"""« Préparer un dossier »: from what a workshop left to draft articles of the journal (S3-12, S3-28, M1)."""

import json
from typing import Any

from django.db import transaction

from events.models import WorkshopPage
from people.models import User

from ..models import ArticlePage, IssuePage, JournalPage, Rubric
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
def prepare_dossier(*, workshop: WorkshopPage, issue: IssuePage, user: User | None) -> list[ArticlePage]:
    """Draft articles under `issue`: a main one, one for the people met, one for each seed. Nothing is published.

    Raises DossierRefused when the workshop left nothing that may be published, or when this issue already has its
    articles. The issue is locked, so that two editors asking together make one dossier.
    """
    lock_parent(issue)
    existing = list(ArticlePage.objects.child_of(issue).citing(workshop).order_by("path"))
    if existing:
        raise DossierRefused(ALREADY_PREPARED, existing)
    outputs = outputs_of(workshop)
    if outputs.is_empty:
        raise DossierRefused(NO_OUTPUT)
    if not (outputs.quotable or outputs.portraits or outputs.seeds):
        raise DossierRefused(NOTHING_TO_PUBLISH)
    return [_add(issue, draft, user) for draft in _drafts(outputs, ensure_rubrics())]


@transaction.atomic
def prepare_dossier_in_next_issue(
    *, workshop: WorkshopPage, journal: JournalPage, user: User | None
) -> list[ArticlePage]:
    """The same, under a new draft issue. When the dossier is refused, no empty issue is left behind."""
    return prepare_dossier(workshop=workshop, issue=open_next_issue(journal=journal, user=user), user=user)


def _drafts(outputs: Outputs, rubrics: dict[str, Rubric]) -> list[ArticlePage]:
    workshop = outputs.workshop
    drafts = [
        _draft(
            workshop,
            title=workshop.title,
            kicker="L’atelier",
            summary=words_of(workshop)[:400],
            rubric=rubrics["Comprendre"],
            body=main_body(outputs),
        )
    ]
    if outputs.portraits:
        drafts.append(
            _draft(
                workshop,
                title="Les visages de l’atelier",
                kicker=workshop.title[:120],
                summary="Celles et ceux que l’atelier a réunis, et ce qu’elles et ils font.",
                rubric=rubrics["Rencontrer"],
                body=portraits_body(outputs),
            )
        )
    for seed in outputs.seeds:
        drafts.append(
            _draft(
                workshop,
                title=seed.title,
                kicker="Graine de projet",
                summary=seed.need[:400],
                rubric=rubrics["Semer"],
                body=seed_body(seed),
            )
        )
    return drafts


def _draft(workshop: WorkshopPage, *, title: str, body: list[dict[str, Any]], **fields: Any) -> ArticlePage:
    article = ArticlePage(title=title[:255], body=json.dumps(body), source_workshop=workshop, live=False, **fields)
    article.territory = workshop.territory
    article.topics.set(workshop.topics.all())
    return article


def _add(issue: IssuePage, article: ArticlePage, user: User | None) -> ArticlePage:
    article.owner = user
    issue.add_child(instance=article)
    article.save_revision(user=user)
    return article
