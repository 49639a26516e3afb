"""The clocks of the procedures of England and Wales: what must be done by when, with where it is written.

The words for people stand in ``queries/procedures.py``. Whoever changes the law changes a line here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.people.enums import Nation
from portal.voices.enums.cases import ReferredTo as R
from portal.voices.enums.cases import StepKind
from portal.workingdays import add_working_days, is_working_day, next_working_day

OPENS, CLOSES = time(9), time(17)


class Within(StrEnum):
    """How long there is."""

    # "Immediately", "without delay": an hour is the founders' number for what the law gives none.
    AT_ONCE = "at_once"
    HOURS = "hours"
    # What begins out of hours falls due at the end of the next working day.
    WORKING_DAY = "working_day"


class From(StrEnum):
    """What starts the clock."""

    OPENED = "opened"
    TOLD_SERVICES = "told_services"


@dataclass(frozen=True)
class Duty:
    """One thing somebody must do."""

    key: str
    nation: Nation
    within: Within
    begins: From
    # Told to one of these, or noted that it is not for them; of ``none`` a note after the start is enough.
    done_by: frozenset[R]
    source: str


SERVICES = frozenset({R.CHILDRENS_SERVICES, R.POLICE})

DUTIES: tuple[Duty, ...] = (
    # England. Statutory guidance under s. 11 Children Act 2004: a referral is made immediately where a child is
    # suffering significant harm or is likely to.
    Duty(
        "tell_services",
        Nation.ENGLAND,
        Within.AT_ONCE,
        From.OPENED,
        SERVICES,
        "Working Together to Safeguard Children 2023",
    ),
    # A social worker acknowledges the referral and decides on the response within one working day; whoever referred
    # asks if they do not hear.
    Duty(
        "services_decide",
        Nation.ENGLAND,
        Within.WORKING_DAY,
        From.TOLD_SERVICES,
        frozenset(),
        "Working Together to Safeguard Children 2023",
    ),
    # Allegations against people who work with children reach the designated officer within one working day.
    Duty(
        "tell_designated_officer",
        Nation.ENGLAND,
        Within.WORKING_DAY,
        From.OPENED,
        frozenset({R.DESIGNATED_OFFICER}),
        "Working Together to Safeguard Children 2023",
    ),
    # The registered person notifies the regulator without delay; we make sure that they know they must.
    Duty(
        "tell_regulator",
        Nation.ENGLAND,
        Within.WORKING_DAY,
        From.OPENED,
        frozenset({R.REGULATOR, R.PROVIDER}),
        "Children’s Homes (England) Regulations 2015, reg. 40",
    ),
    # Wales. The duty to report a child at risk: s. 130 Social Services and Well-being (Wales) Act 2014.
    Duty(
        "tell_services",
        Nation.WALES,
        Within.AT_ONCE,
        From.OPENED,
        SERVICES,
        "Social Services and Well-being (Wales) Act 2014, s. 130; Wales Safeguarding Procedures",
    ),
    Duty(
        "confirm_in_writing",
        Nation.WALES,
        Within.HOURS,
        From.TOLD_SERVICES,
        frozenset(),
        "Wales Safeguarding Procedures",
    ),
    # Whether a strategy discussion is held is for social services and police; we ask when we do not hear.
    Duty(
        "strategy_discussion",
        Nation.WALES,
        Within.WORKING_DAY,
        From.TOLD_SERVICES,
        frozenset(),
        "Wales Safeguarding Procedures",
    ),
    # Section 5: the designated officer is told within 24 hours, or the next working day when it is out of hours.
    Duty(
        "tell_designated_officer",
        Nation.WALES,
        Within.WORKING_DAY,
        From.OPENED,
        frozenset({R.DOS}),
        "Wales Safeguarding Procedures, section 5",
    ),
    Duty(
        "tell_regulator",
        Nation.WALES,
        Within.WORKING_DAY,
        From.OPENED,
        frozenset({R.REGULATOR, R.PROVIDER}),
        "Regulated Services (Service Providers and Responsible Individuals) (Wales) Regulations 2017, reg. 60",
    ),
)
WRITTEN_AFTER = timedelta(hours=24)
AT_ONCE = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """A step of a case as the clocks see it."""

    kind: StepKind
    to: str
    at: datetime


@dataclass(frozen=True)
class Clock:
    """Where one duty stands: without a start it does not run yet."""

    duty: Duty
    due: datetime | None
    done_at: datetime | None
    is_waived: bool = False

    def is_late(self, at: datetime) -> bool:
        """Say whether its time is over, or was when it was done."""
        return self.due is not None and (self.done_at or at) > self.due


def clocks(nation: Nation, opened: datetime, steps: Iterable[Done], holidays: Collection[date]) -> list[Clock]:
    """Return every duty of a nation with its time; all moments are local, so that nights and days are ours."""
    done = list(steps)
    told = [step.at for step in done if step.kind == StepKind.REFERRED and step.to in SERVICES]
    found = []
    for duty in DUTIES:
        if duty.nation == nation:
            start = opened if duty.begins == From.OPENED else min(told, default=None)
            found.append(_clock(duty, start, done, holidays))
    return found


def _clock(duty: Duty, start: datetime | None, done: list[Done], holidays: Collection[date]) -> Clock:
    if start is None:
        return Clock(duty, None, None)
    due = _due(duty.within, start, holidays)
    if duty.done_by:
        kinds = (StepKind.REFERRED, StepKind.NOTE)
        mine = [step for step in done if step.to in duty.done_by and step.kind in kinds]
    else:
        mine = [step for step in done if step.at > start and step.kind in (StepKind.NOTE, StepKind.CLOSED)]
    first = min(mine, key=lambda step: step.at, default=None)
    if first is None:
        return Clock(duty, due, None)
    return Clock(duty, due, first.at, is_waived=bool(duty.done_by) and first.kind == StepKind.NOTE)


def _due(within: Within, start: datetime, holidays: Collection[date]) -> datetime:
    if within == Within.AT_ONCE:
        return start + AT_ONCE
    if within == Within.HOURS:
        return start + WRITTEN_AFTER
    day = start.date()
    if is_working_day(day, holidays) and OPENS <= start.time() < CLOSES:
        return datetime.combine(add_working_days(day, 1, holidays), start.time(), start.tzinfo)
    # Before nine in the morning of a working day that day is the next one.
    first = day if start.time() < OPENS else day + timedelta(days=1)
    return datetime.combine(next_working_day(first, holidays), CLOSES, start.tzinfo)
