"""Every territory of an entry, beside its main one."""

from collections import defaultdict

from django.db import migrations, models

# Not AddField: on SQLite it makes the table again, and loses the triggers that keep the full-text index.
ADD = "ALTER TABLE home_findingentry ADD COLUMN places text NOT NULL DEFAULT ''"
DROP = "ALTER TABLE home_findingentry DROP COLUMN places"
FILL = "UPDATE home_findingentry SET places = CAST(territory_id AS text) WHERE territory_id IS NOT NULL"


def fill(apps, schema_editor):
    schema_editor.execute(FILL)
    entries, organisations = apps.get_model("home", "FindingEntry"), apps.get_model("home", "OrganisationPage")
    people = apps.get_model("home", "OrganisationPerson")
    also_in = defaultdict(set)
    for page, territory in organisations.also_in.through.objects.values_list("organisationpage_id", "territory_id"):
        also_in[page].add(territory)
    for page, main in organisations.objects.filter(pk__in=also_in).values_list("pk", "territory_id"):
        places = " ".join(map(str, sorted(also_in[page] | ({main} if main else set()))))
        entries.objects.filter(source="page", object_id=page).update(places=places)
        rows = people.objects.filter(organisation_id=page).values_list("pk", flat=True)
        entries.objects.filter(source="place", object_id__in=list(rows)).update(places=places)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_territory_outline"),
        ("home", "0007_facets_counted_in_an_index"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="findingentry", name="finding_facets"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ADD, DROP)],
            state_operations=[
                migrations.AddField(
                    model_name="findingentry",
                    name="places",
                    field=models.TextField("territoires", blank=True, db_default="", default=""),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="findingentry",
            index=models.Index(fields=["in_directory", "kind", "facet", "places"], name="finding_facets"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
