"""How long an urgent decision may hold."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.domain.urgents import latest_end, ratify_by, urgent_number

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("meeting", "before", "wanted"),
    [
        (None, None, 60),
        (10, None, 13),
        (58, None, 60),
        (200, None, 60),
        (None, 13, 13),
        (30, 13, 33),
        (5, 13, 13),
        (200, 13, 60),
    ],
)
def test_ratify_by_follows_the_next_meeting_within_the_rules(
    meeting: int | None, before: int | None, wanted: int
) -> None:
    said = ratify_by(
        NOON,
        meeting_ends=NOON + meeting * DAY if meeting else None,
        grace_days=3,
        most_days=60,
        before=NOON + before * DAY if before else None,
    )
    assert said == NOON + wanted * DAY
    assert said <= latest_end(NOON, most_days=60)


def test_urgent_number_names_board_and_year() -> None:
    assert urgent_number("NW", 2026, 2) == "U-NW-2026-002"
