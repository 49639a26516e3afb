"""Who chairs a matter in which the chair is conflicted; when a conflict may be treated; when a register is due."""

from datetime import date, timedelta

import pytest

from governance.domain.conflicts import HEARING, ItemChair, Sitting, Why, is_heard, who_chairs, would_silence
from governance.domain.interests import GRACE, Reminder, confirmation_due, reminder
from tests.conftest import NOON

TRUSTEES = (
    Sitting(1, "directors", date(2024, 1, 1)),
    Sitting(2, "directors", date(2020, 1, 1)),
    Sitting(3, "providers", date(2023, 1, 1)),
    Sitting(4, "staff", date(2022, 1, 1)),
    Sitting(5, "staff", date(2022, 1, 1)),
)
# chair, incoming, conflicted -> who, why
CASES = [
    ("the chair chairs", 1, 4, set(), 1, Why.CHAIR),
    ("somebody else's conflict changes nothing", 1, 4, {3}, 1, Why.CHAIR),
    ("the incoming chair stands in", 1, 4, {1}, 4, Why.INCOMING),
    ("an incoming chair of the same constituency too", 1, 2, {1}, 2, Why.INCOMING),
    ("without one, the longest in office of another constituency", 1, None, {1}, 4, Why.LONGEST),
    ("a conflicted incoming chair is passed over", 1, 4, {1, 4}, 5, Why.LONGEST),
    ("an incoming chair who has no seat yet is passed over", 1, 9, {1}, 4, Why.LONGEST),
    ("the next longest when those are conflicted", 1, None, {1, 4, 5}, 3, Why.LONGEST),
    ("nobody of another constituency is free", 1, None, {1, 3, 4, 5}, None, Why.NOBODY),
    ("nobody is in the chair", None, 4, set(), None, Why.NOBODY),
    ("a chair without a seat of their own", 9, None, {9}, 2, Why.LONGEST),
]


@pytest.mark.parametrize(("case", "chair", "incoming", "conflicted", "who", "why"), CASES)
def test_chair_of_a_matter_is_as_the_table_says(
    case: str, chair: int | None, incoming: int | None, conflicted: set[int], who: int | None, why: Why
) -> None:
    assert who_chairs(chair, incoming, TRUSTEES, frozenset(conflicted)) == ItemChair(who, why), case


@pytest.mark.parametrize(
    ("by_themselves", "replied", "after", "heard"),
    [
        (True, False, timedelta(0), True),
        (False, True, timedelta(0), True),
        (False, False, HEARING - timedelta(seconds=1), False),
        (False, False, HEARING, True),
    ],
)
def test_nobody_is_judged_unheard(by_themselves: bool, replied: bool, after: timedelta, heard: bool) -> None:
    assert is_heard(by_themselves=by_themselves, replied=replied, declared_at=NOON, at=NOON + after) is heard


def test_only_a_conflict_that_others_raise_can_silence_a_block() -> None:
    assert would_silence(by_themselves=False, blocks=True)
    assert not would_silence(by_themselves=True, blocks=True)
    assert not would_silence(by_themselves=False, blocks=False)


@pytest.mark.parametrize(
    ("since", "confirmed", "due_on"),
    [
        (date(2026, 1, 1), None, date(2026, 1, 31)),
        (date(2026, 1, 1), date(2026, 1, 20), date(2027, 1, 20)),
        (date(2020, 1, 1), date(2024, 2, 29), date(2025, 2, 28)),
        # Confirmed for an earlier time on a board: a new seat asks anew.
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 1, 31)),
    ],
)
def test_confirmation_is_due_a_year_after_the_last(since: date, confirmed: date | None, due_on: date) -> None:
    assert confirmation_due(since, confirmed) == due_on


def test_a_late_reminder_is_the_same_reminder() -> None:
    due_on = date(2026, 5, 1)
    assert reminder(due_on, due_on - timedelta(days=1)) is None
    assert reminder(due_on, due_on) == Reminder(due_on, second=False) == reminder(due_on, due_on + timedelta(days=14))
    assert reminder(due_on, due_on + GRACE) == Reminder(due_on, second=True) == reminder(due_on, date(2027, 4, 1))
