"""Gives back, after a test that flushed the database, what the migrations had put there.

A transactional test (so any test with a live server) empties every table, Wagtail's root page included, and Django's
`serialized_rollback` fails on content types. Rows are kept here with natural keys, which outlive the flush.
"""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Locale

# Django recreates the first two itself after a flush.
LEFT_OUT = {ContentType, Permission, Session, MigrationRecorder.Migration}


def recreate_if_emptied() -> None:
    """Build the test database again when a killed run left it flushed (only possible with --reuse-db)."""
    if Locale.objects.exists():
        return
    connection.close()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def take_snapshot() -> str:
    """Everything the migrations wrote, as JSON."""
    models = serializers.sort_dependencies(
        [(config, None) for config in apps.get_app_configs() if config.models_module], allow_cycles=True
    )
    rows = [
        row
        for model in models
        if model not in LEFT_OUT and model._meta.can_migrate(connection) and not model._meta.proxy
        for row in model._base_manager.order_by("pk")
    ]
    return serializers.serialize("json", rows, use_natural_foreign_keys=True)


def restore(snapshot: str) -> None:
    ContentType.objects.clear_cache()
    with transaction.atomic():
        for row in serializers.deserialize("json", snapshot):
            row.save()
