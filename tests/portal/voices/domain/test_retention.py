"""How long what somebody said is kept: the day they were told is never passed by what readers do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.retention import kept_after, kept_until
from portal.voices.enums.statements import StatementState

S = StatementState
SENT_ON = date(2026, 11, 2)


@pytest.mark.parametrize("state", S)
def test_a_draft_goes_after_a_week_what_was_returned_after_three_months_all_else_after_a_year_and_a_half(
    state: StatementState,
) -> None:
    days = {S.DRAFT: 7, S.RETURNED: 90}.get(state, 540)
    assert kept_until(state, SENT_ON) == SENT_ON + timedelta(days=days)


# What it was, what it becomes, on which day after it was sent, how many days after that it is kept in all.
CHANGES = [
    (S.RECEIVED, S.IN_MODERATION, 2, 540),
    (S.IN_MODERATION, S.RELEASED, 30, 540),
    (S.IN_MODERATION, S.RETURNED, 2, 92),
    # Returned so late that its day comes first: the person was told that day.
    (S.IN_MODERATION, S.RETURNED, 500, 540),
    (S.RETURNED, S.IN_MODERATION, 40, 540),
    (S.RETURNED, S.HELD_SAFEGUARDING, 40, 540),
    # Put away: on its day as before, whatever that was.
    (S.ANSWERED, S.ARCHIVED, 200, 540),
    (S.RETURNED, S.ARCHIVED, 40, 90),
]


@pytest.mark.parametrize(("was", "target", "day", "kept"), CHANGES)
def test_what_is_returned_goes_sooner_and_what_is_taken_up_again_as_it_would_have(
    was: StatementState, target: StatementState, day: int, kept: int
) -> None:
    until = kept_until(was, SENT_ON)
    changed = kept_after(was, target, until, SENT_ON, SENT_ON + timedelta(days=day))
    assert changed == SENT_ON + timedelta(days=kept)


def test_what_somebody_was_told_when_they_added_to_it_stands_until_it_is_returned() -> None:
    told = SENT_ON + timedelta(days=700)
    day = SENT_ON + timedelta(days=200)
    for target in set(S) - {S.RETURNED}:
        assert kept_after(S.IN_MODERATION, target, told, SENT_ON, day) == told
    assert kept_after(S.IN_MODERATION, S.RETURNED, told, SENT_ON, day) == day + timedelta(days=90)


@given(st.lists(st.tuples(st.sampled_from([s for s in S if s != S.DRAFT]), st.integers(0, 400)), max_size=6))
def test_no_act_of_a_reader_keeps_it_longer_than_its_author_was_told(acts: list[tuple[StatementState, int]]) -> None:
    now, until, promised = S.RECEIVED, kept_until(S.RECEIVED, SENT_ON), kept_until(S.RECEIVED, SENT_ON)
    for target, day in sorted(acts, key=lambda act: act[1]):
        until = kept_after(now, target, until, SENT_ON, SENT_ON + timedelta(days=day))
        now = target
        assert until <= promised
