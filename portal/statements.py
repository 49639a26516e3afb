"""Statements written once and asked with other values.

Writing a long statement from querysets takes many times what the database needs to answer it. ``Kept`` writes it with
stand-ins for the values and keeps the text; asking puts the real values in their places. What a statement says is still
said by the querysets, in one place: the text is nothing but theirs (``tests/portal/frame/test_statements.py``).
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import ExitStack
from copy import copy
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple, NoReturn

from django.db import connections
from django.db.models import Count, QuerySet
from django.db.models import Value as Constant
from django.utils import timezone

LONGEST_REMEMBERED, MOST_PARAMETERS_REMEMBERED = 32_768, 400
# How many texts one statement keeps: one for each number of values in its lists (rounded up) and each ``shape``.
MOST_TEXTS = 64
PLACEHOLDER = re.compile("%[s%]")
# The lock stands last; databases that lock no rows have none.
FOR_UPDATE = re.compile(r"FOR UPDATE(?=( OF [\w\", ]+)?$)")
# The words of closed lists and the like; anything with a sign in it stays a parameter.
PLAIN = re.compile(r"[A-Za-z0-9_ .]*")
# No key is negative: an empty list becomes a list of this.
NONE_OF_THEM = -1
LARGEST_KEY = 2**63 - 1
# They stand in for a moment and a day and are never asked. Half a minute after midnight it was still the day before in
# London, by the sun: a day taken from such a moment in the wrong zone is not mistaken for the portal's own day.
_MOMENT, _DAY = datetime(2, 2, 3, 0, 0, 30), date(1, 2, 3)  # noqa: DTZ001
# Every statement is written this often, at other times of the day.
TIMES = (timedelta(), timedelta(seconds=11), timedelta(hours=13, minutes=47, seconds=5))
TURNS = len(TIMES)

Value = int | str | datetime | date
Values = Mapping[str, Value | tuple[int, ...]]


def total_of(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Return the statement that counts ``rows``: one row with one number. ``count()`` would ask it at once."""
    one = rows.order_by().annotate(one=Constant(1)).values("one")
    total: QuerySet[Any, Any] = one.annotate(total=Count("pk")).values_list("total", flat=True)
    return total


class Where(NamedTuple):
    """Which value stands at a place: its name, its number in a list, and whether it is its day, or so much later."""

    name: str
    item: int = 0
    is_day: bool = False
    later: timedelta = timedelta()

    def found_in(self, values: Values, connection: Any) -> Any:
        """Return it as this kind of database is given it."""
        value = values[self.name]
        if isinstance(value, tuple):
            return value[self.item]
        if type(value) is int and value > LARGEST_KEY:
            # Django, too, finds nothing under a number that no column can hold, and asks no database for it.
            return NONE_OF_THEM
        if isinstance(value, datetime):
            return _adapted(timezone.localdate(value) if self.is_day else value + self.later, connection)
        return _adapted(value, connection)


class NotKeepable(TypeError):
    """The statement depends on a value in a way that putting another in its place would not follow."""


class _Text(NamedTuple):
    """One written statement: where it came from, its words, and for every parameter which value it is."""

    queryset: "QuerySet[Any, Any]"
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    given: Values
    places: tuple[tuple[int, Where], ...]


