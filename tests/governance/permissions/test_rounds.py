"""Who may do what about a round and a decision: one table to be read by people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from governance.enums.rounds import Stance
from governance.models import Block, Decision, Proposal, Round
from governance.permissions import decisions, rounds
from portal.people.enums import RoleKind
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import (
    BoardRoleFactory,
    ConstituencyMembershipFactory,
    SmallBoard,
    board_with_trustees,
)
from tests.factories.people import UserFactory
from tests.factories.rounds import adopted, agreed, opened, published, take
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db

ROLES = "chair trustee proposer recused secretary observer member other_board administrator inactive stranger"
LATER = NOON + timedelta(hours=1)
ENDED = NOON + timedelta(days=7)

# verb: everybody who may, of ROLES
TABLE: dict[str, str] = {
    "follow the rounds": "chair trustee proposer secretary observer member",
    "see names": "chair trustee proposer secretary",
    "open a round": "chair",
    "close when its time is up": "chair trustee proposer secretary observer member",
    "close before that": "chair",
    "give more time": "chair",
    "take a position": "chair trustee proposer",
    "take a position too late": "",
    "record for others": "secretary",
    "write the reasons": "chair proposer secretary",
    "record the decision": "chair secretary",
    "test a block": "chair trustee proposer",
    "withdraw somebody's block": "",
    "read an open decision": ROLES,
}


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


@pytest.fixture
@remembered
def cast(board: SmallBoard) -> dict[str, User]:
    """Return one person for each role."""
    inactive = board.trustees["young-people"][0]
    inactive.is_active = False
    inactive.save()
    return {
        "chair": board.chair,
        "trustee": board.trustees["directors"][0],
        "proposer": board.trustees["providers"][0],
        "recused": board.trustees["local-authorities"][0],
        "secretary": board.secretary,
        "observer": BoardRoleFactory(board=board.board, role="observer").person,
        "member": ConstituencyMembershipFactory(board=board.board).person,
        "other_board": board_with_trustees("NE", seats=1).chair,
        "administrator": person(RoleKind.ADMINISTRATOR),
        "inactive": inactive,
        "stranger": UserFactory(),
    }


def fresh(round: Round) -> Round:
    """Return a round with its proposal as they stand."""
    return Round.objects.select_related("proposal__board").get(pk=round.pk)


@pytest.fixture
def verbs(board: SmallBoard, cast: dict[str, User]) -> dict[str, Callable[[Any], bool]]:
    """Return the permission behind each verb of the table, asked about a matter in which it could be yes."""
    recused = [cast["recused"]]
    round = fresh(opened(board, recused=recused))
    testing = round.proposal
    # Released from the first matter by nothing: recused stays out of all of these.
    idle = Proposal.objects.select_related("board").get(pk=published(board).pk)
    done = opened(board, recused=recused)
    blocker = board.trustees["young-people"][1]
    speakers = [one for one in board.everyone if one.is_active and one not in recused]
    for one in speakers:
        take(done, one, Stance.BLOCK if one == blocker else Stance.AGREE)
    from governance.actions.rounds import close_round  # noqa: PLC0415

    close_round(round=done, by=None, at=done.closes_at)
    block = Block.objects.select_related("position__entitlement__round__proposal__board").get()
    ready = agreed_without(board, recused)
    decision = adopted(board_with_trustees("SW", seats=1))
    return {
        "follow the rounds": lambda one: rounds.can_view_rounds(one, testing, LATER),
        "see names": lambda one: rounds.can_see_positions(one, testing, LATER),
        "open a round": lambda one: rounds.can_open_round(one, idle, LATER),
        "close when its time is up": lambda one: rounds.can_close_round(one, round, ENDED),
        "close before that": lambda one: rounds.can_close_round(one, round, LATER),
        "give more time": lambda one: rounds.can_extend_round(one, round, LATER),
        "take a position": lambda one: rounds.can_take_position(one, round, LATER),
        "take a position too late": lambda one: rounds.can_take_position(one, round, ENDED),
        "record for others": lambda one: rounds.can_record_positions(one, round, LATER),
        "write the reasons": lambda one: decisions.can_write_rationale(one, testing, LATER),
        "record the decision": lambda one: decisions.can_adopt(one, ready, LATER),
        "test a block": lambda one: rounds.can_test_block(one, block, ENDED),
        "withdraw somebody's block": lambda one: rounds.can_withdraw_block(one, block, ENDED),
        "read an open decision": lambda one: Decision.objects.visible_to(one, LATER).filter(pk=decision.pk).exists(),
    }


def agreed_without(board: SmallBoard, recused: list[User]) -> Proposal:
    """Return a proposal that is provisionally agreed, with somebody recused from it."""
    round = opened(board, recused=recused)
    for one in board.everyone:
        if one.is_active and one not in recused:
            take(round, one)
    from governance.actions.rounds import close_round  # noqa: PLC0415

    close_round(round=round, by=None, at=round.closes_at)
    return fresh(round).proposal


# Somebody recused keeps their place on the board: they are of its own people, in other matters.
PLACE_ONLY = {"see names": {"recused"}}


@pytest.mark.parametrize("verb", TABLE)
def test_permission_is_as_the_table_says(
    verb: str, verbs: dict[str, Callable[[Any], bool]], cast: dict[str, User]
) -> None:
    may = {role for role, one in cast.items() if verbs[verb](one)}
    assert may - PLACE_ONLY.get(verb, set()) == set(TABLE[verb].split())


def test_objector_alone_withdraws_their_block(board: SmallBoard) -> None:
    agreed(board, stances={board.everyone[9]: Stance.BLOCK})
    block = Block.objects.select_related("position__entitlement__round__proposal__board").get()
    may = [one for one in board.everyone if rounds.can_withdraw_block(one, block, ENDED)]
    assert may == [board.everyone[9]]


def test_chair_who_is_recused_is_not_in_the_chair_of_that_matter(board: SmallBoard) -> None:
    round = fresh(opened(board, recused=[board.chair]))
    assert not rounds.is_chair(board.chair, round.proposal, LATER)
    assert rounds.is_chair(board.chair, published(board), LATER)


def test_who_can_take_a_position_can_read_what_it_is_about(board: SmallBoard) -> None:
    round = fresh(opened(board, recused=board.everyone[:2]))
    for one in (*board.everyone, board.secretary):
        if rounds.can_take_position(one, round, LATER):
            assert rounds.can_view_rounds(one, round.proposal, LATER)
            assert Proposal.objects.visible_to(one, LATER).filter(pk=round.proposal_id).exists()
