"""The clock of a concern runs in working hours and in nothing else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.domain.concerns import CLOSES, OPENS, due_at
from portal.workingdays import is_working_day

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = [date(2026, 12, 25), date(2026, 12, 28)]


@pytest.mark.parametrize(
    ("raised", "hours", "due"),
    [
        ("2026-11-25 10:00", 4, "2026-11-25 14:00"),
        ("2026-11-25 15:30", 4, "2026-11-26 11:30"),
        ("2026-11-25 13:00", 4, "2026-11-25 17:00"),
        ("2026-11-25 21:00", 4, "2026-11-26 13:00"),
        ("2026-11-27 16:00", 4, "2026-11-30 12:00"),
        ("2026-11-28 12:00", 4, "2026-11-30 13:00"),
        ("2026-12-24 16:00", 2, "2026-12-29 10:00"),
        ("2026-11-25 09:00", 20, "2026-11-27 13:00"),
    ],
)
def test_clock_runs_from_nine_to_five_on_working_days(raised: str, hours: int, due: str) -> None:
    begun, ends = (datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in (raised, due))
    assert due_at(begun, hours, CHRISTMAS) == ends


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(LONDON)),  # noqa: DTZ001
    st.integers(1, 80),
)
def test_clock_ends_in_working_hours_and_later_for_more_hours(raised: datetime, hours: int) -> None:
    due = due_at(raised, hours, CHRISTMAS)
    assert due > raised
    assert is_working_day(due.date(), CHRISTMAS)
    assert OPENS <= due.time() <= CLOSES
    assert due < due_at(raised, hours + 1, CHRISTMAS)
    assert due <= due_at(raised + timedelta(hours=1), hours, CHRISTMAS)
