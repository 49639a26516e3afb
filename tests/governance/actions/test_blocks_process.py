"""Blocks as a process: the clock and its notices, the objector's part, restating, resolving by a new version."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from governance.actions.blocks import add_block_step, follow_clock, resolve_block, restate_block, withdraw_block
from governance.actions.decisions import adopt
from governance.actions.meetings import plan_meeting, record_meeting_held
from governance.domain.refusals import NotAllowed
from governance.enums.blocks import BlockDue, BlockStepKind
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, Stance
from governance.models import Block, BlockStep, Decision, Proposal
from governance.models.sealed import SealedForEver
from governance.queries.blocks import clock_of, clock_words, due_blocks
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from tests.factories.blocks import CLOSED, blocked, fallen, find, fresh, objector, upheld
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.proposals import next_version
from tests.factories.rounds import agreed, closed, opened, reasoned, take
from tests.governance.due import preview_due, run_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def after(days: float) -> datetime:
    """Return a moment so many days after the block was upheld."""
    return CLOSED + timedelta(days=days)


def state_of(block: Block) -> str:
    """Return where the proposal of a block stands."""
    return Proposal.objects.values_list("state", flat=True).get(pk=block.position.entitlement.round.proposal_id)


def words(block: Block, at: datetime) -> str:
    """Return until when there is time."""
    clock = clock_of(block, at)
    assert clock is not None
    return clock_words(clock)


def step(block: Block, by: object, kind: BlockStepKind, days: float = 1, **more: bool) -> BlockStep:
    """Write down a step."""
    return add_block_step(block=block, kind=kind, text="We talked.", by=by, at=after(days), **more)  # type: ignore[arg-type]


def kinds(block: Block) -> list[str]:
    """Return what was done about a block."""
    return list(BlockStep.objects.filter(block=block).values_list("kind", flat=True))


def titles(event: str) -> list[str]:
    """Return what people were told."""
    return list(Notification.objects.filter(event=event).order_by("pk").values_list("title", flat=True))


def meet(board: SmallBoard, days: int) -> None:
    """Hold a meeting of the board."""
    starts = after(days)
    meeting = plan_meeting(
        board=board.board,
        title="Meeting",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        how="",
        by=board.secretary,
        at=CLOSED,
    )
    record_meeting_held(meeting=meeting, by=board.secretary, at=starts + timedelta(hours=3))


def test_clock_starts_when_the_block_is_upheld(board: SmallBoard) -> None:
    block = upheld(board)
    assert (block.state, block.upheld_at, kinds(block)) == (BlockState.UPHELD, CLOSED, ["upheld"])
    assert (
        words(block, after(1)) == "until 8 January 2027 or the third meeting, whichever is first: 0 of 3 meetings held."
    )
    meet(board, 5)
    assert "1 of 3 meetings held" in words(block, after(6))


def test_third_meeting_ends_the_time_before_the_days_do(board: SmallBoard) -> None:
    block = upheld(board)
    step(block, objector(board), BlockStepKind.OFFER)
    for days in (5, 12):
        meet(board, days)
    assert run_due(after(13)) == []
    meet(board, 20)
    assert preview_due(after(21)) == ["NW-2026-001: The block was not resolved in time"]
    assert run_due(after(21)) == ["NW-2026-001: The block was not resolved in time"]
    assert (state_of(block), fresh(block).state) == (ProposalState.FALLBACK, BlockState.UPHELD)
    assert run_due(after(22)) == []


def test_silent_objector_is_reminded_told_and_then_dissents(board: SmallBoard) -> None:
    block = upheld(board)
    assert run_due(after(29)) == []
    assert run_due(after(30)) == ["NW-2026-001: The objector is reminded"]
    assert run_due(after(31)) == []
    assert run_due(after(55)) == ["NW-2026-001: The objector is told that the block will be recorded as dissent"]
    assert run_due(after(59)) == []
    assert state_of(block) == ProposalState.BLOCKED
    run_due(after(60))
    block = fresh(block)
    assert (block.state, state_of(block)) == (BlockState.DISSENT, ProposalState.PROVISIONALLY_AGREED)
    assert kinds(block) == ["upheld", "reminded", "warned", "dissent"]
    told = Notification.objects.filter(person=objector(board), event__in=["block.answer", "block.settled"])
    assert [one.title.partition(":")[0] for one in told.order_by("pk")][1:3] == [
        "Your block on NW-2026-001 A shared welcome for every child"
    ] * 2
    assert any("recorded as dissent" in title for title in titles("block.settled"))


def test_late_timer_gives_the_notice_first_and_does_each_thing_once(board: SmallBoard) -> None:
    block = upheld(board)
    late = after(80)
    assert [due for _block, due in due_blocks(late)] == [BlockDue.WARN]
    run_due(late)
    assert (run_due(late), fresh(block).state) == ([], BlockState.UPHELD)
    assert follow_clock(block=block, at=late + DAY) is None
    run_due(late + 3 * DAY)
    assert fresh(block).state == BlockState.DISSENT


def test_objector_who_answers_late_keeps_the_block_standing(board: SmallBoard) -> None:
    block = upheld(board)
    run_due(after(80))
    step(block, objector(board), BlockStepKind.ANSWER, 81)
    run_due(after(84))
    assert (fresh(block).state, state_of(block)) == (BlockState.UPHELD, ProposalState.FALLBACK)


def test_board_cannot_answer_for_the_objector(board: SmallBoard) -> None:
    block = upheld(board)
    for person, kind in ((board.chair, BlockStepKind.ANSWER), (objector(board), BlockStepKind.REQUEST)):
        with pytest.raises(NotAllowed, match="not for you"):
            step(block, person, kind)
    for person in (UserFactory(), board_with_trustees("NE", seats=1).chair):
        with pytest.raises(PermissionDenied):
            step(block, person, BlockStepKind.OFFER)
    with pytest.raises(NotAllowed, match="what was said"):
        add_block_step(block=block, kind=BlockStepKind.TALK, text=" ", by=board.chair, at=after(1))
    request = step(block, board.chair, BlockStepKind.REQUEST)
    assert step(block, board.chair, BlockStepKind.REQUEST, 2) == request
    assert not request.took_part
    assert step(block, board.secretary, BlockStepKind.TALK, 3, with_objector=True).took_part
    assert "You are asked for an answer" in titles("block.answer")[0]


def test_step_once_written_never_changes(board: SmallBoard) -> None:
    one = step(upheld(board), board.chair, BlockStepKind.OFFER)
    one.text = "Another offer."
    with pytest.raises(SealedForEver):
        one.save()
    with pytest.raises(Exception, match="sealed"), transaction.atomic():
        _overwrite(one)


def _overwrite(one: BlockStep) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_blockstep SET text = 'other' WHERE id = %s", [one.pk])


def test_database_insists_on_the_moment_a_block_was_upheld(board: SmallBoard) -> None:
    block = upheld(board)
    block.upheld_at = None
    with pytest.raises(IntegrityError), transaction.atomic():
        block.save()


# Not upheld


@pytest.mark.parametrize(
    ("as_", "state"), [(BlockStepKind.STOOD_ASIDE, BlockState.STOOD_ASIDE), (BlockStepKind.DISSENT, BlockState.DISSENT)]
)
def test_objector_restates_what_was_not_upheld_and_the_rules_are_asked_again(
    board: SmallBoard, as_: BlockStepKind, state: BlockState
) -> None:
    block = fallen(board)
    assert block.restate_by == CLOSED + 7 * DAY
    assert titles("block.answer")[0].startswith("Your block on NW-2026-001")
    with pytest.raises(PermissionDenied):
        restate_block(block=block, as_=as_, reason="I see", by=board.chair, at=after(1))
    with pytest.raises(NotAllowed, match="own words"):
        restate_block(block=block, as_=as_, reason=" ", by=objector(board), at=after(1))
    with pytest.raises(NotAllowed, match="Choose"):
        restate_block(block=block, as_=BlockStepKind.ANSWER, reason="I see", by=objector(board), at=after(1))
    said = restate_block(block=block, as_=as_, reason="I still miss the check.", by=objector(board), at=after(1))
    assert (said.state, state_of(block)) == (state, ProposalState.PROVISIONALLY_AGREED)
    again = restate_block(block=block, as_=as_, reason="I still miss the check.", by=objector(board), at=after(1))
    assert again.pk == block.pk
    assert kinds(block).count(as_.value) == 1


def test_words_of_dissent_are_kept_with_the_decision(board: SmallBoard) -> None:
    block = fallen(board)
    words = "I still miss the check."
    restate_block(block=block, as_=BlockStepKind.DISSENT, reason=words, by=objector(board), at=after(1))
    proposal = block.position.entitlement.round.proposal
    reasoned(proposal, board.chair, after(1))
    decision = adopt(proposal=proposal, by=board.chair, at=after(2))
    kept = [one["block"] for one in decision.record["positions"] if "block" in one]
    assert [(one["state"], one["restatement"]) for one in kept] == [("dissent", words)]
    assert (decision.outcome, decision.record["outcome"]["standing_aside"]) == ("consensus_with_stand_asides", 1)


def test_without_words_it_is_dissent_when_the_days_are_over(board: SmallBoard) -> None:
    block = fallen(board)
    assert run_due(after(6.9)) == []
    run_due(after(7))
    assert (fresh(block).state, state_of(block)) == (BlockState.DISSENT, ProposalState.PROVISIONALLY_AGREED)


def test_rules_wait_for_every_objectors_own_words(board: SmallBoard) -> None:
    other = board.trustees["directors"][1]
    agreed(board, stances={objector(board): Stance.BLOCK, other: Stance.BLOCK})
    first, second = (fresh(one) for one in Block.objects.order_by("pk"))
    for person in (*board.trustees["staff"], board.trustees["providers"][0]):
        find(first, person, holds=False)
    withdraw_block(block=second, reason="Met", by=second.position.entitlement.person, at=after(1))
    assert state_of(first) == ProposalState.BLOCKED
    owner = first.position.entitlement.person
    restate_block(block=first, as_=BlockStepKind.STOOD_ASIDE, reason="I let it go.", by=owner, at=after(2))
    assert state_of(first) == ProposalState.PROVISIONALLY_AGREED


# Resolved by a new version


def test_new_version_voids_the_test_and_the_objector_says_that_it_resolves_the_block(board: SmallBoard) -> None:
    block = upheld(board)
    proposal = block.position.entitlement.round.proposal
    with pytest.raises(PermissionDenied):
        resolve_block(block=block, reason="Met", by=objector(board), at=after(1))
    next_version(proposal, "A named person checks each placement.", at=after(1))
    assert (state_of(block), fresh(block).state) == (ProposalState.DISCUSSION, BlockState.UPHELD)
    with pytest.raises(PermissionDenied):
        resolve_block(block=block, reason="Met", by=board.chair, at=after(2))
    with pytest.raises(NotAllowed, match="resolves"):
        resolve_block(block=block, reason="", by=objector(board), at=after(2))
    resolve_block(block=block, reason="There is a check now.", by=objector(board), at=after(2))
    resolve_block(block=block, reason="There is a check now.", by=objector(board), at=after(2))
    last = BlockStep.objects.filter(block=block).last()
    assert last is not None
    assert last.version is not None
    assert (fresh(block).state, last.version.n, kinds(block).count("resolved")) == (BlockState.RESOLVED, 2, 1)
    assert state_of(block) == ProposalState.DISCUSSION


@pytest.mark.parametrize(("stance", "state"), [(Stance.AGREE, BlockState.RESOLVED), (Stance.BLOCK, BlockState.UPHELD)])
def test_next_test_says_whether_the_block_is_resolved(board: SmallBoard, stance: Stance, state: BlockState) -> None:
    block = upheld(board)
    proposal = block.position.entitlement.round.proposal
    next_version(proposal, at=after(1))
    round = opened(board, after(2), proposal=proposal)
    for person in board.everyone:
        take(round, person, stance if person == objector(board) else Stance.AGREE, at=after(3))
    closed(round)
    assert fresh(block).state == state
    expected = ProposalState.PROVISIONALLY_AGREED if stance is Stance.AGREE else ProposalState.BLOCKED
    assert state_of(block) == expected


def test_block_nobody_raises_again_is_resolved_by_adoption(board: SmallBoard) -> None:
    block = upheld(board)
    proposal = block.position.entitlement.round.proposal
    next_version(proposal, at=after(1))
    round = opened(board, after(2), proposal=proposal)
    for person in board.everyone:
        if person != objector(board):
            take(round, person, at=after(3))
    closed(round)
    reasoned(proposal, board.chair, after(10))
    assert fresh(block).state == BlockState.UPHELD
    run_due(after(40))
    assert Decision.objects.get().version.n == 2
    assert fresh(block).state == BlockState.RESOLVED


def test_every_step_stands_in_the_ledger(board: SmallBoard) -> None:
    block = fallen(board)
    run_due(after(7))
    assert LedgerEntry.objects.filter(kind="block.step").count() == BlockStep.objects.filter(block=block).count() == 2
    assert [str(one) for one in verify_ledger() if "ChairTerm" not in one.where] == []


def test_block_untested_for_all_its_days_falls_back(board: SmallBoard) -> None:
    block = blocked(board)
    run_due(after(60))
    assert (state_of(block), kinds(block)) == (ProposalState.FALLBACK, ["exhausted"])
