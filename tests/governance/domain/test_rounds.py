"""Rounds and blocks: the tables."""

import pytest

from governance.domain.consensus import Tally, Verdict
from governance.domain.proposals import may_move
from governance.domain.rounds import (
    BELONGS_TO,
    LEADS_TO,
    OPENS_FROM,
    Stand,
    everybody_has_spoken,
    found,
    lacking,
    merged,
    sees_others,
    settled,
)
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockGround, BlockState, RevealPolicy, RoundKind, Stance

A, S, B = Stance.AGREE, Stance.STAND_ASIDE, Stance.BLOCK
POLICY = RevealPolicy


@pytest.mark.parametrize(
    ("policy", "taken", "closed", "sees"),
    [
        (POLICY.AFTER_OWN, False, False, False),
        (POLICY.AFTER_OWN, True, False, True),
        (POLICY.AFTER_OWN, False, True, True),
        (POLICY.AFTER_CLOSE, False, False, False),
        (POLICY.AFTER_CLOSE, True, False, False),
        (POLICY.AFTER_CLOSE, False, True, True),
        (POLICY.ALWAYS, False, False, True),
    ],
)
def test_others_are_seen_by_the_policy(policy: RevealPolicy, taken: bool, closed: bool, sees: bool) -> None:
    assert sees_others(policy, taken=taken, closed=closed) is sees


@pytest.mark.parametrize(
    ("stand", "lacks"),
    [
        (Stand(A), ()),
        (Stand(Stance.RESERVATIONS), ("reason",)),
        (Stand(S, " \n"), ("reason",)),
        (Stand(S, "So"), ()),
        (Stand(B), ("reason", "ground", "removal_condition", "objector_part")),
        (Stand(B, "So", None, BlockGround.DUTY, "This", "That"), ()),
    ],
)
def test_position_says_what_its_stance_needs(stand: Stand, lacks: tuple[str, ...]) -> None:
    assert lacking(stand) == lacks


def test_position_keeps_only_what_belongs_to_its_stance() -> None:
    typed = Stand(A, " Fine ", True, BlockGround.HARM, "x", "y")
    assert settled(typed) == Stand(A, "Fine")
    assert settled(Stand(S, "So", True, BlockGround.HARM, "x", "y")) == Stand(S, "So", True)
    assert settled(Stand(B, "So", True, BlockGround.HARM, " x ", "y")) == Stand(
        B, "So", None, BlockGround.HARM, "x", "y"
    )


def test_window_adds_only_what_silent_members_say() -> None:
    seats = {1: "Staff", 2: "Staff", 3: "Directors", 4: "Directors"}
    test = Tally(seats, {1: A}, frozenset({4}), implementer=1)
    window = Tally(
        {2: "Staff", 3: "Directors"}, {1: B, 2: B, 4: A}, blocks={1: BlockState.UPHELD, 2: BlockState.UPHELD}
    )
    whole = merged(test, window)
    assert whole.positions == {1: A, 2: B}
    assert whole.blocks == {2: BlockState.UPHELD}
    assert (whole.recused, whole.implementer, whole.silent) == (frozenset({4}), 1, frozenset({3}))


def test_everybody_has_spoken_when_nobody_who_counts_is_silent() -> None:
    seats = {1: "Staff", 2: "Directors"}
    assert everybody_has_spoken(Tally(seats, {1: A}, frozenset({2})))
    assert not everybody_has_spoken(Tally(seats, {1: A}))


GROUPS = {1: "Staff", 2: "Staff", 3: "Staff", 4: "Directors", 5: "Directors"}


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ({}, BlockState.UNTESTED),
        ({2: False, 3: False}, BlockState.UNTESTED),
        ({2: False, 4: False, 5: False}, BlockState.NOT_UPHELD),
        ({1: False, 2: False, 4: False}, BlockState.UNTESTED),
        ({1: True}, BlockState.UNTESTED),
        ({2: True}, BlockState.UPHELD),
        ({2: False, 3: False, 4: False, 5: True}, BlockState.UPHELD),
    ],
)
def test_block_is_found_by_the_others(findings: dict[int, bool], state: BlockState) -> None:
    assert found(findings, GROUPS, objector=1) is state


def test_block_does_not_fall_by_one_constituency_alone() -> None:
    groups = dict.fromkeys(range(1, 6), "Staff")
    assert found(dict.fromkeys((2, 3, 4, 5), False), groups, objector=1) is BlockState.UNTESTED


def test_every_closing_follows_an_arrow_that_exists() -> None:
    for kind, ways in LEADS_TO.items():
        for to in ways.values():
            assert may_move(BELONGS_TO[kind], to)
    assert LEADS_TO[RoundKind.CONSENSUS_TEST].keys() == set(Verdict)
    assert may_move(OPENS_FROM[RoundKind.CONSENSUS_TEST], ProposalState.TESTING)
    assert RoundKind.SENSE_CHECK not in LEADS_TO
