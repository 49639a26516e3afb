"""History and ledger rows are written once: triggers in the database refuse to change or delete them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.history.models import LedgerEntry
from portal.history.records import models_with_history

PREFIX = "append_only_"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.append_only', true) = 'suspended' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only_tables() -> list[str]:
    """Return every table whose rows are written once."""
    histories = [model.history.model._meta.db_table for model in models_with_history()]  # type: ignore[attr-defined]
    return [LedgerEntry._meta.db_table, *sorted(histories)]


def install_append_only(tables: Iterable[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the triggers on ``tables`` where they are not yet; tables that do not exist are passed over."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        guarded = _guarded(connection, cursor)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables:
            if table in there and table not in guarded:
                for statement in _creation(connection, table):
                    cursor.execute(statement)


def remove_append_only(tables: Iterable[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away; only suspending, tests and a migration that rewrites history have a reason to."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for table in _guarded(connection, cursor) & set(tables):
            for name in _names(connection, table):
                where = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}{where}")


def guarded_tables(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Return the tables that refuse changes now."""
    with connections[using].cursor() as cursor:
        return _guarded(connections[using], cursor)


@contextmanager
def suspended_append_only(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let history and ledger rows be changed inside the block, which is one transaction: for restoring a backup.

    Nobody else's transaction is affected: PostgreSQL is told for this connection alone, and on SQLite
    no other can write meanwhile.
    """
    connection = connections[using]
    with transaction.atomic(using):
        if connection.vendor == "postgresql":
            _tell(connection, "suspended")
            yield
            _tell(connection, "")
        else:
            guarded = guarded_tables(using)
            remove_append_only(guarded, using)
            yield
            install_append_only(guarded, using)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Guard the history tables a migration has just made, without a hand-written migration for each."""
    known = kwargs.get("apps") or apps
    if settings.APPEND_ONLY_TRIGGERS and ("history", "ledgerentry") in {
        (model._meta.app_label, model._meta.model_name) for model in known.get_models()
    }:
        install_append_only(append_only_tables(), using)


def _tell(connection: BaseDatabaseWrapper, word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.append_only', %s, true)", [word])


def _guarded(connection: BaseDatabaseWrapper, cursor: Any) -> set[str]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgname = %s AND pg_table_is_visible(c.oid)",
            [PREFIX.strip("_")],
        )
    else:
        cursor.execute(
            "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(PREFIX), PREFIX],
        )
    return {row[0] for row in cursor.fetchall()}


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [PREFIX.strip("_")]
    return [f"{PREFIX}update_{table}", f"{PREFIX}delete_{table}"]


def _creation(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    quote = connection.ops.quote_name
    names = _names(connection, table)
    if connection.vendor == "postgresql":
        return [
            f"CREATE TRIGGER {quote(names[0])} BEFORE UPDATE OR DELETE ON {quote(table)}"
            " FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
        ]
    return [
        f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(table)}"
        f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for name, event in zip(names, ("UPDATE", "DELETE"), strict=True)
    ]
