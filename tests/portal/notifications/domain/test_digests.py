"""The morning's letter is due at half past seven in London, once a day, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.domain.digests import LONDON, latest_digest, next_digest

DAY = timedelta(days=1)

# A moment, the digest that was due last, the next.
MORNINGS = [
    ("2026-03-28T07:29", "2026-03-27T07:30", "2026-03-28T07:30"),
    ("2026-03-28T07:30", "2026-03-28T07:30", "2026-03-29T06:30"),
    # The night the clocks go forward: half past seven is an hour earlier in UTC.
    ("2026-03-29T06:29", "2026-03-28T07:30", "2026-03-29T06:30"),
    ("2026-03-29T06:30", "2026-03-29T06:30", "2026-03-30T06:30"),
    # An evening in summer is the next day there.
    ("2026-06-30T23:30", "2026-06-30T06:30", "2026-07-01T06:30"),
    # And back.
    ("2026-10-25T06:30", "2026-10-24T06:30", "2026-10-25T07:30"),
    ("2026-10-25T07:30", "2026-10-25T07:30", "2026-10-26T07:30"),
]


@pytest.mark.parametrize(("at", "last", "then"), MORNINGS)
def test_the_digest_is_due_at_half_past_seven_in_london_when_the_clocks_change(at: str, last: str, then: str) -> None:
    moment, before, after = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (at, last, then))
    assert latest_digest(moment) == before
    assert next_digest(moment) == after


def test_a_year_has_one_digest_a_day() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    days = set()
    for _ in range(365):
        at = next_digest(at).astimezone(UTC)
        days.add(latest_digest(at).date())
    assert len(days) == 365


@given(st.datetimes(datetime(2025, 12, 1), datetime(2027, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_lies_between_one_digest_and_the_next(at: datetime) -> None:
    last, then = latest_digest(at), next_digest(at)
    assert last.astimezone(UTC) <= at < then.astimezone(UTC)
    assert {moment.astimezone(LONDON).time() for moment in (last, then)} == {time(7, 30)}
    assert then.date() - last.date() == DAY
