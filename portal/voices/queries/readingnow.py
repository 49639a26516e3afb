"""Whether anybody is reading now: what the young people's page says about it must be true."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from portal.people.enums import Nation
from portal.people.models import RoleGrant
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.voices.domain.duty import JUST_NOW, next_duty, on_duty
from portal.voices.enums.cases import StepKind
from portal.voices.models import CaseStep, ModerationStep
from portal.voices.models.reading import SAFEGUARDING


@dataclass(frozen=True)
class Reading:
    """What may be said to somebody who waits."""

    is_now: bool
    """Somebody is there: they read something just now, or it is an hour of duty and there is a lead or deputy."""
    last_read: datetime | None
    """When a safeguarding alert or a statement was last opened, by anybody."""
    is_promised: bool
    """There is a lead or deputy at all: without one the hours of duty promise nothing."""
    next_from: datetime
    """The next moment at which somebody is there by the hours of duty."""


def reading_now(at: datetime, nation: str = Nation.ENGLAND) -> Reading:
    """Return what is true at ``at``; three queries."""
    local = timezone.localtime(at)
    holidays = bank_holidays(nation, day_of(at))
    cases = CaseStep.objects.filter(kind__in=[StepKind.READ, StepKind.TAKEN], at__lte=at)
    last = max(
        (found for rows in (cases, ModerationStep.objects.filter(at__lte=at)) if (found := _newest(rows))),
        default=None,
    )
    is_promised = RoleGrant.objects.active(at).filter(role__in=SAFEGUARDING).exists()
    covered = is_promised and on_duty(local, holidays)
    return Reading(
        is_now=covered or (last is not None and at - last <= JUST_NOW),
        last_read=last,
        is_promised=is_promised,
        next_from=next_duty(local, holidays),
    )


def _newest(rows: QuerySet[Any]) -> datetime | None:
    found: datetime | None = rows.aggregate(last=Max("at"))["last"]
    return found