class Kept:
    """A statement that ``build`` writes from named values; lists are tuples of keys and are only asked with ``in``."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", *, shares: bool = False) -> None:
        """Keep what ``build`` writes. When it ``shares`` its lock, others may hold it too, and nobody changes the rows.

        Django knows only the lock of one alone (``select_for_update``): asking for that one is how this is written.
        """
        self.build = build
        self.shares = shares
        self.texts: OrderedDict[Hashable, _Text] = OrderedDict()
        self.lock = Lock()

    def ask(self, *, shape: tuple[Hashable, ...] = (), **values: Value | tuple[int, ...]) -> list[Any]:
        """Return the rows for ``values``; ``shape`` goes to ``build`` as it is: whatever changes the text itself.

        A parameter may be a value, the portal's day of a moment, or a fixed time before or after a moment. Raises
        ``NotKeepable`` when it is first asked and a parameter was worked out from a value in any other way.
        """
        text, parameters = self._filled(shape, values)
        compiler = copy(text.compiler)
        compiler.connection = connections[text.queryset.db]
        compiler.as_sql = lambda *_, **__: (text.sql, parameters)
        rows = text.queryset.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        # A list, not a queryset: what somebody filtered afterwards would not be in the text.
        return list(rows)

    def statement(
        self, *, shape: tuple[Hashable, ...] = (), **values: Value | tuple[int, ...]
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the words and parameters for ``values``, for whoever asks them inside a statement of their own."""
        text, parameters = self._filled(shape, values)
        return text.sql, parameters

    def _filled(self, shape: tuple[Hashable, ...], values: Values) -> tuple[_Text, tuple[Any, ...]]:
        padded = {name: _padded(value) if isinstance(value, tuple) else value for name, value in values.items()}
        text = self._text(shape, padded)
        connection = connections[text.queryset.db]
        parameters = list(text.parameters)
        for place, where in text.places:
            parameters[place] = where.found_in(padded, connection)
        return text, tuple(parameters)

    def _text(self, shape: tuple[Hashable, ...], values: Values) -> _Text:
        lengths = tuple((name, len(value)) for name, value in values.items() if isinstance(value, tuple))
        key = (shape, lengths)
        with self.lock:
            text = self.texts.get(key)
            if text is not None:
                self.texts.move_to_end(key)
                return text
        text = self._written(shape, values)
        with self.lock:
            self.texts[key] = text
            while len(self.texts) > MOST_TEXTS:
                self.texts.popitem(last=False)
        return text

    def _written(self, shape: tuple[Hashable, ...], values: Values) -> _Text:
        """Write it again and again with other stand-ins: what differs must be one and the same value each time."""
        writings = [self._with_stand_ins(shape, values, turn) for turn in range(TURNS)]
        first, connection = writings[0], connections[writings[0].queryset.db]
        if any(text.sql != first.sql or len(text.parameters) != len(first.parameters) for text in writings):
            raise NotKeepable(f"{self.build.__qualname__} writes other words for other values")
        places = []
        for place, parameters in enumerate(zip(*(text.parameters for text in writings), strict=True)):
            if all(parameter == parameters[0] for parameter in parameters):
                continue
            where = _where(parameters[0], first.given, connection)
            if where is None or any(
                where.found_in(text.given, connection) != parameter
                for text, parameter in zip(writings, parameters, strict=True)
            ):
                raise NotKeepable(f"{self.build.__qualname__} works a parameter out from its values: {parameters[0]!r}")
            places.append((place, where))
        return _with_constants(first._replace(places=tuple(places)), connection)

    def _with_stand_ins(self, shape: tuple[Hashable, ...], values: Values, turn: int) -> _Text:
        given: dict[str, Any] = {}
        # Far enough apart that no two stand-ins are the same in two turns, whatever kind they become; and small enough
        # for a column of four bytes, for Django knows that nothing larger is found in one.
        number = 1_900_000_000 + turn * 500_000
        for name, value in values.items():
            if isinstance(value, tuple):
                given[name] = tuple(range(number, number + len(value)))
                number += len(value)
            elif isinstance(value, datetime):
                # Moments lie decades apart, and each moves by another length of time from turn to turn.
                nth = sum(isinstance(one, datetime) for one in given.values())
                later = timedelta(days=10_000 * nth + 1000 * (nth + 1) * turn) + TIMES[turn]
                given[name] = _MOMENT.replace(tzinfo=value.tzinfo) + later
            else:
                given[name] = _stand_in(value, number)
                number += 1
        with ExitStack() as watched:
            for alias in connections:
                watched.enter_context(connections[alias].execute_wrapper(self._refuse))
            queryset = self.build(*shape, **given)
            compiler = queryset.query.get_compiler(queryset.db)
            sql, parameters = compiler.as_sql()
        if self.shares:
            sql = FOR_UPDATE.sub("FOR SHARE", sql)
        return _Text(queryset, compiler, sql, tuple(parameters), given, ())

    def _refuse(self, *asked: Any) -> NoReturn:
        """What is asked while the text is written would stay in it, whatever became of the answer."""
        raise NotKeepable(f"{self.build.__qualname__} asks the database while it is written")


