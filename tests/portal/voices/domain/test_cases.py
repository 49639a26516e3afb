"""A worry climbs until somebody reads it, and again until somebody is on it; which steps a case may take."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.cases import KEEP, RUNGS, Whom, may_become, rungs_due
from portal.voices.enums.cases import CaseState
from tests.conftest import NOON

C = CaseState
MINUTES = st.integers(-5, 2000)

# Minutes since it was opened; which rungs are due while nobody has read it, and once somebody read and does not act.
CLIMB = [
    (-1, [], []),
    (0, [0], []),
    (4, [0], []),
    (5, [0, 1], []),
    (14, [0, 1], []),
    (15, [0, 1, 2], []),
    (60, [0, 1, 2, 3], []),
    (119, [0, 1, 2, 3], []),
    (120, [0, 1, 2, 3, 4], [4]),
    (719, [0, 1, 2, 3, 4], [4]),
    (720, [0, 1, 2, 3, 4, 5], [4, 5]),
]


def due(minutes: int, *, is_read: bool = False, is_taken: bool = False) -> list[int]:
    found = rungs_due(NOON, NOON + timedelta(minutes=minutes), is_read=is_read, is_taken=is_taken)
    return [rung.n for rung in found]


@pytest.mark.parametrize(("minutes", "unread", "read"), CLIMB)
def test_it_climbs_while_nobody_reads_and_while_nobody_acts(minutes: int, unread: list[int], read: list[int]) -> None:
    assert due(minutes) == unread
    assert due(minutes, is_read=True) == read
    assert due(minutes, is_taken=True) == due(minutes, is_read=True, is_taken=True) == []


@given(MINUTES, MINUTES)
def test_waiting_only_adds_rungs_and_reading_only_takes_some_away(one: int, other: int) -> None:
    sooner, later = sorted([one, other])
    for is_read in (False, True):
        assert due(later, is_read=is_read)[: len(due(sooner, is_read=is_read))] == due(sooner, is_read=is_read)
    assert set(due(later, is_read=True)) <= set(due(later))


EVERYBODY = {Whom.LEADS, Whom.CHAIR, Whom.ADMINISTRATORS}
# Whom each rung tells, the lowest first.
TOLD = [{Whom.LEADS}, {Whom.LEADS}, EVERYBODY, EVERYBODY, {Whom.LEADS, Whom.CHAIR}, EVERYBODY]


def test_lead_and_deputy_hear_at_once_and_somebody_else_within_a_quarter_of_an_hour() -> None:
    assert [set(rung.whom) for rung in RUNGS] == TOLD
    assert RUNGS[0].after == timedelta(0)
    beside = [rung for rung in RUNGS if rung.whom - {Whom.LEADS}]
    assert beside[0].after <= timedelta(minutes=15)
    assert all(lower.n < upper.n and lower.after < upper.after for lower, upper in pairwise(RUNGS))


# From which states a case comes to each; nothing is closed or passed on by whoever did not say that they are on it.
COMES_FROM = {
    C.OPEN: set(),
    C.TAKEN: {C.OPEN, C.CLOSED},
    C.REFERRED: {C.TAKEN},
    C.CLOSED: {C.TAKEN, C.REFERRED},
}


@pytest.mark.parametrize("target", C)
def test_a_case_takes_the_steps_of_the_table(target: CaseState) -> None:
    assert {state for state in C if may_become(state, target)} == COMES_FROM[target]


@pytest.mark.parametrize("opened", [date(2023, 1, 1), date(2024, 2, 28), date(2026, 11, 2)])
def test_what_is_noted_of_a_childs_safety_is_kept_for_25_years(opened: date) -> None:
    kept = opened + KEEP
    years = date(opened.year + 25, opened.month, opened.day)
    assert years <= kept <= years + timedelta(days=1)
