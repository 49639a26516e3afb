"""The database itself refuses to rewrite history and the ledger."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from portal.history.append_only import (
    append_only_tables,
    guarded_tables,
    install_after_migrate,
    install_append_only,
    remove_append_only,
    suspended_append_only,
)
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(ada: User, joined: str) -> Iterator[User]:
    """Switch the triggers on inside the test's transaction, with one row of each kind to try."""
    append_to_ledger(kind=joined, subject=organisation("a", ada), by=ada, at=NOON)
    install_append_only(append_only_tables())
    yield ada
    remove_append_only(append_only_tables())


def sql(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


REWRITES = [
    "UPDATE people_historicalorganisation SET name = 'x'",
    "DELETE FROM people_historicalorganisation",
    "UPDATE people_historicaluser SET history_change_reason = 'x'",
    "DELETE FROM people_historicaluser",
    "UPDATE history_ledgerentry SET board_ref = 'x'",
    "DELETE FROM history_ledgerentry",
]


@pytest.mark.parametrize("statement", REWRITES)
def test_rewriting_history_is_refused_by_the_database(guarded: User, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        sql(statement)


@pytest.mark.parametrize("statement", REWRITES)
def test_restoring_can_suspend_the_refusal_and_it_returns(guarded: User, statement: str) -> None:
    with suspended_append_only():
        assert sql(statement.replace("'x'", "'y'")) >= 1
    if "DELETE" in statement:
        return  # No row is left to be refused.
    with pytest.raises(IntegrityError, match="append-only"):
        sql(statement)


def test_the_refusal_returns_even_when_restoring_fails(guarded: User) -> None:
    with pytest.raises(ZeroDivisionError), suspended_append_only():
        raise ZeroDivisionError
    with pytest.raises(IntegrityError, match="append-only"):
        sql(REWRITES[0])


def test_ordinary_writing_goes_on(guarded: User) -> None:
    row = organisation("b", guarded)
    row.name = "c"
    save_with_history(row, by=guarded, reason="Renamed", at=NOON)
    assert row.history.count() == 2


def test_every_history_table_and_the_ledger_are_guarded() -> None:
    tables = append_only_tables()
    assert "history_ledgerentry" in tables
    histories = {model._meta.db_table for model in apps.get_models() if model.__name__.startswith("Historical")}
    assert set(tables) == histories | {"history_ledgerentry"}


def guarded_histories() -> int:
    """Count the tables of this package's care that are guarded; other apps guard tables of their own."""
    return len(guarded_tables() & set(append_only_tables()))


def test_migrating_installs_them_once_where_the_setting_says_so(settings: Any, db: None) -> None:
    install_after_migrate(apps=apps)
    assert guarded_histories() == 0
    settings.APPEND_ONLY_TRIGGERS = True
    for _ in range(2):
        install_after_migrate(apps=apps)
        assert guarded_histories() == len(append_only_tables())
    remove_append_only(append_only_tables())
    assert guarded_histories() == 0


def test_tables_not_made_yet_are_passed_over(db: None) -> None:
    before = guarded_tables()
    install_append_only(["nobody_made_this"])
    assert guarded_tables() == before


def test_the_handler_listens_to_migrations(settings: Any, db: None) -> None:
    settings.APPEND_ONLY_TRIGGERS = True
    call_command("migrate", verbosity=0)
    assert guarded_histories() > 0
    remove_append_only(append_only_tables())
