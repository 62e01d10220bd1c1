"""Lines of the register of processing (law.md G-01) for what trainings and series hold about people."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q

from cms.dates import iso_text
from cms.registries import Treatment

from .models import HomeReport, SeriesRemark, ToolReview, TopicProposal
from .services.forgetting import people_at

# After the last date of the training: a group may go on a while with what it learnt (S4-11).
CASES_KEPT = timedelta(days=365)
CONSENT = "mesures prises à la demande de la personne (article 6.1.b du RGPD)"


def _export(
    model: type[Model], person: str, describe: Callable[[Any], dict[str, Any]]
) -> Callable[[str], Iterator[dict[str, Any]]]:
    def export(email: str) -> Iterator[dict[str, Any]]:
        rows = model._default_manager.filter(**{f"{person}__in": people_at(email)})
        yield from map(describe, rows.order_by("pk"))

    return export


def _erase(model: type[Model]) -> Callable[[str], int]:
    return lambda email: model._default_manager.filter(person__in=people_at(email)).delete()[0]


def _erase_topics(email: str) -> int:
    """What they proposed goes with them, and their choices too."""
    people = people_at(email)
    choices = TopicProposal.backers.through.objects.filter(person__in=people).delete()[0]
    return choices + TopicProposal.objects.filter(person__in=people).delete()[0]


def purge_cases(now: datetime) -> int:
    """Cases and reports of trainings over for a year: what was lived there is not kept."""
    going_on = Q(training__sessions__ends_at__gte=now - CASES_KEPT)
    topics = TopicProposal.objects.exclude(going_on).filter(proposed_at__lt=now - CASES_KEPT).delete()[0]
    reports = HomeReport.objects.exclude(task__session__ends_at__gte=now - CASES_KEPT)
    return topics + reports.filter(written_at__lt=now - CASES_KEPT).delete()[0]


TOPICS = Treatment(
    model=TopicProposal,
    purpose="Choisir avec les participants et participantes les cas travaillés en formation",
    legal_basis=CONSENT,
    retention="un an après la dernière séance",
    fields=("person", "text", "backers"),
    export=_export(
        TopicProposal,
        "person",
        lambda row: {"sujet": row.title, "cas": row.text, "proposé le": iso_text(row.proposed_at)},
    ),
    erase=_erase_topics,
    purge=purge_cases,
)
REVIEWS = Treatment(
    model=ToolReview,
    purpose="Comparer les outils essayés en formation, par structure",
    legal_basis=CONSENT,
    retention="tant que la fiche de l’outil sert ; l’avis s’efface à la demande",
    fields=("person", "structure"),
    export=_export(
        ToolReview,
        "person",
        lambda row: {"structure": row.structure, "avantages": row.advantages, "limites": row.limits},
    ),
    erase=_erase(ToolReview),
)
REPORTS = Treatment(
    model=HomeReport,
    purpose="Partager entre participants et participantes ce qui a été essayé entre deux séances",
    legal_basis=CONSENT,
    retention="un an après la dernière séance",
    fields=("person", "tried", "inside", "outside"),
    export=_export(
        HomeReport,
        "person",
        lambda row: {"essayé": row.tried, "dans la structure": row.inside, "avec les publics": row.outside},
    ),
    erase=_erase(HomeReport),
)
REMARKS = Treatment(
    model=SeriesRemark,
    purpose="Recueillir les forces et faiblesses rencontrées au fil d’un cycle",
    legal_basis=CONSENT,
    retention="la remarque sans son auteur ou son autrice : sans limite ; le nom : jusqu’à la demande d’effacement",
    fields=("author",),
    export=_export(
        SeriesRemark, "author", lambda row: {"nature": row.get_kind_display(), "ce qui a été dit": row.text}
    ),
    erase=lambda email: SeriesRemark.objects.filter(author__in=people_at(email)).update(author=None),
)
LEARNING_TREATMENTS = (TOPICS, REVIEWS, REPORTS, REMARKS)
