"""Which kinds of things wait for somebody: one query for all, so that a Today page without them asks for none."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, QuerySet

from governance.models.standing import standing_of
from governance.queries.standing import KeptFor
from portal.people.models import User

Rows = Callable[[User, datetime], "QuerySet[Any]"]
KINDS: dict[str, Rows] = {}


def waits_as(name: str) -> Callable[[Rows], Rows]:
    """Name the rows a function returns: whoever draws them asks ``waiting`` first."""

    def add(rows: Rows) -> Rows:
        KINDS[name] = rows
        return rows

    return add


def waiting(person: User, at: datetime) -> frozenset[str]:
    """Return the kinds of which there is something for ``person``; kept with them for the moment."""
    standing = standing_of(person, at)
    if not standing.inside | standing.member_of:
        return frozenset()
    kept: dict[datetime, frozenset[str]] = person.__dict__.setdefault("_waits", {})
    if at not in kept:
        row = next(iter(_WAITS.ask(person, at, tuple(KINDS))), ())
        kept[at] = frozenset(name for name, found in zip(KINDS, row, strict=False) if found)
    return kept[at]


def _waits(person: User, at: datetime, kinds: tuple[str, ...]) -> "QuerySet[Any, Any]":
    """One row with a column for each kind; ``kinds`` is in the shape, so that a kind registered later is asked too."""
    return User.objects.filter(pk=person.pk).values_list(*(Exists(KINDS[name](person, at)) for name in kinds))


_WAITS = KeptFor(_waits)
