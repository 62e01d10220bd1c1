"""Tables in seconds: the history of migrations of the whole house takes half a minute and more."""

from importlib import import_module


class NoHistory:
    """In place of MIGRATION_MODULES: no app has migrations, so that its tables come from its models."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def make_house_tables() -> None:
    """Every table, index and constraint of the house in the empty database of the settings, and the few rows that
    Wagtail's migrations write: a language, a root of pages, a root of collections."""
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import connection
    from wagtail.models import Collection, Locale, Page

    settings.MIGRATION_MODULES = NoHistory()
    call_command("migrate", run_syncdb=True, verbosity=0)
    # What the database keeps by itself for the search is in no model.
    with connection.schema_editor() as editor:
        import_module("home.migrations.0004_finding_index").make(None, editor)
    Locale.objects.create(language_code=settings.LANGUAGE_CODE)
    Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))
    Collection.add_root(name="Root")


def make_tables() -> None:
    """Those that sending reads, and no other, in the empty database of the settings."""
    from django.core.management import call_command
    from django.db import connection
    from wagtail.models import Site

    from cms.models import SiteIdentity

    for app in ("outbox", "django_tasks_database"):
        call_command("migrate", app, verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Site, SiteIdentity):
            editor.create_model(model)
        editor.deferred_sql = [one for one in editor.deferred_sql if "FOREIGN KEY" not in str(one)]
