"""When a proposal lapses that nobody speaks about."""

from datetime import UTC, datetime, timedelta

from governance.domain.lapses import lapses_at, reminds_at

SAID = datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_lapses_after_the_months_of_the_rules_and_is_announced_thirty_days_before() -> None:
    assert lapses_at(SAID, months=1, reminded_at=None) == datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert reminds_at(SAID, months=12) == datetime(2027, 1, 1, 12, tzinfo=UTC)


def test_a_late_reminder_puts_the_day_off() -> None:
    late = datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert lapses_at(SAID, months=12, reminded_at=late) == late + timedelta(days=30)
    assert lapses_at(SAID, months=12, reminded_at=reminds_at(SAID, months=12)) == datetime(2027, 1, 31, 12, tzinfo=UTC)
