"""Closed rounds, entitlements, positions and findings are never changed: said by the database itself.

PostgreSQL also refuses a position that comes after its round has closed. (On SQLite a writer holds the only lock, and
a trigger that reads another table would stand in the way of every later change to that table.) Deleting is refused
where ``APPEND_ONLY_TRIGGERS`` is set; only tests leave it out, which empty their tables.
"""

from django.conf import settings
from django.db import migrations

SEALED = ("governance_entitlement", "governance_position", "governance_blockfinding")

POSTGRES = [
    """
    CREATE OR REPLACE FUNCTION governance_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('portal.append_only', true) = 'suspended' THEN
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        RAISE EXCEPTION '% is sealed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION governance_position_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('portal.append_only', true) = 'suspended' THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM governance_entitlement e JOIN governance_round r ON r.id = e.round_id
            WHERE e.id = NEW.entitlement_id AND r.state = 'open' AND NOT e.recused
              AND NEW.at >= r.opens_at AND NEW.at < r.closes_at
        ) THEN
            RAISE EXCEPTION 'a position is taken while its round is open'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER governance_round_stays BEFORE UPDATE ON governance_round
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION governance_sealed()
    """,
    """
    CREATE TRIGGER governance_position_in_time BEFORE INSERT ON governance_position
    FOR EACH ROW EXECUTE FUNCTION governance_position_in_time()
    """,
]
POSTGRES_SEALED = """
CREATE TRIGGER {table}_stays BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION governance_sealed()
"""
SQLITE_ROUND = """
CREATE TRIGGER governance_round_stays BEFORE UPDATE ON governance_round
WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'governance_round is sealed'); END
"""
SQLITE_SEALED = """
CREATE TRIGGER {table}_stays_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END
"""


def forwards(apps, schema_editor):
    deletes = settings.APPEND_ONLY_TRIGGERS
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement, params=None)
        for table in SEALED:
            event = "UPDATE OR DELETE" if deletes else "UPDATE"
            schema_editor.execute(POSTGRES_SEALED.format(table=table, event=event))
        if deletes:
            schema_editor.execute(
                "CREATE TRIGGER governance_round_is_kept BEFORE DELETE ON governance_round"
                " FOR EACH ROW EXECUTE FUNCTION governance_sealed()"
            )
        return
    schema_editor.execute(SQLITE_ROUND)
    for table in SEALED:
        for event in ("UPDATE", "DELETE") if deletes else ("UPDATE",):
            schema_editor.execute(SQLITE_SEALED.format(table=table, event=event))
    if deletes:
        schema_editor.execute(SQLITE_SEALED.format(table="governance_round", event="DELETE"))


def backwards(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    names = [("governance_round_stays", "governance_round"), ("governance_position_in_time", "governance_position")]
    names.append(("governance_round_is_kept", "governance_round"))
    for table in SEALED if postgres else (*SEALED, "governance_round"):
        for ending in ("_stays",) if postgres else ("_stays_UPDATE", "_stays_DELETE"):
            names.append((f"{table}{ending}", table))
    for name, table in names:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if postgres else ''}")
    if postgres:
        schema_editor.execute("DROP FUNCTION IF EXISTS governance_sealed()")
        schema_editor.execute("DROP FUNCTION IF EXISTS governance_position_in_time()")


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_periods_do_not_overlap")]

    operations = [migrations.RunPython(forwards, backwards)]
