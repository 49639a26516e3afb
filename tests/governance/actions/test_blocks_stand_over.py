"""A block nobody has settled never falls away with its round: it stands over into the next test of the same text."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.blocks import find_on_block
from governance.actions.confirmations import confirm_position
from governance.actions.conflicts import declare_conflict, raise_conflict, treat_conflict
from governance.actions.decisions import adopt
from governance.actions.rounds import close_round, open_round
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RecordedHow, RoundKind, RoundState, Stance
from governance.models import Block, BlockStep, Position, Proposal, Round
from governance.queries.checks import findings
from governance.queries.proposals import find_proposal
from governance.queries.way import way_in_short, way_of
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import all_agree, opened, reasoned, take
from tests.thorough import examples

DAY = timedelta(days=1)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("board").get(pk=proposal.pk)


def again(proposal: Proposal, board: SmallBoard, at: object) -> Round:
    return open_round(
        proposal=fresh(proposal),
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=at + 7 * DAY,  # type: ignore[operator]
        by=board.chair,
        at=at,  # type: ignore[arg-type]
    )


def leaves(person: User, proposal: Proposal, board: SmallBoard, at: object) -> None:
    """Somebody else declares a conflict and goes: whatever test the proposal stands on is void."""
    conflict = declare_conflict(proposal=proposal, what="My employer.", by=person, at=at)  # type: ignore[arg-type]
    treat_conflict(conflict=conflict, treatment=Treatment.WITHDRAW, reasons="So.", by=board.chair, at=at)  # type: ignore[arg-type]


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def others_of(board: SmallBoard, *without: User) -> list[User]:
    return [one for one in board.everyone if one not in without]


@pytest.mark.django_db
def test_a_block_in_a_test_voided_by_a_conflict_of_somebody_else_stands_in_the_next(board: SmallBoard) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board)
    take(round, objector, Stance.BLOCK)
    leaves(other, round.proposal, board, NOON + DAY)
    assert Round.objects.get(pk=round.pk).state == RoundState.VOID
    shown = find_proposal(board.chair, round.proposal.number, NOON + DAY)
    assert shown is not None
    assert way_in_short(board.chair, shown, NOON + DAY).has_block_left
    assert [one.state for one in way_of(board.chair, shown, NOON + DAY).earlier_blocks] == [BlockState.UNTESTED]

    second = again(round.proposal, board, NOON + 2 * DAY)
    over = Block.objects.get(position__entitlement__round=second)
    assert over.position.recorded_how == RecordedHow.CARRIED
    assert (over.state, over.carries.state) == (BlockState.UNTESTED, BlockState.CARRIED)  # type: ignore[union-attr]
    assert over.removal_condition == over.carries.removal_condition  # type: ignore[union-attr]
    told = Notification.objects.filter(key=f"block.carried:{over.pk}")
    assert list(told.values_list("person", flat=True)) == [objector.pk]
    all_agree(second, others_of(board, objector, other), NOON + 2 * DAY)
    close_round(round=second, by=board.chair, at=NOON + 3 * DAY)
    assert fresh(round.proposal).state == ProposalState.BLOCKED
    assert list(findings(NOON + 3 * DAY)) == []
    assert not [one for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]


@pytest.mark.django_db
def test_its_objector_lets_it_go_by_saying_something_else(board: SmallBoard) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board)
    take(round, objector, Stance.BLOCK)
    leaves(other, round.proposal, board, NOON + DAY)
    second = again(round.proposal, board, NOON + 2 * DAY)
    all_agree(second, others_of(board, other), NOON + 2 * DAY)
    close_round(round=second, by=board.chair, at=NOON + 3 * DAY)
    assert fresh(round.proposal).state == ProposalState.PROVISIONALLY_AGREED
    assert Block.objects.get(carries__isnull=False).state == BlockState.RESOLVED
    assert list(findings(NOON + 3 * DAY)) == []


@pytest.mark.django_db
def test_its_objector_says_that_it_still_holds(board: SmallBoard) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board)
    take(round, objector, Stance.BLOCK)
    leaves(other, round.proposal, board, NOON + DAY)
    second = again(round.proposal, board, NOON + 2 * DAY)
    position = Position.objects.get(entitlement__round=second)
    # The same words once more are no other position: an upheld block would lose its clock by them.
    assert take(second, objector, Stance.BLOCK, at=NOON + 2 * DAY) == position
    assert confirm_position(position=position, by=objector, at=NOON + 2 * DAY).position == position


@pytest.mark.django_db
def test_an_upheld_block_keeps_its_clock_and_the_objectors_part(board: SmallBoard) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board)
    all_agree(round, others_of(board, objector))
    take(round, objector, Stance.BLOCK)
    close_round(round=round, by=board.chair, at=NOON + DAY)
    block = Block.objects.get()
    upheld = find_on_block(block=block, holds=True, reason="It does.", by=board.chair, at=NOON + DAY)
    leaves(other, round.proposal, board, NOON + 2 * DAY)
    assert fresh(round.proposal).state == ProposalState.DISCUSSION
    again(round.proposal, board, NOON + 3 * DAY)
    over = Block.objects.get(carries=block)
    assert (over.state, over.upheld_at) == (BlockState.UPHELD, upheld.upheld_at)
    assert not BlockStep.objects.filter(block=over, took_part=True).exists()
    assert list(findings(NOON + 3 * DAY)) == []


@pytest.mark.django_db
def test_between_two_tests_a_conflict_is_no_way_round_the_block_either(board: SmallBoard) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board)
    take(round, objector, Stance.BLOCK)
    leaves(other, round.proposal, board, NOON + DAY)
    raised = raise_conflict(proposal=fresh(round.proposal), person=objector, what="Theirs.", by=board.chair, at=NOON)
    with pytest.raises(NotAllowed, match="no way round it"):
        treat_conflict(conflict=raised, treatment=Treatment.WITHDRAW, reasons="So.", by=board.chair, at=NOON + 5 * DAY)


@pytest.mark.django_db
def test_a_block_of_another_text_does_not_stand_over_and_a_sense_check_carries_none(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.trustees["providers"][1], Stance.BLOCK)
    leaves(board.trustees["directors"][0], round.proposal, board, NOON + DAY)
    sense = opened(board, NOON + 2 * DAY, kind=RoundKind.SENSE_CHECK, proposal=fresh(round.proposal))
    assert not Position.objects.filter(entitlement__round=sense).exists()
    next_version(fresh(round.proposal), at=NOON + 3 * DAY)
    second = again(round.proposal, board, NOON + 4 * DAY)
    assert not Position.objects.filter(entitlement__round=second).exists()


@pytest.mark.django_db
def test_an_objector_without_a_voice_leaves_recorded_dissent(board: SmallBoard) -> None:
    objector = board.trustees["providers"][1]
    round = opened(board)
    take(round, objector, Stance.BLOCK)
    leaves(objector, round.proposal, board, NOON + DAY)
    second = again(round.proposal, board, NOON + 2 * DAY)
    assert not Position.objects.filter(entitlement__round=second).exists()
    assert Block.objects.get().state == BlockState.UNTESTED
    assert list(findings(NOON + 2 * DAY)) == []
    all_agree(second, others_of(board, objector), NOON + 3 * DAY)
    later = close_round(round=second, by=None, at=second.closes_at).closed_at or second.closes_at
    reasoned(fresh(round.proposal), board.chair, later)
    adopt(proposal=fresh(round.proposal), by=board.chair, at=later)
    block = Block.objects.get()
    assert block.state == BlockState.DISSENT
    assert "had no voice" in BlockStep.objects.filter(block=block).order_by("-pk")[0].text
    assert list(findings(later)) == []


@pytest.mark.django_db
def test_who_would_block_in_a_sense_check_blocks_nothing_and_the_lead_stays_where_it_is(board: SmallBoard) -> None:
    check = opened(board, kind=RoundKind.SENSE_CHECK, affects_children=False)
    number = check.proposal.number

    def seen(reader: User) -> tuple[bool, bool, bool, list[Block], bool]:
        # Read anew, as somebody who comes to the page.
        reader = User.objects.get(pk=reader.pk)
        found = find_proposal(reader, number, at)
        assert found is not None
        short, whole = way_in_short(reader, found, at), way_of(reader, found, at)
        return short.has_block_left, short.has_earlier_blocks, whole.leads, whole.earlier_blocks, whole.may_refer

    for at in (NOON + DAY / 2, check.closes_at):
        before = [seen(reader) for reader in (board.chair, board.secretary, board.everyone[3])]
        if at == check.closes_at:
            close_round(round=check, by=None, at=at)
        else:
            take(check, board.chair, Stance.BLOCK, at=at)
            take(check, board.everyone[2], Stance.BLOCK, at=at)
        assert [seen(reader) for reader in (board.chair, board.secretary, board.everyone[3])] == before
        assert before[0] == (False, False, True, [], True)
    next_version(fresh(check.proposal), at=at + DAY)
    at += DAY
    assert seen(board.chair) == (False, False, True, [], True)


PEOPLE = st.sets(st.integers(2, 9), max_size=8)


@pytest.mark.django_db
@settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(rounds=st.lists(st.tuples(PEOPLE, st.sampled_from(["void", "close"])), min_size=1, max_size=3))
def test_while_its_objector_says_nothing_else_no_number_of_rounds_adopts_a_blocked_text(
    rounds: list[tuple[set[int], str]],
) -> None:
    """Whoever agrees, however often, and however the tests end: the text never gets past a block that stands."""
    with transaction.atomic():
        board = board_with_trustees()
        objector, at = board.everyone[1], NOON
        round = opened(board, at)
        take(round, objector, Stance.BLOCK)
        leaving = [one for one in reversed(board.everyone) if one not in (objector, board.chair)]
        for agreeing, end in rounds:
            at += DAY
            gone = leaving.pop(0)
            leaves(gone, fresh(round.proposal), board, at)
            try:
                round = again(round.proposal, board, at)
            except (NotAllowed, PermissionDenied):
                continue
            voices = set(round.entitlements.filter(recused=False).values_list("person", flat=True))
            chosen = {board.everyone[n].pk for n in agreeing if n < len(board.everyone)}
            for person in others_of(board, objector):
                if person.pk in voices & chosen:
                    take(round, person, at=at)
            if end == "close":
                at = round.closes_at
                close_round(round=round, by=None, at=at)
            last = Position.objects.filter(entitlement__round=round, entitlement__person=objector).get()
            assert (last.stance, last.block.state) == (Stance.BLOCK, BlockState.UNTESTED)
            assert fresh(round.proposal).state in {
                ProposalState.TESTING,
                ProposalState.DISCUSSION,
                ProposalState.BLOCKED,
            }
        assert not [one for one in findings(at) if one.startswith("7")]
        transaction.set_rollback(True)
