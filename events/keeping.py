"""Why a page of events cannot go away: people registered, or it produced something that may be cited."""

from collections.abc import Iterable

from django.db.models import Model, Q
from wagtail.models import Page

from .models import Contact, DiagnosisItem, Registration, Seed


def reasons_to_keep(pages: Iterable[Page]) -> list[str]:
    """What the database would refuse to delete with `pages` and all below them: « 12 inscriptions »… or nothing."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return []
    numbers = Page.objects.filter(below).values("pk")
    counts: list[tuple[type[Model], int]] = [
        (Registration, Registration.objects.filter(session__event__in=numbers).count()),
        *((model, model.objects.filter(workshop__in=numbers).count()) for model in (DiagnosisItem, Contact)),
        (Seed, Seed.objects.filter(Q(workshop__in=numbers) | Q(training__in=numbers)).count()),
    ]
    return [f"{count} {_name(model, count)}" for model, count in counts if count]


def _name(model: type[Model], count: int) -> str:
    return str(model._meta.verbose_name_plural if count > 1 else model._meta.verbose_name)
