"""When somebody is there to read: the page for young people says nothing else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.voices.domain.duty import next_duty, on_duty

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}
# A moment, whether it is on duty, the next one that is.
HOURS = [
    ("2026-11-02T08:59", False, "2026-11-02T09:00"),
    ("2026-11-02T09:00", True, "2026-11-02T09:00"),
    ("2026-11-02T16:59", True, "2026-11-02T16:59"),
    ("2026-11-02T17:00", False, "2026-11-03T09:00"),
    ("2026-11-03T02:00", False, "2026-11-03T09:00"),
    ("2026-11-07T12:00", False, "2026-11-09T09:00"),
    ("2026-11-07T02:00", False, "2026-11-09T09:00"),
    ("2026-12-24T18:00", False, "2026-12-29T09:00"),
    ("2026-12-25T11:00", False, "2026-12-29T09:00"),
]


@pytest.mark.parametrize(("moment", "is_on", "then"), HOURS)
def test_somebody_is_there_in_the_hours_that_are_promised(moment: str, is_on: bool, then: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    assert on_duty(at, CHRISTMAS) == is_on
    assert next_duty(at, CHRISTMAS) == datetime.fromisoformat(then).replace(tzinfo=LONDON)
