"""Pieces of pages that depend on nothing but what they are given, drawn once and kept by this process.

A row of a list is drawn for one reader after another with the same words, and drawing it costs more than finding it.
A piece is told everything it shows as plain values, and those are its key: whoever may see the values may see the
piece, and a changed value is another piece. Nothing is ever invalidated.

Not for young people's words: what is deleted must be gone from every memory at once.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.template.base import Template
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import get_language

# A row is about a thousand characters: with this many, a process keeps some twenty megabytes at most.
MOST = 20_000
# True and 1 are equal, and so are a moment in two zones: each is told apart by its kind, and zones by the key.
SIMPLE = frozenset({bool, int, datetime, date})
_DRAWN: dict[Hashable, SafeString] = {}


class NotAPlainValue(TypeError):
    """A piece was given something that may look different at another time, such as a row of the database."""


def draw(template: Template, values: dict[str, Any], context: Context) -> SafeString:
    """Return ``template`` with ``values`` and nothing else; raises ``NotAPlainValue`` for anything but plain ones."""
    return kept((template, _frozen(values)), lambda: template.render(context.new(values)))


def draw_many(
    template: Template, rows: Iterable[Mapping[str, Any]], shared: dict[str, Any], context: Context
) -> Iterator[SafeString]:
    """Give ``template`` drawn with ``shared`` and each of ``rows``, as ``draw`` would."""
    here = (get_language(), timezone.get_current_timezone_name())
    alike = (template, _frozen(shared))
    for row in rows:
        # Words and nothing are told apart by themselves; they are most of what a row shows.
        words = tuple([value if value is None or type(value) is str else _frozen(value) for value in row.values()])
        key = (alike, tuple(row), words, here)
        found = _DRAWN.get(key)
        yield _drawn(key, template, {**shared, **row}, context) if found is None else found


def _drawn(key: Hashable, template: Template, values: dict[str, Any], context: Context) -> SafeString:
    return _keep(key, template.render(context.new(values)))


def kept(what: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """Return what ``draw`` draws; ``what`` must say everything it depends on beside language and time zone."""
    key = (what, get_language(), timezone.get_current_timezone_name())
    found = _DRAWN.get(key)
    return _keep(key, draw()) if found is None else found


def _keep(key: Hashable, drawn: SafeString) -> SafeString:
    if len(_DRAWN) >= MOST:
        _DRAWN.clear()
    _DRAWN[key] = drawn
    return drawn


def forget() -> None:
    """Forget every piece: for tests, and for whoever measures drawing."""
    _DRAWN.clear()


def _frozen(value: Any) -> Hashable:
    """Return what tells ``value`` apart from everything that would be drawn otherwise."""
    kind = type(value)
    if value is None or kind is str:
        found: Hashable = value
    elif kind in SIMPLE:
        found = (kind, value)
    elif isinstance(value, SafeData):
        found = (SafeString, str(value))
    elif isinstance(value, str | bool | int | float | date | Decimal | UUID):
        # True and 1 are equal, and so are a list's own word and a plain one: they are drawn differently.
        found = (type(value), value)
    elif isinstance(value, Promise):
        found = str(value)
    elif isinstance(value, Mapping):
        found = (dict, *((name, _frozen(one)) for name, one in value.items()))
    elif isinstance(value, list | tuple):
        found = (list, *(_frozen(one) for one in value))
    else:
        raise NotAPlainValue(f"A piece takes plain values, not {type(value).__name__}: give it what it shows.")
    return found
