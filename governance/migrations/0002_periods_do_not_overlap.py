"""Two people never hold one seat at once, and a board never has two chairs: said by the database itself.

PostgreSQL has exclusion constraints; on SQLite triggers ask the same question (a writer holds the only lock).
"""

from django.db import migrations

RULES = [
    ("governance_appointment", "seat_id", "governance_one_holder_per_seat"),
    ("governance_chairterm", "board_id", "governance_one_chair_per_board"),
]

POSTGRES = """
ALTER TABLE {table} ADD CONSTRAINT {name}
EXCLUDE USING gist ({key} WITH =, daterange(starts_on, ends_on, '[)') WITH &&)
"""

SQLITE = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table}
WHEN (NEW.ends_on IS NULL OR NEW.ends_on > NEW.starts_on) AND EXISTS (
    SELECT 1 FROM {table} other
    WHERE other.{key} = NEW.{key} AND other.id IS NOT NEW.id
      AND (other.ends_on IS NULL OR other.ends_on > other.starts_on)
      AND (other.ends_on IS NULL OR other.ends_on > NEW.starts_on)
      AND (NEW.ends_on IS NULL OR NEW.ends_on > other.starts_on))
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {name}'); END
"""


def forwards(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table, key, name in RULES:
        if postgres:
            schema_editor.execute(POSTGRES.format(table=table, key=key, name=name))
        else:
            for event in ("INSERT", "UPDATE"):
                schema_editor.execute(SQLITE.format(table=table, key=key, name=name, event=event))


def backwards(apps, schema_editor):
    for table, _key, name in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        else:
            for event in ("INSERT", "UPDATE"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
