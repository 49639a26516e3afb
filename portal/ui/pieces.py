"""Pieces of pages that depend on nothing but what they are given, drawn once and kept by this process.

A row of a list is drawn for one reader after another with the same words, and drawing it costs more than finding it.
A piece is told everything it shows as plain values, and those are its key: whoever may see the values may see the
piece, and a changed value is another piece. Nothing is ever invalidated.

Not for young people's words: what is deleted must be gone from every memory at once.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
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
_DRAWN: dict[Hashable, SafeString] = {}


class NotAPlainValue(TypeError):
    """A piece was given something that may look different at another time, such as a row of the database."""


def draw(template: Template, values: dict[str, Any], context: Context) -> SafeString:
    """Return ``template`` with ``values`` and nothing else; raises ``NotAPlainValue`` for anything but plain ones."""
    return kept((template, _frozen(values)), lambda: template.render(context.new(values)))


def kept(what: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """Return what ``draw`` draws; ``what`` must say everything it depends on beside language and time zone."""
    key = (what, get_language(), timezone.get_current_timezone_name())
    found = _DRAWN.get(key)
    if found is None:
        found = draw()
        if len(_DRAWN) >= MOST:
            _DRAWN.clear()
        _DRAWN[key] = found
    return found


def forget() -> None:
    """Forget every piece: for tests, and for whoever measures drawing."""
    _DRAWN.clear()


def _frozen(value: Any) -> Hashable:
    """Return what tells ``value`` apart from everything that would be drawn otherwise."""
    if value is None or type(value) is str:
        found: Hashable = value
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
