"""Breaking a rule past everything that keeps it, to see ``check_portal`` say so: past actions, triggers, constraints.

What is checked is also what a restored or damaged database holds. Everything is undone with the test.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from portal.invariants import all_findings

Act = Callable[[], object]
Plant = tuple[str, Act]
# What is said of reviews that factories put where they stand: with no membership, no arrows, no deadlines behind them.
MADE = ("2: review", "17: review", "deadlines: review")


def past_the_constraints(act: Act, app: str) -> None:
    """Do what the check constraints of an app refuse."""
    if connection.vendor == "sqlite":
        checks_on_sqlite(on=False)
        act()
        checks_on_sqlite(on=True)
    else:
        _drop_checks("", f"{app}_")
        act()


def unguarded(*models: type[Model]) -> None:
    """Take triggers and checks from the tables, as somebody at the database itself could; see ``guards_again``."""
    if connection.vendor == "sqlite":
        checks_on_sqlite(on=False)
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in models):
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                _drop_checks(table, "")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def checks_on_sqlite(*, on: bool) -> None:
    """Let SQLite keep to its check constraints or not; it does not belong to a transaction and is not undone by one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA ignore_check_constraints = {'OFF' if on else 'ON'}")


def put(model: type[Model], pk: object = None, **values: Any) -> Act:
    """Return what writes ``values`` into one row of ``model``, or into all of them, past history and guards."""

    def plant() -> None:
        unguarded(model)
        # Past the querysets that refuse, too.
        rows = QuerySet(model).all() if pk is None else QuerySet(model).filter(pk=pk)
        assert rows.update(**values) > 0

    return plant


def away(model: type[Model], **which: Any) -> Act:
    """Return what takes rows of ``model`` away."""

    def plant() -> None:
        unguarded(model)
        rows = QuerySet(model).filter(**which)
        assert rows.exists()
        rows._raw_delete("default")

    return plant


def found_each(
    findings: Callable[[datetime], Iterable[str]],
    plants: Sequence[Plant],
    at: datetime,
    *,
    despite: tuple[str, ...] = (),
) -> None:
    """Plant one wrong after the other, each alone, and ask for exactly its words; before, nothing is found.

    ``despite`` says how sentences begin that are true of data made past the actions, and not what is asked here.
    """
    before = list(findings(at))
    unsound = [one for one in before if not one.startswith(despite)]
    assert not unsound, unsound
    unseen = []
    for words, plant in plants:
        with transaction.atomic():
            plant()
            said = [one for one in findings(at) if one not in before]
            if not any(words in one for one in said):
                unseen.append((words, said))
            transaction.set_rollback(True)
    assert not unseen, unseen


def peer_review(at: datetime) -> list[str]:
    """Return what ``check_portal`` prints of peer review."""
    said = [one for one in all_findings(at) if one.startswith("peer review")]
    return [one.removeprefix("peer review ") for one in said]


def _drop_checks(table: str, prefix: str) -> None:
    """Drop the checks of one table, or of all where none is named, whose names begin with ``prefix``."""
    with connection.cursor() as cursor:
        # What waits for the end of the transaction keeps its table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'"
            " AND (%s = '' OR conrelid = to_regclass(%s)) AND starts_with(conname, %s)",
            [table, table or None, prefix],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
