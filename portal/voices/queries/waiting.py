"""Since when something waits, and for whom: by day, so that nothing tells one statement from another."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q

from portal.people.models import RoleGrant, User
from portal.voices.enums.statements import StatementState
from portal.voices.models import Redaction, Statement
from portal.voices.models.reading import READERS, StatementQuerySet

UNREAD = Q(state=StatementState.RECEIVED)


def readers(at: datetime) -> list[User]:
    """Return everybody who reads before others do."""
    grants = RoleGrant.objects.active(at).filter(role__in=READERS)
    return list(User.objects.filter(pk__in=grants.values("person"), is_active=True).order_by("pk"))


def readers_of_unread(at: datetime) -> Iterator[tuple[date, frozenset[int]]]:
    """Yield each day from which something is unread, with those who may read some of it."""
    days = Statement.objects.filter(UNREAD).order_by("given_on").values_list("given_on", flat=True).distinct()
    for day in list(days):
        rows = Statement.objects.filter(UNREAD, given_on=day)
        yield day, _who_reads(rows, at)


def readers_of_objections(at: datetime) -> Iterator[tuple[date, frozenset[int]]]:
    """Yield each day from which an author waits for an answer, with those who may give one."""
    open_ = Redaction.objects.filter(objected_on__isnull=False, answered_at__isnull=True)
    for day in sorted({row for row in open_.values_list("objected_on", flat=True) if row}):
        keys = open_.filter(objected_on=day).values("words__statement")
        yield day, _who_reads(Statement.objects.filter(pk__in=keys), at)


def _who_reads(rows: StatementQuerySet[Statement], at: datetime) -> frozenset[int]:
    return frozenset(one.pk for one in readers(at) if rows.readable_by(one, at).exists())
