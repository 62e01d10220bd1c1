"""Exporting the register becomes a right of its own, kept by the groups that read it."""

from typing import Any

from django.db import migrations

from cms.grants import grant_to_holders

CODENAME, NAME = "export_subscriber", "Peut emporter la liste des abonnements"


def grant(apps: Any, schema_editor: Any) -> None:
    grant_to_holders(apps, model="newsletter.subscriber", codename=CODENAME, name=NAME, of="view_subscriber")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("newsletter", "0013_letter_wished_within_the_hour"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="subscriber",
            options={
                "verbose_name": "abonné ou abonnée",
                "verbose_name_plural": "abonnés et abonnées",
                "ordering": ["-asked_at", "-pk"],
                "permissions": [(CODENAME, NAME)],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
