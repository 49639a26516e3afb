"""The rules of a plan: arrows, what counts as answered, what is open, who never verifies, when progress is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.actionplans import (
    ALLOWED,
    OPEN,
    SETTLED,
    TO_DO,
    Asked,
    Planned,
    can_be_verified_by,
    is_followed,
    is_overdue,
    may_move,
    musts_open,
    shows_plan,
    still_open,
    unfinished,
)
from peerreview.enums.actionplans import ActionState as A
from peerreview.enums.reports import Strength
from peerreview.enums.reviews import ReviewState as S

TODAY = date(2026, 11, 2)
PLANNED = st.builds(
    Planned,
    st.sampled_from(list(A)),
    st.frozensets(st.integers(1, 4)),
    has_owner=st.booleans(),
    has_day=st.booleans(),
    is_carried_on=st.booleans(),
)
ASKED = st.lists(
    st.builds(Asked, st.integers(1, 4), st.sampled_from(list(Strength))), unique_by=lambda one: one.key, max_size=4
)


def test_every_state_has_its_arrows_and_only_done_leads_to_verified() -> None:
    assert set(ALLOWED) == set(A) == OPEN | SETTLED
    assert [state for state, onward in ALLOWED.items() if A.VERIFIED in onward] == [A.DONE]
    assert ALLOWED[A.VERIFIED] == frozenset()
    assert may_move(A.PLANNED, A.DONE)
    assert not may_move(A.PLANNED, A.VERIFIED)


@given(ASKED, st.lists(PLANNED, max_size=4), st.sets(st.integers(1, 4)))
def test_a_must_is_open_exactly_while_nothing_speaks_of_it(
    asked: list[Asked], actions: list[Planned], why_not: set[int]
) -> None:
    open_ones = [
        one
        for one in asked
        if one.strength == "must"
        and one.key not in why_not
        and not [action for action in actions if one.key in action.answers]
    ]
    assert musts_open(asked, actions, why_not) == len(open_ones)
    # One more action or reason never opens anything.
    assert musts_open(asked, [*actions, Planned(A.PLANNED, frozenset({1}))], why_not) <= len(open_ones)
    assert musts_open(asked, actions, why_not | {1, 2, 3, 4}) == 0


@pytest.mark.parametrize(
    ("action", "is_whole", "is_open"),
    [
        (Planned(A.PLANNED), True, True),
        (Planned(A.PLANNED, has_owner=False), False, True),
        (Planned(A.PLANNED, has_day=False), False, True),
        (Planned(A.DONE), True, True),
        (Planned(A.VERIFIED), True, False),
        (Planned(A.NOT_PURSUED, has_owner=False, has_day=False), True, False),
        (Planned(A.PLANNED, has_owner=False, is_carried_on=True), True, False),
    ],
)
def test_what_could_be_begun_and_what_is_still_open(action: Planned, is_whole: bool, is_open: bool) -> None:
    assert (action.is_whole, action.is_open) == (is_whole, is_open)
    assert (unfinished([action]), still_open([action])) == (int(not is_whole), int(is_open))


@pytest.mark.parametrize(
    ("person", "owner", "done_by", "may"),
    [(1, 1, 2, False), (2, 1, 2, False), (3, 1, 2, True), (3, 1, None, True), (3, None, None, False)],
)
def test_neither_the_owner_nor_who_said_that_it_is_done_verifies(
    person: int, owner: int | None, done_by: int | None, may: bool
) -> None:
    assert can_be_verified_by(person, owner=owner, done_by=done_by) is may


@pytest.mark.parametrize("state", list(A))
def test_only_what_is_to_do_is_overdue_from_the_day_after(state: A) -> None:
    assert is_overdue(date(2026, 11, 1), state, TODAY) is (state in TO_DO)
    assert not is_overdue(TODAY, state, TODAY)
    assert not is_overdue(None, state, TODAY)
    assert not is_overdue(date(2026, 11, 1), state, TODAY, is_carried_on=True)


@pytest.mark.parametrize("state", list(S))
def test_progress_is_written_of_a_plan_handed_in_and_always_of_what_came_along(state: S) -> None:
    assert is_followed(state, carried_in=False) is (state is S.ACTION_PLAN)
    assert is_followed(state, carried_in=True) is (state not in (S.PLANNED, S.CANCELLED, S.CLOSED))


@pytest.mark.parametrize("state", list(S))
def test_a_plan_is_shown_from_the_final_report_on_and_before_where_something_came_along(state: S) -> None:
    after = state in (S.FINAL, S.WITH_PANEL, S.DECIDED, S.DEFERRED, S.ACTION_PLAN, S.CLOSED)
    assert shows_plan(state, has_actions=False) is after
    assert shows_plan(state, has_actions=True) is (state is not S.PLANNED)
