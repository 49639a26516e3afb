"""What has been kept long enough."""

from datetime import datetime

from django.db.models import QuerySet

from portal.people.models.periods import day_of
from portal.voices.enums.cases import CaseState
from portal.voices.models import Attachment, Case, Statement
from portal.voices.models.files import SENT_ALONG


def due_statements(at: datetime) -> QuerySet[Statement]:
    """Return statements whose last day has come; one that is part of an open case waits for it."""
    waiting = Case.objects.exclude(state=CaseState.CLOSED).filter(statement__isnull=False).values("statement")
    return Statement.objects.filter(keep_until__lte=day_of(at)).exclude(pk__in=waiting).order_by("pk")


def due_cases(at: datetime) -> QuerySet[Case]:
    """Return closed cases whose last day has come."""
    return Case.objects.filter(keep_until__lte=day_of(at), state=CaseState.CLOSED).order_by("pk")


def stray_files(before: datetime) -> list[str]:
    """Return files that belong to no statement and were written before ``before``."""
    known = set(Attachment.objects.values_list("file", flat=True))
    strays = [name for name in SENT_ALONG.names() if name not in known]
    return [name for name in strays if (since := SENT_ALONG.since(name)) is not None and since < before]
