"""Worlds are built once in a process, by the real actions, and then remembered.

Most tests begin with a board, a round or a review of which they ask one question, and building it takes many times what
the question takes. A factory that is ``@remembered`` keeps what it wrote the first time. The next test that asks it for
the same thing, in the same database, is given the same rows by the same statements, and equal objects.

The same thing: the arguments are equal in all they hold. The same database: nothing was written to the copy of the
migrated template but by other remembered factories, the same ones in the same order. SQLite counts each row it changes:
one more than those, and a world is built anew. So it is where a test lets a moved clock run, patches, overrides a
setting, listens to a signal or counts statements, and where building leaves anything outside the database.

On PostgreSQL, and where everything is tried (``tests/thorough.py``), every world is built anew for every test.
"""

import builtins
import io
import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, TypeVar, cast

import time_machine
from django.conf import UserSettingsHolder, settings
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX as PLACEHOLDER
from django.db.models import Manager, Model, QuerySet
from django.db.models import signals as of_rows
from django.dispatch import Signal
from django.utils.translation import get_language

from governance import signals as of_governance
from peerreview import signals as of_peerreview
from portal.voices.models.audiences import READERS
from portal.voices.models.caseaccess import CHAIRS
from tests.thorough import THOROUGH

P = ParamSpec("P")
R = TypeVar("R")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CACHES = ("default", "pages")
# Where files lie: whoever writes one is noticed.
FOLDERS = {"MEDIA_ROOT", "IMPORT_ROOT", "_deleted"}
OF_ROWS = (of_rows.pre_save, of_rows.post_save, of_rows.pre_delete, of_rows.post_delete, of_rows.m2m_changed)
SIGNALS = [
    *OF_ROWS,
    *(one for app in (of_governance, of_peerreview) for one in vars(app).values() if isinstance(one, Signal)),
]


Statement = tuple[str, Any, bool]


@dataclass(frozen=True)
class World:
    """What a factory left behind: its statements, how many rows they change, what waits for a commit, its objects."""

    statements: list[Statement]
    changes: int
    waiting: list[tuple[Any, bool]]
    outcome: bytes
    after: "Place"


@dataclass
class Place:
    """A database all of whose rows are known, and the worlds built from there; None is one that cannot be kept."""

    worlds: dict[bytes, World | None] = field(default_factory=dict)


