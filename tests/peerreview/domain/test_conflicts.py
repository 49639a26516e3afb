"""Conflicts of reviewers: until when each kind counts, whom it reaches, what a waiver lifts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.conflicts import (
    POLICY,
    Conflict,
    Effect,
    Kind,
    Party,
    blocking,
    blocks_on,
    can_be_waived,
    counts_until,
    group_of,
)

DAY = date(2027, 3, 2)
ANNA = Party(1, frozenset({10, 11}))
HOME = Party(7, frozenset({20, 21}))


@pytest.mark.parametrize(
    ("kind", "ended", "until"),
    [
        (Kind.WORKED, DAY, date(2032, 3, 2)),
        (Kind.WORKED, date(2024, 2, 29), date(2029, 3, 1)),
        (Kind.WORKED, None, None),
        (Kind.LIVED, date(1990, 1, 1), None),
        (Kind.FAMILY, date(1990, 1, 1), None),
        (Kind.COMMISSIONS, DAY, date(2029, 3, 2)),
        (Kind.COMPETES, DAY, DAY),
        (Kind.DISPUTE, date(1990, 1, 1), None),
    ],
)
def test_conflict_counts_until_the_day_the_policy_says(kind: Kind, ended: date | None, until: date | None) -> None:
    assert counts_until(kind, ended) == until


def test_only_competition_and_old_disputes_can_be_waived() -> None:
    assert {kind for kind in Kind if can_be_waived(kind)} == {Kind.COMPETES, Kind.DISPUTE}
    assert set(POLICY) == set(Kind)


@pytest.mark.parametrize(
    ("conflict", "is_between"),
    [
        (Conflict(Kind.FAMILY, person=1, service=7), True),
        (Conflict(Kind.FAMILY, person=1, service=8), False),
        (Conflict(Kind.FAMILY, person=2, service=7), False),
        (Conflict(Kind.WORKED, person=1, host_organisation=21), True),
        (Conflict(Kind.COMMISSIONS, organisation=11, service=7), True),
        (Conflict(Kind.COMMISSIONS, organisation=11, host_organisation=20), True),
        (Conflict(Kind.COMMISSIONS, organisation=12, host_organisation=20), False),
        (Conflict(Kind.COMMISSIONS, organisation=11, host_organisation=22), False),
    ],
)
def test_conflict_reaches_person_organisation_and_control_group(conflict: Conflict, is_between: bool) -> None:
    assert (blocking([conflict], ANNA, HOME, DAY) != []) is is_between


def test_people_of_one_control_group_never_review_each_other() -> None:
    found = blocking([], ANNA, Party(7, frozenset({11, 30})), DAY)
    assert [one.kind for one in found] == [Kind.WORKED]


def test_group_of_nobody_is_empty_and_of_a_lone_organisation_itself() -> None:
    groups = {1: frozenset({1, 2})}
    assert (group_of(None, groups), group_of(1, groups), group_of(3, groups)) == (set(), {1, 2}, {3})


@given(kind=st.sampled_from(Kind), ended=st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)), waived=st.booleans())
def test_waiver_lifts_only_what_can_be_waived_and_time_only_ever_helps(
    kind: Kind, ended: date | None, waived: bool
) -> None:
    conflict = Conflict(kind, person=1, service=7, ended_on=ended, waived=waived)
    if POLICY[kind].effect is Effect.BLOCKS:
        assert blocks_on(conflict, DAY) == blocks_on(replace(conflict, waived=False), DAY)
    elif waived:
        assert not blocks_on(conflict, DAY)
    if not blocks_on(conflict, DAY):
        assert not blocks_on(conflict, DAY + timedelta(days=400))