def _with_constants(text: _Text, connection: Any) -> _Text:
    """Write what is always the same into the words, on PostgreSQL: its one plan for all values then knows it.

    Of ``state = $3`` it must assume that every row may be meant, and reads all ten thousand; of ``state = 'open'`` it
    knows better. Counting what few may read of the register went from five milliseconds to a tenth.
    """
    if connection.vendor != "postgresql":
        return text
    changing = dict(text.places)
    parameters: list[Any] = []
    places: list[tuple[int, Where]] = []
    given = iter(enumerate(text.parameters))

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        place, value = next(given)
        if place in changing:
            places.append((len(parameters), changing[place]))
        elif (literal := _literal(value)) is not None:
            return literal
        parameters.append(value)
        return "%s"

    sql = PLACEHOLDER.sub(written, text.sql)
    return text._replace(sql=sql, parameters=tuple(parameters), places=tuple(places))


def _literal(value: Any) -> str | None:
    """Return ``value`` as SQL, or nothing for what is better left to the driver."""
    # Choices are strings of a kind of their own, and the driver's numbers are numbers of a kind of theirs.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # With its type: a bare number would be a column's place wherever something is put in order or in groups.
        return f"{int(value)}::{'int' if abs(value) < 2**31 else 'bigint'}" if value >= 0 else None
    if isinstance(value, str) and PLAIN.fullmatch(str(value)):
        return f"'{value!s}'"
    return None


def _where(parameter: Any, given: Values, connection: Any) -> Where | None:
    """Return which stand-in a parameter is, or the day of which, or how long before or after which moment it lies."""
    for name, value in given.items():
        if isinstance(value, tuple):
            if parameter in value:
                return Where(name, value.index(parameter))
        elif Where(name).found_in(given, connection) == parameter:
            return Where(name)
    moments = {name: value for name, value in given.items() if isinstance(value, datetime)}
    for name in moments:
        if Where(name, is_day=True).found_in(given, connection) == parameter:
            return Where(name, is_day=True)
    moment = _as_moment(parameter)
    if moment is None:
        return None
    # They lie decades apart, so it is the nearest; if it is not, the next writing refuses it.
    apart = (Where(name, later=moment - _universal(value)) for name, value in moments.items())
    return min(apart, key=lambda where: abs(where.later), default=None)


def _as_moment(parameter: Any) -> datetime | None:
    """Return what the database was given as the moment it is, in universal time; SQLite is given its words."""
    if isinstance(parameter, str):
        try:
            parameter = datetime.fromisoformat(parameter)
        except ValueError:
            return None
    return _universal(parameter) if isinstance(parameter, datetime) else None


def _universal(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _padded(keys: tuple[int, ...]) -> tuple[int, ...]:
    """Fill up to the next power of two with a key that is there already: few lengths, few texts."""
    keys = keys or (NONE_OF_THEM,)
    length = 1 << (len(keys) - 1).bit_length()
    return keys + keys[-1:] * (length - len(keys))


def _stand_in(value: int | str | date, number: int) -> Value:
    """Return something of the kind of ``value`` that nobody asks for."""
    if isinstance(value, date):
        return _DAY + timedelta(days=number % 1_000_000)
    return f"stand-in {number}" if isinstance(value, str) else number


def _adapted(value: Value, connection: Any) -> Any:
    """Return ``value`` as this kind of database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def remember_long_ones() -> None:
    """Let the driver of PostgreSQL remember where the parameters stand also in our longest statements.

    It reads a statement of more than 4 kB or 50 parameters anew each time it is asked: ours say who may see what, and
    reading four of them took a thirtieth of a proposal's page. It has no setting for this.
    """
    try:
        from psycopg import _queries  # noqa: PLC0415 - not there where only SQLite is used
    except ImportError:
        return
    _queries.MAX_CACHED_STATEMENT_LENGTH = LONGEST_REMEMBERED
    _queries.MAX_CACHED_STATEMENT_PARAMS = MOST_PARAMETERS_REMEMBERED
