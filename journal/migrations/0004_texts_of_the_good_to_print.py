from django.db import migrations, models


def list_the_frozen_texts(apps, schema_editor):
    """« Bons à tirer » of before: what stands frozen is what was."""
    for production in apps.get_model("journal", "Production").objects.filter(state__in=["press", "out"]):
        production.frozen = [
            {"article": version.article_id, "hash": version.content_hash, "title": version.content["title"]}
            for version in production.versions.order_by("pk")
        ]
        production.save(update_fields=["frozen"])


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='production',
            name='frozen',
            field=models.JSONField(blank=True, default=list, verbose_name='liste des textes du bon à tirer'),
        ),
        migrations.RunPython(list_the_frozen_texts, migrations.RunPython.noop, elidable=True),
    ]
