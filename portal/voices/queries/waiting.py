"""Since when something waits, and for whom: by day, so that nothing tells one statement from another."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.people.models import RoleGrant, User
from portal.voices.enums.statements import StatementState
from portal.voices.models import Redaction, Statement
from portal.voices.models.reading import READERS

UNREAD = Q(state=StatementState.RECEIVED)


def readers(at: datetime) -> list[User]:
    """Return everybody who reads before others do."""
    grants = RoleGrant.objects.active(at).filter(role__in=READERS)
    return list(User.objects.filter(pk__in=grants.values("person"), is_active=True).order_by("pk"))


def readers_of_unread(at: datetime) -> Iterator[tuple[date, frozenset[int]]]:
    """Yield each day from which something is unread, with those who may read some of it; a query for each reader."""
    unread = Statement.objects.filter(UNREAD).order_by()
    found: dict[date, set[int]] = {day: set() for day in _days(unread, "given_on")}
    for one in readers(at) if found else ():
        for day in _days(unread.readable_by(one, at), "given_on"):
            found[day].add(one.pk)
    yield from _in_order(found)


def readers_of_objections(at: datetime) -> Iterator[tuple[date, frozenset[int]]]:
    """Yield each day from which an author waits for an answer, with those who may give one; a query for each reader."""
    waits = Redaction.objects.filter(objected_on__isnull=False, answered_at__isnull=True).order_by()
    found: dict[date, set[int]] = {day: set() for day in _days(waits, "objected_on")}
    for one in readers(at) if found else ():
        readable = Statement.objects.readable_by(one, at).order_by().values("pk")
        for day in _days(waits.filter(words__statement__in=readable), "objected_on"):
            found[day].add(one.pk)
    yield from _in_order(found)


def _days(rows: "QuerySet[Any]", name: str) -> list[date]:
    return list(rows.values_list(name, flat=True).distinct())


def _in_order(found: dict[date, set[int]]) -> Iterator[tuple[date, frozenset[int]]]:
    for day in sorted(found):
        yield day, frozenset(found[day])
