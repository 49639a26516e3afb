"""A world that is remembered is the one that was built; whatever could make a difference builds it anew."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from governance.signals import proposal_started
from portal.people.models import User
from portal.voices.models.caseaccess import CHAIRS, register_chairs
from tests.factories import accreditation, actionplans, blocks, content, reports, rounds, urgents, visits, voices
from tests.factories.governance import board_with_trustees, national_group
from tests.factories.people import UserFactory
from tests.remembering import remembered
from tests.thorough import THOROUGH

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        THOROUGH or connection.vendor != "sqlite", reason="worlds are remembered by quick runs on SQLite"
    ),
]
WORLDS: dict[str, Callable[[], Any]] = {
    "a group": lambda: national_group([board_with_trustees("NW").board, board_with_trustees("NE").board]),
    "a decision": lambda: rounds.adopted(board_with_trustees()),
    "an upheld block": lambda: blocks.upheld(board_with_trustees()),
    "an urgent decision": lambda: urgents.taken(board_with_trustees()),
    "a page": lambda: content.guidance("Tea"),
    "a report": lambda: reports.checked(),
    "a plan": lambda: actionplans.handed_in(),
    "a case": lambda: accreditation.before_panel(),
    "a visit": lambda: visits.arranged(),
    "a campaign": lambda: voices.opened(),
}


@pytest.fixture
def built() -> list[str]:
    """List what was built and not told."""
    return []


@pytest.fixture
def somebody(built: list[str]) -> Callable[..., User]:
    """Return a factory that says when it is at work. What is remembered under its name are worlds of this test."""

    def make(name: str = "Ada", **fields: Any) -> User:
        built.append(name)
        return User.objects.create(name=name, email=f"{name}@hearth.example", **fields)

    make.__qualname__ = f"somebody-{id(built)}"
    return remembered(make)


def everything() -> dict[str, list[Any]]:
    """Return every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        # Of the index of words the tables beneath hold all.
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%%'", [])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the tables' own names
            found[table] = cursor.fetchall()
    return found


def undone(act: Callable[[], Any]) -> Any:
    """Do something and take it back, as the end of a test does."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_is_told_as_it_was_built(name: str) -> None:
    def made() -> tuple[Any, dict[str, list[Any]]]:
        return WORLDS[name](), everything()

    (first, built), (again, told) = undone(made), undone(made)
    assert built == told
    assert pickle.dumps(first) == pickle.dumps(again)
    assert first is not again


def test_what_was_built_is_told_in_the_same_database(somebody: Callable[..., User], built: list[str]) -> None:
    first, again = undone(somebody), undone(somebody)
    assert built == ["Ada"]
    assert (first.pk, first.name) == (again.pk, again.name)
    assert User.objects.filter(name="Ada").count() == 0
    somebody()
    assert built == ["Ada"]
    assert User.objects.get(name="Ada").pk == first.pk


def test_a_row_more_and_it_is_built_anew(somebody: Callable[..., User], built: list[str]) -> None:
    undone(somebody)
    User.objects.create(name="Ben", email="ben@hearth.example")
    somebody()
    assert built == ["Ada", "Ada"]


def test_rows_of_other_factories_are_known(somebody: Callable[..., User], built: list[str]) -> None:
    def after_another() -> None:
        UserFactory(name="Cleo")
        somebody()

    undone(somebody)
    undone(after_another)
    undone(after_another)
    assert built == ["Ada", "Ada"]


def test_another_argument_is_another_world(somebody: Callable[..., User], built: list[str]) -> None:
    undone(lambda: somebody(is_active=True))
    undone(lambda: somebody(is_active=False))
    assert built == ["Ada", "Ada"]


def test_a_row_changed_in_memory_is_another_argument(built: list[str]) -> None:
    def rename(user: User) -> None:
        built.append(user.name)
        user.name = f"{user.name} Thorn"
        user.save()

    rename.__qualname__ = f"rename-{id(built)}"
    renamed = remembered(rename)

    def act(name: str) -> str:
        user = UserFactory(name="Dora")
        user.name = name
        renamed(user)
        return str(user.name)

    assert [undone(lambda name=name: act(name)) for name in ("Dora", "Dot", "Dora")] == [
        "Dora Thorn",
        "Dot Thorn",
        "Dora Thorn",
    ]
    assert built == ["Dora", "Dot"]


def test_what_waits_for_the_commit_waits_again(built: list[str]) -> None:
    def make() -> None:
        User.objects.create(name="Ada", email="ada@hearth.example")
        transaction.on_commit(lambda: built.append("after"))

    make.__qualname__ = f"waits-{id(built)}"
    waits = remembered(make)
    for _ in range(2):
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                waits()
                built.append("told")
            transaction.set_rollback(True)
    assert built == ["told", "after", "told", "after"]


def test_nothing_is_remembered_where_somebody_interferes(
    somebody: Callable[..., User], built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hear(**_: Any) -> None:
        """Listen."""

    undone(somebody)
    with override_settings(SITE_NAME="Another"):
        undone(somebody)
    with CaptureQueriesContext(connection):
        undone(somebody)
    with connection.execute_wrapper(lambda execute, *asked: execute(*asked)):
        undone(somebody)
    proposal_started.connect(hear)
    undone(somebody)
    proposal_started.disconnect(hear)
    assert len(built) == 5
    undone(somebody)
    assert len(built) == 5
    monkeypatch.setattr(User, "nickname", "Ada", raising=False)
    undone(somebody)
    assert len(built) == 6


@pytest.mark.parametrize("leaves", ["a file", "the cache", "a chair", "half of it"])
def test_what_cannot_be_told_by_statements_is_built_each_time(leaves: str, built: list[str], tmp_path: Path) -> None:
    def make() -> None:
        built.append(leaves)
        User.objects.create(name="Ada", email="ada@hearth.example")
        if leaves == "a file":
            (tmp_path / "made").write_text("By hand.")
        elif leaves == "the cache":
            cache.set("made", len(built))
        elif leaves == "a chair":
            register_chairs(lambda at: set())
        else:
            undone(lambda: User.objects.create(name="Ben", email="ben@hearth.example"))

    make.__qualname__ = f"leaves-{id(built)}"
    leaving, chairs = remembered(make), len(CHAIRS)
    undone(leaving)
    undone(leaving)
    del CHAIRS[chairs:]
    assert built == [leaves, leaves]
