"""Rows and everything that cannot stand without them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

Model = type[models.Model]
Rows = dict[Model, set[Any]]

# SQLite takes a limited number of parameters in one statement.
CHUNK = 400
FALLS_WITH: set[Any] = {models.CASCADE, models.PROTECT, models.RESTRICT}


def closure(seeds: Rows) -> Rows:
    """`seeds`, and every row that points at one of them by a relation it cannot lose, again and again.

    A page takes its descendants, its revisions and its tables of every class; a row whose pointer may be emptied
    (`SET_NULL`) stays.
    """
    found: Rows = defaultdict(set)
    waiting = [(model, set(pks)) for model, pks in seeds.items()]
    while waiting:
        model, pks = waiting.pop()
        new = pks - found[model]
        if new:
            found[model] |= new
            waiting += _falling_with(model, new)
    return {model: pks for model, pks in found.items() if pks}


def pointing_at(model: Model) -> Iterator[tuple[Model, models.Field, bool]]:
    """Every relation towards `model`: from which model, by which field, and whether its row falls with the target."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):  # one-to-one relations are some too
            yield relation.related_model, relation.field, relation.on_delete in FALLS_WITH


def chunks(pks: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(pks, key=str)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def rows_with(model: Model, lookup: str, values: Iterable[Any], **fixed: Any) -> set[Any]:
    """The keys of the rows of `model` whose `lookup` is one of `values`."""
    rows: set[Any] = set()
    for some in chunks(values):
        rows.update(model._base_manager.filter(**{f"{lookup}__in": some}, **fixed).values_list("pk", flat=True))
    return rows


def _falling_with(model: Model, pks: set[Any]) -> Iterator[tuple[Model, set[Any]]]:
    for source, field, falls in pointing_at(model):
        if falls:
            yield source, rows_with(source, field.name, pks)
    for parent in model._meta.parents:
        yield parent, pks  # tables of one row share its key
    for field in model._meta.private_fields:
        if isinstance(field, GenericRelation):
            yield _generic_rows(field, model, pks)
    if model is Page:
        yield Page, _descendants(pks)


def _generic_rows(field: GenericRelation, model: Model, pks: set[Any]) -> tuple[Model, set[Any]]:
    related = field.related_model
    kind = {field.content_type_field_name: ContentType.objects.get_for_model(model)}
    return related, rows_with(related, field.object_id_field_name, [str(pk) for pk in pks], **kind)


def _descendants(pks: set[Any]) -> set[Any]:
    below: set[Any] = set()
    for some in chunks(pks):
        paths = Page.objects.filter(pk__in=some).values_list("path", flat=True).order_by("path")
        if branches := [models.Q(path__startswith=path) for path in paths]:
            for few in range(0, len(branches), 50):
                inside = reduce(or_, branches[few : few + 50])
                below.update(Page.objects.filter(inside).values_list("pk", flat=True).order_by("pk"))
    return below
