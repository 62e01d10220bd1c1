"""Knowing what the demonstration made: every row that was not there before."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from wagtail.models import ReferenceIndex

from config.models import DemoRecord, DemoRun
from home.models import FindingWord

# Kept up to date as rows come and go, or nothing to do with content.
LEFT_OUT = {ContentType, Permission, Session, LogEntry, ReferenceIndex, FindingWord, DemoRun, DemoRecord}
SEARCH_APPS = {"wagtailsearch", "modelsearch"}

Census = dict[type[models.Model], set[Any]]


def recorded_models() -> Iterator[type[models.Model]]:
    """One model for each thing: neither the tables of a page's classes, nor those that only tie two things."""
    for model in apps.get_models():
        meta = model._meta
        is_table_of_its_own = meta.managed and not meta.proxy and not meta.parents
        if is_table_of_its_own and meta.app_label not in SEARCH_APPS and model not in LEFT_OUT:
            yield model


def take_census() -> Census:
    return {model: set(model._base_manager.order_by("pk").values_list("pk", flat=True)) for model in recorded_models()}


def record_made(run: DemoRun, *, since: Census) -> None:
    """Record every row that appeared since `since` was taken, in the same transaction."""
    records = [
        DemoRecord(run=run, content_type=ContentType.objects.get_for_model(model), object_id=str(pk))
        for model, now in take_census().items()
        for pk in sorted(now - since[model], key=str)
    ]
    DemoRecord.objects.bulk_create(records, batch_size=500)


def change(run: DemoRun, row: models.Model, **fields: Any) -> None:
    """Write `fields` on a row of the house, and remember what stood there."""
    before = {name: stored(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    row.refresh_from_db()
    DemoRecord.objects.create(
        run=run,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        before=before,
        after={name: stored(row, name) for name in fields},
    )


def stored(row: models.Model, name: str) -> Any:
    """The value of that field as plain JSON."""
    value = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    return list(value.raw_data) if hasattr(value, "raw_data") else value
