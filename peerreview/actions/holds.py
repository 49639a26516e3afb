"""The rows of the days that are held for a visit: who changes a visit calls this in the same transaction."""

from collections.abc import Collection
from datetime import date, datetime

from peerreview.domain.visits import settle
from peerreview.enums.visits import DayState
from peerreview.models import HeldDay, Visit
from portal.history.writing import save_with_history
from portal.people.models import User


def settle_days(
    visit: Visit, *, held: Collection[date] = (), confirmed: date | None = None, by: User, reason: str, at: datetime
) -> None:
    """Bring the days of a visit to what is wanted; each that changes counts one further, for calendars."""
    rows = {row.day: row for row in HeldDay.objects.select_for_update().filter(visit=visit)}
    known = {day: DayState(row.state) for day, row in rows.items()}
    for day, state in settle(known, held=held, confirmed=confirmed).items():
        row = rows.get(day)
        if row is None:
            row = HeldDay(visit=visit, day=day)
        else:
            row.sequence += 1
        row.state, row.changed_at = state, at
        save_with_history(row, by=by, reason=reason, at=at)


def give_days_back(visit: Visit, *, by: User, reason: str, at: datetime) -> None:
    """Free every day of a visit that is postponed or cancelled; nobody holds anything for it any more."""
    visit.confirmed_on, visit.confirmed_by, visit.freed_at = None, None, at
    save_with_history(visit, by=by, reason=reason, at=at)
    settle_days(visit, by=by, reason=reason, at=at)
