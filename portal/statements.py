"""Statements written once and asked with other values.

Writing a long statement from querysets takes many times what the database needs to answer it. ``Kept`` writes it with
stand-ins for the values and keeps the text; asking puts the real values in their places. What a statement says is still
said by the querysets, in one place: the text is nothing but theirs (``tests/portal/frame/test_statements.py``).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet

# How many texts one statement keeps: one for each number of values in its lists (rounded up) and each ``shape``.
MOST_TEXTS = 64
# No key is negative: an empty list becomes a list of this.
NONE_OF_THEM = -1
_MOMENT, _DAY = datetime(1, 2, 3, 4, 5, 6), date(1, 2, 3)  # noqa: DTZ001 - stands in for a moment, is never asked

Value = int | str | datetime | date
Values = Mapping[str, Value | tuple[int, ...]]


class NotKeepable(TypeError):
    """The statement depends on a value in a way that putting another in its place would not follow."""


class _Text(NamedTuple):
    """One written statement: where it came from, its words, and for every parameter which value it is."""

    queryset: "QuerySet[Any, Any]"
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, tuple[str, int]], ...]


class Kept:
    """A statement that ``build`` writes from named values; lists are tuples of keys and are only asked with ``in``."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self.build = build
        self.texts: OrderedDict[Hashable, _Text] = OrderedDict()
        self.lock = Lock()

    def ask(self, *, shape: tuple[Hashable, ...] = (), **values: Value | tuple[int, ...]) -> list[Any]:
        """Return the rows for ``values``; ``shape`` goes to ``build`` as it is: whatever changes the text itself.

        Raises ``NotKeepable`` when it is first asked and a parameter was worked out from a value instead of being it.
        """
        padded = {name: _padded(value) if isinstance(value, tuple) else value for name, value in values.items()}
        text = self._text(shape, padded)
        connection = connections[text.queryset.db]
        parameters = list(text.parameters)
        for place, (name, index) in text.places:
            value = padded[name]
            parameters[place] = value[index] if isinstance(value, tuple) else _adapted(value, connection)
        compiler = copy(text.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (text.sql, tuple(parameters))
        rows = text.queryset.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        # A list, not a queryset: what somebody filtered afterwards would not be in the text.
        return list(rows)

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
        """Write it twice with different stand-ins: what differs must be a stand-in, and the same one both times."""
        first, known = self._with_stand_ins(shape, values, 0)
        second, known_again = self._with_stand_ins(shape, values, 1)
        if first.sql != second.sql or len(first.parameters) != len(second.parameters):
            raise NotKeepable(f"{self.build.__qualname__} writes other words for other values")
        places = []
        for place, (one, other) in enumerate(zip(first.parameters, second.parameters, strict=True)):
            if one == other:
                continue
            if known.get(one) is None or known.get(one) != known_again.get(other):
                raise NotKeepable(f"{self.build.__qualname__} works a parameter out from its values")
            places.append((place, known[one]))
        return first._replace(places=tuple(places))

    def _with_stand_ins(
        self, shape: tuple[Hashable, ...], values: Values, turn: int
    ) -> tuple[_Text, dict[Any, tuple[str, int]]]:
        known: dict[Any, tuple[str, int]] = {}
        given: dict[str, Any] = {}
        # Far enough apart that no two stand-ins are the same in both turns, whatever kind they become; and small enough
        # for a column of four bytes, for Django knows that nothing larger is found in one.
        number = 1_900_000_000 + turn * 500_000
        stand_ins: list[tuple[Any, tuple[str, int]]] = []
        for name, value in values.items():
            items = value if isinstance(value, tuple) else (value,)
            mine = [_stand_in(item, number + len(stand_ins) + n) for n, item in enumerate(items)]
            stand_ins += [(item, (name, n)) for n, item in enumerate(mine)]
            given[name] = tuple(mine) if isinstance(value, tuple) else mine[0]
        queryset = self.build(*shape, **given)
        connection = connections[queryset.db]
        for item, where in stand_ins:
            known[_adapted(item, connection)] = where
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        return _Text(queryset, compiler, sql, tuple(parameters), ()), known


def _padded(keys: tuple[int, ...]) -> tuple[int, ...]:
    """Fill up to the next power of two with a key that is there already: few lengths, few texts."""
    keys = keys or (NONE_OF_THEM,)
    length = 1 << (len(keys) - 1).bit_length()
    return keys + keys[-1:] * (length - len(keys))


def _stand_in(value: Value, number: int) -> Value:
    """Return something of the kind of ``value`` that nobody asks for."""
    if isinstance(value, datetime):
        return _MOMENT.replace(tzinfo=value.tzinfo) + timedelta(seconds=number % 1_000_000_000)
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
