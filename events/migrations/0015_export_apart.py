"""Exporting the register becomes a right of its own: who only read it, the third party, loses the file (S2-05)."""

from typing import Any

from django.db import migrations

from cms.grants import grant_to_holders

CODENAME, NAME = "export_registration", "Peut emporter la liste des inscriptions"


def grant(apps: Any, schema_editor: Any) -> None:
    grant_to_holders(apps, model="events.registration", codename=CODENAME, name=NAME, of="change_registration")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0014_series_partners"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="registration",
            options={
                "verbose_name": "inscription",
                "verbose_name_plural": "inscriptions",
                "ordering": ["session", "rank"],
                "permissions": [(CODENAME, NAME)],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
