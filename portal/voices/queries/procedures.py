"""The clocks of a case in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Nation
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.voices.domain.procedures import Clock, Done, clocks
from portal.voices.enums.cases import StepKind
from portal.voices.models import Case

WORDS: dict[str, tuple[Promise, Promise | str]] = {
    "tell_services": (_("Tell children’s services or the police"), _("If a child is in danger now, ring 999 first.")),
    "services_decide": (
        _("Hear what children’s services decided, or ask"),
        _("A social worker decides within one working day. Write a note when you have heard."),
    ),
    "tell_designated_officer": (
        _("Tell the designated officer, if it is about somebody who works with children"),
        _("If it is not, write down why."),
    ),
    "tell_regulator": (
        _("Make sure the regulator is notified, if it is about a registered home"),
        _("The provider notifies without delay. Speak to the responsible individual only if that puts nobody at risk."),
    ),
    "confirm_in_writing": (_("Confirm the report in writing"), _("Write a note when it is sent.")),
    "strategy_discussion": (
        _("Hear whether there is a strategy discussion, or ask"),
        _("Social services and the police decide about it. Write a note when you have heard."),
    ),
}


@dataclass(frozen=True)
class Row:
    """One clock as the page shows it."""

    key: str
    title: Promise
    hint: Promise | str
    source: str
    due: datetime | None
    done_at: datetime | None
    is_late: bool
    is_waived: bool


def clocks_of(case: Case, at: datetime) -> list[Row]:
    """Return the clocks of ``case``; its steps must be at hand."""
    steps = [Done(StepKind(step.kind), step.to, timezone.localtime(step.at)) for step in case.steps.all()]
    nation = Nation(case.nation)
    holidays = bank_holidays(nation, day_of(case.opened_at))
    found = clocks(nation, timezone.localtime(case.opened_at), steps, holidays)
    return [_row(clock, at) for clock in found]


def next_due(case: Case, at: datetime) -> Row | None:
    """Return what falls due next in ``case`` and is not done."""
    waiting = [row for row in clocks_of(case, at) if row.due and row.done_at is None]
    return min(waiting, key=lambda row: row.due or at, default=None)


def _row(clock: Clock, at: datetime) -> Row:
    title, hint = WORDS[clock.duty.key]
    late = clock.is_late(at)
    return Row(clock.duty.key, title, hint, clock.duty.source, clock.due, clock.done_at, late, clock.is_waived)
