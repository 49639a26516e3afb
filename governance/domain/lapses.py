"""Proposals nobody works on any more: they are announced as lapsing, and lapse, unless anything is said."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

REMIND_DAYS = 30


def lapses_at(last_said_at: datetime, *, months: int, reminded_at: datetime | None) -> datetime:
    """Return when a proposal lapses about which nothing has been said since ``last_said_at``.

    Nobody's proposal lapses without having been told: a reminder that came late puts the day off.
    """
    quiet = last_said_at + relativedelta(months=months)
    if reminded_at is None:
        return quiet
    return max(quiet, reminded_at + timedelta(days=REMIND_DAYS))


def reminds_at(last_said_at: datetime, *, months: int) -> datetime:
    """Return when proposer and chair are told that it is going to lapse."""
    return last_said_at + relativedelta(months=months) - timedelta(days=REMIND_DAYS)
