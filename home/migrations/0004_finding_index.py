"""The full-text side of the index, which the database keeps by itself: FTS5 and triggers, or a generated column."""

from django.db import migrations

TABLE = "home_findingentry"
COLUMNS = "title_stems, summary_stems, body_stems"
OLD = "'delete', old.id, old.title_stems, old.summary_stems, old.body_stems"

SQLITE = (
    f"""CREATE VIRTUAL TABLE home_findingindex
        USING fts5({COLUMNS}, content='{TABLE}', content_rowid='id', tokenize='unicode61')""",
    f"""CREATE TRIGGER home_findingentry_added AFTER INSERT ON {TABLE} BEGIN
          INSERT INTO home_findingindex(rowid, {COLUMNS})
          VALUES (new.id, new.title_stems, new.summary_stems, new.body_stems);
        END""",
    f"""CREATE TRIGGER home_findingentry_removed AFTER DELETE ON {TABLE} BEGIN
          INSERT INTO home_findingindex(home_findingindex, rowid, {COLUMNS}) VALUES ({OLD});
        END""",
    f"""CREATE TRIGGER home_findingentry_changed AFTER UPDATE OF {COLUMNS} ON {TABLE} BEGIN
          INSERT INTO home_findingindex(home_findingindex, rowid, {COLUMNS}) VALUES ({OLD});
          INSERT INTO home_findingindex(rowid, {COLUMNS})
          VALUES (new.id, new.title_stems, new.summary_stems, new.body_stems);
        END""",
)
# The words are stems already, by the algorithm of the configuration « french »: it leaves them as they are, or makes
# question and text alike once more.
POSTGRESQL = (
    f"""ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (
          setweight(to_tsvector('pg_catalog.french', title_stems), 'A') ||
          setweight(to_tsvector('pg_catalog.french', summary_stems), 'B') ||
          setweight(to_tsvector('pg_catalog.french', body_stems), 'C')) STORED""",
    f"CREATE INDEX home_findingentry_words ON {TABLE} USING gin (words)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN words")
        return
    for trigger in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER home_findingentry_{trigger}")
    schema_editor.execute("DROP TABLE home_findingindex")


class Migration(migrations.Migration):
    dependencies = [("home", "0003_finding_entries")]
    operations = [migrations.RunPython(make, remove)]
