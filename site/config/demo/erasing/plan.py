"""What erasing the demonstration takes away: computed once, shown to the person, then done."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.models import Document, Image, Territory, Topic
from config.models import DemoRun
from events.models import Registration
from home.models import CallPage, NewsPage, OrganisationPage, ProgrammePage, ProjectPage
from journal.models import ArticlePage
from newsletter.models import LetterPage, Subscriber
from outbox.models import Content, Mailing, Message, Permit
from people.models import Consent, Person, User

from ..content.identity import DOMAIN, NAME
from .closure import Model, Rows, chunks, closure, pointing_at, rows_with

# What the person is told, in this order. The rest (revisions, time slots, permissions…) goes without saying.
SHOWN: tuple[Model, ...] = (
    Page,
    NewsPage,
    OrganisationPage,
    ProgrammePage,
    ProjectPage,
    CallPage,
    ArticlePage,
    LetterPage,
    Registration,
    Subscriber,
    Person,
    Mailing,
    Message,
    Image,
    Document,
    Topic,
    Territory,
    User,
)
# Rows that mean nothing by themselves: they go when all that used them goes.
LEFT_ALONE: tuple[tuple[Model, frozenset[Model]], ...] = (
    (Consent, frozenset()),
    (Person, frozenset({Consent})),
    (Permit, frozenset()),
)


@dataclass(frozen=True)
class Count:
    """One line of what goes. `added` of them were not made by the demonstration: they hang on it."""

    label: str
    total: int
    added: int


@dataclass(frozen=True)
class Plan:
    """Every row that goes, and which of them the demonstration made itself."""

    rows: Rows
    made: Rows

    def counts(self) -> list[Count]:
        return [_count(self, model) for model in SHOWN if self.rows.get(model)]


def plan_erasure(run: DemoRun, *, keeping: User | None = None) -> Plan:
    """What goes with `run`. `keeping` is the account of the person who asks: it stays, even if the demo made it."""
    made = _made_by(run)
    if keeping:
        made.get(User, set()).discard(keeping.pk)
    rows = closure(_merged(made, _said_in_its_name()))
    while alone := _left_alone(rows):
        rows = closure(_merged(rows, alone))
    return Plan(rows=_merged(rows, _histories(rows)), made=made)


def _made_by(run: DemoRun) -> Rows:
    made: Rows = defaultdict(set)
    for kind, identifier in (
        run.records.filter(before__isnull=True).values_list("content_type", "object_id").order_by("pk")
    ):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:  # a model that a later version removed
            made[model].add(model._meta.pk.to_python(identifier))
    # Some may be gone already, by an editor's hand.
    return {model: rows_with(model, "pk", pks) for model, pks in made.items()}


def _said_in_its_name() -> Rows:
    """Mails written while the demonstration stood, under the name or the address of its association."""
    mentions = Q(pk__in=[])
    for field in ("subject", "html", "text"):
        mentions |= Q(**{f"{field}__contains": NAME}) | Q(**{f"{field}__contains": DOMAIN})
    return {Content: set(Content.objects.filter(mentions).values_list("pk", flat=True).order_by("pk"))}


def _left_alone(rows: Rows) -> Rows:
    """People and consents that only rows of `rows` speak of: nothing would say any more why we hold them."""
    alone: Rows = {}
    for model, ignored in LEFT_ALONE:
        known = rows.get(model, set())
        candidates = _pointed_from(rows, model) - known
        for source, field, _falls in pointing_at(model):
            if source not in ignored and candidates:
                going = rows.get(source, set())
                staying = rows_with(source, field.name, candidates) - going
                candidates -= _targets(source, field, staying)
        if candidates:
            alone[model] = candidates
    return alone


def _pointed_from(rows: Rows, model: Model) -> set[int]:
    targets: set[int] = set()
    for source, field, _falls in pointing_at(model):
        targets |= _targets(source, field, rows.get(source, set()))
    return targets


def _targets(source: Model, field: models.Field, pks: set[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(pks):
        values = source._base_manager.filter(pk__in=some).values_list(field.attname, flat=True).order_by("pk")
        found.update(value for value in values if value is not None)
    return found


def _histories(rows: Rows) -> Rows:
    """Lines of history about what goes: they hold titles, and no database constraint ties them."""
    entries: Rows = {PageLogEntry: rows_with(PageLogEntry, "page_id", rows.get(Page, set()))}
    lines: set[int] = set()
    for model, pks in rows.items():
        if not model._meta.auto_created:
            kind = ContentType.objects.get_for_model(model)
            lines |= rows_with(ModelLogEntry, "object_id", [str(pk) for pk in pks], content_type=kind)
    return {**entries, ModelLogEntry: lines}


def _merged(first: Rows, second: Rows) -> Rows:
    return {model: first.get(model, set()) | second.get(model, set()) for model in {**first, **second}}


def _count(plan: Plan, model: Model) -> Count:
    root = Page if issubclass(model, Page) else model
    pks = plan.rows[model]
    return Count(
        label=str(model._meta.verbose_name_plural), total=len(pks), added=len(pks - plan.made.get(root, set()))
    )
