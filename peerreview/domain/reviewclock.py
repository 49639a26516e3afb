"""The clock of a review: weeks, working days and months counted from a day. Bank holidays are handed in.

Weeks and months run over holidays; only working days step over them. What would fall due on a day nobody works
falls due on the next working day: a deadline on Christmas Day is no deadline.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from peerreview.enums.reviews import DeadlineKind, ReviewKind
from portal.workingdays import add_working_days, is_working_day, next_working_day


@dataclass(frozen=True)
class ClockRules:
    """How long each part takes: the programme's numbers, which it may change for a cycle."""

    self_review_weeks: int = 8
    accreditation_weeks: int = 12
    visit_from_weeks: int = 4
    visit_to_weeks: int = 8
    draft_days: int = 20
    accuracy_days: int = 10
    final_days: int = 5
    action_plan_weeks: int = 6
    progress_months: int = 10
    interim_months: int = 18
    award_years: int = 3
    deferral_months: int = 9
    concern_hours: int = 4


@dataclass(frozen=True)
class Window:
    """The first and the last day of something that may happen on any day between."""

    first: date
    last: date


def self_review_due(start: date, kind: ReviewKind, rules: ClockRules, holidays: Collection[date]) -> date:
    """Return when the self-review is to be handed in, counted from the day the review's clock starts."""
    weeks = rules.accreditation_weeks if kind == ReviewKind.ACCREDITATION else rules.self_review_weeks
    return next_working_day(start + timedelta(weeks=weeks), holidays)


def visit_window(handed_in: date, rules: ClockRules) -> Window:
    """Return between which days the visit falls, counted from the day the self-review is handed in or due."""
    return Window(
        handed_in + timedelta(weeks=rules.visit_from_weeks), handed_in + timedelta(weeks=rules.visit_to_weeks)
    )


def visit_due(handed_in: date, rules: ClockRules, holidays: Collection[date]) -> date:
    """Return the last working day of the window for the visit."""
    last = visit_window(handed_in, rules).last
    while not is_working_day(last, holidays):
        last -= timedelta(days=1)
    return last


def first_deadlines(
    start: date, kind: ReviewKind, rules: ClockRules, holidays: Collection[date]
) -> dict[DeadlineKind, date]:
    """Return what falls due in a review that nobody has visited yet."""
    due = self_review_due(start, kind, rules, holidays)
    return {DeadlineKind.SELF_REVIEW: due, DeadlineKind.VISIT: visit_due(due, rules, holidays)}


def report_deadlines(visited: date, rules: ClockRules, holidays: Collection[date]) -> dict[DeadlineKind, date]:
    """Return what falls due after the visit if every step takes all of its time; an early step moves those after it."""
    draft = add_working_days(visited, rules.draft_days, holidays)
    accuracy = add_working_days(draft, rules.accuracy_days, holidays)
    final = add_working_days(accuracy, rules.final_days, holidays)
    return {
        DeadlineKind.DRAFT: draft,
        DeadlineKind.ACCURACY: accuracy,
        DeadlineKind.FINAL: final,
        **plan_deadlines(final, rules, holidays),
    }


def plan_deadlines(final: date, rules: ClockRules, holidays: Collection[date]) -> dict[DeadlineKind, date]:
    """Return what falls due after the final report."""
    return {
        DeadlineKind.ACTION_PLAN: next_working_day(final + timedelta(weeks=rules.action_plan_weeks), holidays),
        DeadlineKind.PROGRESS: next_working_day(final + relativedelta(months=rules.progress_months), holidays),
    }


def interim_due(final: date, rules: ClockRules, holidays: Collection[date]) -> date:
    """Return when the interim review is due."""
    return next_working_day(final + relativedelta(months=rules.interim_months), holidays)


def award_ends(decided: date, rules: ClockRules) -> date:
    """Return the first day without the award: periods are half-open."""
    return decided + relativedelta(years=rules.award_years)


def deferral_ends(decided: date, rules: ClockRules) -> date:
    """Return until when a deferred case is decided at the latest."""
    return decided + relativedelta(months=rules.deferral_months)
