"""The tables that sending reads, and no other: the migrations of the whole house take half a minute."""


def make_tables() -> None:
    """Make them in the empty database of the settings."""
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
