"""What OpenAgenda is told is kept under our own identifier, and outlives its page; what it asks is kept too."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def name_what_was_told(apps, schema_editor):
    """Until now an event was told under the key of its page."""
    pushes = apps.get_model("events", "OpenAgendaPush")
    for row in pushes.objects.select_related("page").order_by("pk"):
        pushes.objects.filter(pk=row.pk).update(identifier=str(row.page.translation_key))


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("events", "0012_open_meetings"),
    ]

    operations = [
        migrations.RenameField("openagendapush", "event", "page"),
        migrations.AlterField(
            "openagendapush",
            "page",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.page",
                verbose_name="page",
            ),
        ),
        migrations.AddField(
            "openagendapush",
            "identifier",
            models.CharField(max_length=36, null=True, unique=True, verbose_name="notre identifiant"),
        ),
        migrations.RunPython(name_what_was_told, migrations.RunPython.noop),
        migrations.AlterField(
            "openagendapush",
            "identifier",
            models.CharField(max_length=36, unique=True, verbose_name="notre identifiant"),
        ),
        migrations.AddField(
            "openagendapush",
            "remote_updated_at",
            models.DateTimeField(blank=True, null=True, verbose_name="version chez OpenAgenda"),
        ),
        migrations.AddField(
            "openagendapush",
            "changed_there_at",
            models.DateTimeField(blank=True, null=True, verbose_name="modifié là-bas le"),
        ),
        migrations.AddField(
            "openagendapush",
            "removed_there_at",
            models.DateTimeField(blank=True, null=True, verbose_name="retiré là-bas le"),
        ),
        migrations.CreateModel(
            name="OpenAgendaForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agenda", models.CharField(max_length=40, unique=True, verbose_name="numéro de l’agenda")),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="titre")),
                ("fields", models.JSONField(blank=True, default=list, verbose_name="champs")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier essai")),
                (
                    "changes_read_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="retraits lus jusqu’au"),
                ),
            ],
            options={"verbose_name": "formulaire d’un agenda", "verbose_name_plural": "formulaires d’agendas"},
        ),
        migrations.CreateModel(
            name="OpenAgendaWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dates",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("together", "un seul événement, avec toutes ses dates"),
                            ("apart", "un événement par date"),
                        ],
                        max_length=10,
                        verbose_name="comment transmettre les dates",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="champs propres à l’agenda")),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openagenda_wish",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix pour OpenAgenda",
                "verbose_name_plural": "choix pour OpenAgenda",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("dates__in", ["", "together", "apart"])),
                        name="openagenda_dates_known",
                        violation_error_message="Cette façon de transmettre les dates n’existe pas.",
                    )
                ],
            },
        ),
    ]