class Recording:
    """What is written while a factory is at work, and whether it can be told again."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.faithful = True

    def hear(self, sql: str, values: Any, many: bool) -> None:
        """Note one statement that went well."""
        words = sql.lstrip()[:20].upper()
        if words.startswith(WRITES):
            kept = [tuple(one) for one in values] if many else tuple(values or ())
            told = sql if values is None else PLACEHOLDER.sub("?", sql).replace("%%", "%")
            self.statements.append((told, kept, many))
        elif not words.startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE")):
            # A part was taken back, or the tables themselves were changed.
            self.faithful = False


class Memory:
    """Where the test at hand stands, and what is remembered from there."""

    def __init__(self) -> None:
        self.template = Place()
        self.here: Place | None = None
        self.changes = self.schema = 0
        self.wrapper: Any = None
        self.database: Any = None
        self.points: dict[str, Place | None] = {}
        self.recordings: list[Recording] = []
        self.undisturbed: Callable[[], bool] = lambda: True
        self.listeners: list[int] = []

    def begin(self, undisturbed: Callable[[], bool]) -> None:
        """A test begins, in a transaction of its own, on a copy of the template."""
        if connection.vendor != "sqlite" or THOROUGH:
            return
        self.undisturbed, self.listeners = undisturbed, _listeners()
        self.wrapper, self.database, self.points = connections["default"], connection.connection, {}
        self.schema = self._schema()
        self.stand_at(self.template)
        self.wrapper._savepoint, self.wrapper._savepoint_rollback = self._savepoint, self._savepoint_rollback

    def end(self) -> None:
        """A test ends, and what it wrote is taken back."""
        if self.wrapper is not None:
            del self.wrapper._savepoint, self.wrapper._savepoint_rollback
        self.here = self.wrapper = self.database = None

    def stand_at(self, place: Place | None) -> None:
        """Take the database to be as at ``place`` until another row is changed."""
        self.here, self.changes = place, self.database.total_changes

    def place(self) -> Place | None:
        """Return where the test stands if that is known, and if nothing is in the way of remembering."""
        if self.here is None or connection.connection is not self.database or not self._unchanged():
            return None
        return self.here if self._calm() and self._schema() == self.schema else None

    def _unchanged(self) -> bool:
        return bool(self.database.total_changes == self.changes)

    def _schema(self) -> int:
        return int(self.database.execute("PRAGMA schema_version").fetchone()[0])

    def _calm(self) -> bool:
        """Whether a factory's work follows from its arguments and the database alone, and nobody watches it."""
        return (
            [one for one in connection.execute_wrappers if one != self._heard] == []
            and not connection.force_debug_cursor
            and not connection.needs_rollback
            and _overridden() <= FOLDERS
            and _listeners() == self.listeners
            and self.undisturbed()
        )

    def _savepoint(self, sid: str) -> None:
        self.points[sid] = self.here if self._unchanged() else None
        type(self.wrapper)._savepoint(self.wrapper, sid)

    def _savepoint_rollback(self, sid: str) -> None:
        type(self.wrapper)._savepoint_rollback(self.wrapper, sid)
        self.stand_at(self.points.get(sid))

    def record(self, key: bytes, place: Place, subjects: list[Model], build: Callable[[], R]) -> R:
        """Build a world and keep it; return what whoever asks again is given, too."""
        recording, outside = Recording(), _outside()
        before, waiting = self.database.total_changes, len(connection.run_on_commit)
        self.recordings.append(recording)
        try:
            with ExitStack() as heard:
                if len(self.recordings) == 1:
                    heard.enter_context(connection.execute_wrapper(self._heard))
                    heard.enter_context(self._watching_files())
                result = build()
        finally:
            self.recordings.remove(recording)
        place.worlds[key] = None
        if not recording.faithful or outside != _outside() or self.database is not connection.connection:
            return result
        try:
            outcome = _Outcome.of((result, [vars(one) for one in subjects]), subjects)
        except (pickle.PicklingError, TypeError, AttributeError):
            return result
        later = [(act, robust) for _points, act, robust in connection.run_on_commit[waiting:]]
        changes = self.database.total_changes - before
        world = place.worlds[key] = World(recording.statements, changes, later, outcome, Place())
        self.stand_at(world.after)
        return cast("R", _handed(outcome, subjects))

    def tell(self, world: World, subjects: list[Model]) -> Any:
        """Write a world that is remembered, and return its objects."""
        for recording in self.recordings:
            recording.statements += world.statements
        before, cursor = self.database.total_changes, self.database.cursor()
        for sql, values, many in world.statements:
            (cursor.executemany if many else cursor.execute)(sql, values)
            if "RETURNING" in sql:
                cursor.fetchall()
        cursor.close()
        assert self.database.total_changes - before == world.changes, "the same statements changed other rows"
        points = set(connection.savepoint_ids)
        connection.run_on_commit += [(points, act, robust) for act, robust in world.waiting]
        self.stand_at(world.after)
        return _handed(world.outcome, subjects)

    def _heard(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        result = execute(sql, values, many, context)
        for recording in self.recordings:
            recording.hear(sql, values, many)
        return result

    @contextmanager
    def _watching_files(self) -> Iterator[None]:
        """Notice every file that is opened to write in it: no statement tells what stands there afterwards.

        In the places of Python's own ways to open one, and only while a factory is at work. An audit hook can never be
        taken out again, and is called a hundred million times in a run: for every ``id()`` and every ``__class__``.
        """
        opened, opened_by_number = io.open, os.open

        def watched(file: Any, mode: str = "r", *values: Any, **named: Any) -> Any:
            self._spoilt(set(mode) & set("wax+"))
            return opened(file, mode, *values, **named)

        def watched_by_number(path: Any, flags: int, *values: Any, **named: Any) -> int:
            self._spoilt(flags & WRITING)
            return opened_by_number(path, flags, *values, **named)

        with ExitStack() as patched:
            for where, name, instead in (
                (builtins, "open", watched),
                (io, "open", watched),
                (os, "open", watched_by_number),
            ):
                patched.callback(setattr, where, name, getattr(where, name))
                setattr(where, name, instead)
            yield

    def _spoilt(self, writes: object) -> None:
        for recording in self.recordings if writes else ():
            recording.faithful = False


class _Arguments(pickle.Pickler):
    """Writes arguments so that equal ones give equal bytes, and lists the rows among them."""

    def __init__(self, file: BytesIO) -> None:
        super().__init__(file, protocol=5)
        self.subjects: dict[int, Model] = {}

    def persistent_id(self, one: Any) -> Any:
        kind = type(one)
        if kind is str or kind is date:
            return NUMBERS.setdefault(one, len(NUMBERS))
        if kind is datetime:
            return NUMBERS.setdefault((str(one), str(one.tzinfo)), len(NUMBERS))
        if isinstance(one, Model):
            self.subjects.setdefault(id(one), one)
        elif isinstance(one, QuerySet | Manager):
            raise pickle.PicklingError("what rows it finds is not known yet")
        return None


class _Outcome(pickle.Pickler):
    """Writes what a factory returns; rows that it was given stay those that whoever asks again gives."""

    places: dict[int, int]

    def persistent_id(self, one: Any) -> Any:
        return self.places.get(id(one)) if isinstance(one, Model) else None

    @classmethod
    def of(cls, what: Any, subjects: list[Model]) -> bytes:
        file = BytesIO()
        writer = cls(file, protocol=5)
        writer.places = {id(one): number for number, one in enumerate(subjects)}
        writer.dump(what)
        return file.getvalue()


class _Handed(pickle.Unpickler):
    subjects: list[Model]

    def persistent_load(self, number: Any) -> Model:
        return self.subjects[number]


def _handed(outcome: bytes, subjects: list[Model]) -> Any:
    reader = _Handed(BytesIO(outcome))
    reader.subjects = subjects
    result, held = reader.load()
    for subject, values in zip(subjects, held, strict=True):
        # What the factory did to the rows it was given: a field it set, a row it looked up on the way.
        vars(subject).clear()
        vars(subject).update(values)
    return result


def _key(what: str, arguments: Any) -> tuple[bytes, list[Model]]:
    file = BytesIO()
    writer = _Arguments(file)
    now = time.time_ns() if time_machine.escape_hatch.is_travelling() else None
    writer.dump((what, arguments, get_language(), now))
    return file.getvalue(), list(writer.subjects.values())


def _overridden() -> set[str]:
    """Return which settings a test has in place of the portal's."""
    held, names = settings._wrapped, set()
    while isinstance(held, UserSettingsHolder):
        names |= set(vars(held)) - {"default_settings", "SETTINGS_MODULE"}
        held = held.default_settings
    return names


def _listeners() -> list[int]:
    return [len(one.receivers) for one in SIGNALS]


def _outside() -> tuple[Any, ...]:
    """Return what a factory may leave outside the database (what it writes to files is heard of as it is written)."""
    kept = [dict(store._cache) if isinstance(store := caches[name], LocMemCache) else None for name in CACHES]
    # What tests register in the process: no statement tells it.
    registered = len(CHAIRS), {audience: len(reads) for audience, reads in READERS.items()}
    return len(getattr(mail, "outbox", ())), registered, *kept


MEMORY = Memory()
NUMBERS: dict[Any, int] = {}


def ask(what: str, arguments: Any, build: Callable[[], R]) -> R:
    """Return the world that ``build`` makes of ``arguments``: told again, if it was built from here before."""
    place = MEMORY.place()
    if place is None:
        return build()
    try:
        key, subjects = _key(what, arguments)
    except (pickle.PicklingError, TypeError, AttributeError):
        return build()
    if key not in place.worlds:
        return MEMORY.record(key, place, subjects, build)
    world = place.worlds[key]
    return build() if world is None else cast("R", MEMORY.tell(world, subjects))


def remembered(factory: Callable[P, R]) -> Callable[P, R]:
    """Let a factory build each of its worlds once in a process; see above."""
    what = f"{factory.__module__}.{factory.__qualname__}"

    @wraps(factory)
    def asked(*values: P.args, **named: P.kwargs) -> R:
        return ask(what, (values, named), lambda: factory(*values, **named))

    return asked
