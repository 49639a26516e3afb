"""The fallback steps: one table without a vote, and without a way to a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.fallbacks import (
    DEFAULT_ORDER,
    LEADS_TO,
    group_lacks,
    may_end,
    may_fall_back,
    may_refer,
    may_start,
    order_for,
    passed_over,
    remaining,
)
from governance.domain.proposals import ALLOWED
from governance.enums.fallbacks import FallbackKind as K
from governance.enums.fallbacks import FallbackOutcome as O
from governance.enums.proposals import ProposalState as S
from governance.enums.rounds import Stance

T, G, F, N = DEFAULT_ORDER
SEATS = {0: "Staff", 1: "Staff", 2: "Providers", 3: "Providers"}


def test_steps_come_in_the_order_the_cooperative_agreed() -> None:
    assert (T, G, F, N) == (K.TRIAL, K.SMALL_GROUP, K.FACILITATED, K.NATIONAL)


def test_no_step_leads_to_a_decision_and_none_is_a_vote() -> None:
    ends = {state for outcomes in LEADS_TO.values() for state in outcomes.values()}
    assert set(LEADS_TO) == set(K)
    assert ends == {S.DISCUSSION, S.FALLBACK}
    assert all(outcomes[O.NOTHING] is S.FALLBACK and O.TEXT in outcomes for outcomes in LEADS_TO.values())
    # From the steps the only ways out are a new discussion and an ending without a decision.
    assert ALLOWED[S.FALLBACK] == {S.DISCUSSION, S.NOT_AGREED, S.WITHDRAWN, S.LAPSED}
    assert S.ADOPTED not in ALLOWED[S.BLOCKED] | ALLOWED[S.FALLBACK] | ALLOWED[S.DISCUSSION] | ALLOWED[S.TESTING]


def test_the_national_group_has_nobody_above_it() -> None:
    named = [kind.value for kind in DEFAULT_ORDER]
    assert order_for(named, is_national=False) == DEFAULT_ORDER
    assert order_for(named, is_national=True) == (T, G, F)
    assert order_for(["facilitated", "trial", "facilitated"], is_national=False) == (F, T)


def test_what_is_left_out_on_the_way_is_named() -> None:
    assert remaining(DEFAULT_ORDER, [T, F]) == (G, N)
    assert passed_over(DEFAULT_ORDER, [T], G) == ()
    assert passed_over(DEFAULT_ORDER, [T], N) == (G, F)
    assert passed_over(DEFAULT_ORDER, [T], None) == (G, F, N)


@given(order=st.permutations(list(K)), choices=st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_however_steps_are_chosen_the_way_ends(order: list[K], choices: list[int]) -> None:
    taken: list[K] = []
    for choice in choices:
        left = remaining(order, taken)
        if not left:
            break
        wanted = left[choice % len(left)]
        taken += [*passed_over(order, taken, wanted), wanted]
    assert sorted(taken) == sorted(K)
    assert passed_over(order, taken, None) == ()


A, R, X, B = Stance.AGREE, Stance.RESERVATIONS, Stance.STAND_ASIDE, Stance.BLOCK


@pytest.mark.parametrize(
    ("members", "stances", "objectors", "why", "lacks"),
    [
        ((0, 2), {0: A, 1: A, 2: B, 3: A}, (2,), "", ()),
        ((0,), {0: B}, (0,), "", ("constituencies",)),
        ((0, 1), {0: A, 1: B}, (1,), "", ("constituencies",)),
        ((0, 2), {0: A, 1: X, 2: R, 3: A}, (), "", ("others",)),
        ((0, 2), {0: A, 2: A}, (), "", ("others",)),
        ((0, 2), {0: A, 1: A, 2: A, 3: R}, (), "", ()),
        ((0, 3), {0: A, 1: A, 2: B, 3: X}, (2,), " ", ("objector",)),
        ((0, 3), {0: A, 1: A, 2: B, 3: X}, (2,), "She asked to be heard in writing.", ()),
    ],
)
def test_small_group_is_of_two_constituencies_and_not_only_of_those_who_agree(
    members: tuple[int, ...],
    stances: dict[int, Stance],
    objectors: tuple[int, ...],
    why: str,
    lacks: tuple[str, ...],
) -> None:
    assert group_lacks(members, SEATS, stances, objectors, why_without=why) == lacks


@given(state=st.sampled_from(S), leads=st.booleans(), so=st.booleans())
def test_nobody_but_who_leads_takes_a_step_and_each_in_its_state(state: S, leads: bool, so: bool) -> None:
    assert may_start(state, leads=leads, under_way=so) == (leads and state is S.FALLBACK and not so)
    assert may_end(state, leads=leads, under_way=so) == (leads and state is S.FALLBACK and so)
    assert may_fall_back(state, leads=leads, was_tested=so) == (leads and state is S.DISCUSSION and so)
    assert may_refer(state, leads=leads, published=so) == (leads and state is S.DISCUSSION and so)
