"""The machine of proposals, as a table."""

import pytest

from governance.domain.proposals import (
    ALLOWED,
    being_discussed,
    has_ended,
    may_be_edited,
    may_move,
    number_of,
    stages,
)
from governance.enums.proposals import ProposalState as S

BEFORE_ADOPTION = [state for state in S if ALLOWED[state]]


def test_every_state_has_its_arrows() -> None:
    assert set(ALLOWED) == set(S)


@pytest.mark.parametrize("state", BEFORE_ADOPTION)
def test_proposal_can_be_withdrawn_or_lapse_from_any_state_before_adoption(state: S) -> None:
    assert may_move(state, S.WITHDRAWN)
    assert may_move(state, S.LAPSED)


@pytest.mark.parametrize("state", [S.ADOPTED, S.NOT_AGREED, S.WITHDRAWN, S.LAPSED])
def test_ended_proposal_goes_nowhere(state: S) -> None:
    assert has_ended(state)
    assert not any(may_move(state, to) for to in S)


def test_adoption_is_reached_only_from_provisional_agreement_or_ratification() -> None:
    assert {state for state in S if may_move(state, S.ADOPTED)} == {S.PROVISIONALLY_AGREED, S.AWAITING_RATIFICATION}


def test_blocked_proposal_never_goes_straight_to_adoption() -> None:
    assert not may_move(S.BLOCKED, S.ADOPTED)


@pytest.mark.parametrize(
    ("state", "edited", "discussed"),
    [
        (S.DRAFT, True, False),
        (S.DISCUSSION, True, True),
        (S.TESTING, True, True),
        (S.BLOCKED, True, True),
        (S.FALLBACK, True, True),
        (S.PROVISIONALLY_AGREED, False, True),
        (S.AWAITING_RATIFICATION, False, True),
        (S.ADOPTED, False, False),
        (S.NOT_AGREED, False, False),
        (S.WITHDRAWN, False, False),
        (S.LAPSED, False, False),
    ],
)
def test_what_is_open_depends_on_the_state(state: S, edited: bool, discussed: bool) -> None:
    assert may_be_edited(state) is edited
    assert being_discussed(state) is discussed


@pytest.mark.parametrize(
    ("sequence", "number"), [(1, "NW-2026-001"), (14, "NW-2026-014"), (999, "NW-2026-999"), (1000, "NW-2026-1000")]
)
def test_number_is_letters_year_and_sequence(sequence: int, number: str) -> None:
    assert number_of("NW", 2026, sequence) == number


@pytest.mark.parametrize(
    ("state", "published", "way"),
    [
        (S.DRAFT, False, "draft* discussion testing provisionally_agreed adopted"),
        (S.DISCUSSION, True, "draft discussion* testing provisionally_agreed adopted"),
        (S.BLOCKED, True, "draft discussion blocked* provisionally_agreed adopted"),
        (S.FALLBACK, True, "draft discussion fallback* provisionally_agreed adopted"),
        (S.AWAITING_RATIFICATION, True, "draft awaiting_ratification* adopted"),
        (S.ADOPTED, True, "draft discussion testing provisionally_agreed adopted*"),
        (S.NOT_AGREED, True, "draft discussion testing not_agreed*"),
        (S.WITHDRAWN, True, "draft discussion withdrawn*"),
        (S.WITHDRAWN, False, "draft withdrawn*"),
        (S.LAPSED, True, "draft discussion lapsed*"),
    ],
)
def test_stages_put_the_state_in_its_place(state: S, published: bool, way: str) -> None:
    found = stages(state, published=published)
    assert " ".join(stage.state + ("*" if stage.where == "now" else "") for stage in found) == way
    where = [stage.where for stage in found]
    assert where == sorted(where, key=["done", "now", "next"].index)
