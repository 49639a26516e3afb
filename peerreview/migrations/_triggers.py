"""SQLite makes a table anew to change it, and will not while triggers speak of it: they stand aside meanwhile."""

from typing import Any

from django.db import migrations

ASIDE: dict[str, list[tuple[str, str]]] = {}


def set_aside(table: str) -> migrations.RunPython:
    """Take the triggers that speak of a table away; undone, they are put back word for word."""
    return migrations.RunPython(lambda apps, editor: _take(table, editor), lambda apps, editor: _give(table, editor))


def put_back(table: str) -> migrations.RunPython:
    """Put them back word for word."""
    return migrations.RunPython(lambda apps, editor: _give(table, editor), lambda apps, editor: _take(table, editor))


def _take(table: str, editor: Any) -> None:
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s", [f"%{table}%"])
        ASIDE[table] = cursor.fetchall()
    for name, _sql in ASIDE[table]:
        editor.execute(f'DROP TRIGGER "{name}"')


def _give(table: str, editor: Any) -> None:
    for _name, sql in ASIDE.pop(table, []):
        editor.execute(sql)
