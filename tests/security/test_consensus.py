"""Ways round the board's consensus that somebody might try, through the actions themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.blocks import find_on_block, withdraw_block
from governance.actions.chairs import start_chair_term
from governance.actions.proposals import edit_draft, withdraw_proposal
from governance.actions.versions import publish_version
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, Stance
from governance.models import Block, Proposal, Round
from governance.queries.versions import working_copy
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import closed, opened, published, take

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def blocked_anew(board: SmallBoard) -> tuple[Block, Proposal]:
    """Return a block taken back within the first test, and the proposal, which somebody else blocks in the last one.

    The first test came to consensus, and its window ended it: the key implementer stood aside.
    """
    providers = board.trustees["providers"]
    first, late, other = board.trustees["directors"][0], providers[1], board.trustees["local-authorities"][0]
    proposal = published(board, implementer=late)
    test = opened(board, proposal=proposal)
    old = take(test, first, Stance.BLOCK).block
    for one in board.everyone:
        if one != late:
            take(test, one)
    closed(test)
    window = Round.objects.get(proposal=proposal, kind=RoundKind.ABSENT_MEMBERS)
    take(window, late, Stance.STAND_ASIDE, at=window.opens_at, will_help=False)
    closed(window)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DISCUSSION
    again = opened(board, window.closes_at, proposal=proposal)
    for one in board.everyone:
        take(again, one, Stance.BLOCK if one == other else Stance.AGREE, at=again.opens_at)
    closed(again)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.BLOCKED
    return old, proposal


def test_a_block_of_an_earlier_round_cannot_be_used_to_pass_the_one_that_stands() -> None:
    board = board_with_trustees()
    old, proposal = blocked_anew(board)
    at = proposal.state_since + DAY
    with pytest.raises(PermissionDenied):
        withdraw_block(block=old, reason="It was long ago.", by=old.position.entitlement.person, at=at)
    for one in board.trustees["staff"]:
        with pytest.raises(PermissionDenied):
            find_on_block(block=old, holds=False, reason="It was long ago.", by=one, at=at)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.BLOCKED
    assert not Round.objects.filter(proposal=proposal, state="open").exists()


def test_the_block_that_stands_can_still_be_withdrawn() -> None:
    board = board_with_trustees()
    _old, proposal = blocked_anew(board)
    block = Block.objects.get(position__entitlement__person=board.trustees["local-authorities"][0])
    withdraw_block(block=block, reason="Met.", by=block.position.entitlement.person, at=proposal.state_since + DAY)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROVISIONALLY_AGREED


def test_who_is_recused_neither_changes_nor_withdraws_the_proposal_even_as_proposer_or_chair() -> None:
    board = board_with_trustees()
    proposer = board.trustees["providers"][0]
    round = opened(board, recused=[proposer, board.chair])
    for by in (proposer, board.chair):
        copy = working_copy(round.proposal)
        words = {"title": "Another title", "summary": copy.summary, "clauses": copy.clauses}
        with pytest.raises(PermissionDenied):
            edit_draft(proposal=round.proposal, expected=None, by=by, at=NOON, **words)
        with pytest.raises(PermissionDenied):
            publish_version(proposal=round.proposal, change_note="Other words", by=by, at=NOON)
        with pytest.raises(PermissionDenied):
            withdraw_proposal(proposal=round.proposal, reason="No longer wanted", by=by, at=NOON)


def test_a_regional_board_is_chaired_by_one_of_its_own() -> None:
    home, other = board_with_trustees("NW", seats=1), board_with_trustees("NE", seats=1)
    term = home.board.chair_terms.get()
    other.board.chair_terms.all()._raw_delete("default")
    with pytest.raises(NotAllowed):
        start_chair_term(
            appointment=term.appointment,
            board=other.board,
            starts_on=NOON.date(),
            why_picked="To help out",
            by=other.secretary,
            at=NOON,
        )
