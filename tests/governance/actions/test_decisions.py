"""Writing the reasons and recording a decision; what time does by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import signals, tasks
from governance.actions.blocks import withdraw_block
from governance.actions.decisions import adopt, write_rationale
from governance.domain.refusals import NotAllowed
from governance.enums.decisions import DecisionOutcome
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import Block, Decision, DecisionRationale, Proposal, Round
from governance.models.sealed import SealedForEver
from governance.queries.decisions import is_adopted
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import WEEK, adopted, agreed, all_agree, closed, opened, published, reasoned, take

pytestmark = pytest.mark.django_db
AFTER = NOON + WEEK


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def of_proposals(lines: list[str]) -> list[str]:
    """Keep what time did to proposals; the rota of the chair has its own tests."""
    return [line for line in lines if line.startswith("NW-")]


def run_due(at: datetime) -> list[str]:
    return of_proposals(tasks.run_due(at))


def preview_due(at: datetime) -> list[str]:
    return of_proposals(tasks.preview_due(at))


def proposal_of(round: Round) -> Proposal:
    """Return the proposal of a round as it stands now."""
    return Proposal.objects.select_related("board").get(pk=round.proposal_id)


def test_decision_keeps_what_was_agreed(board: SmallBoard) -> None:
    decision = adopted(board)
    version = decision.proposal.versions.get()
    assert decision.number == "D-NW-2026-001"
    assert (decision.version, decision.text_sha256, decision.title) == (version, version.sha256, version.title)
    assert (decision.owner, decision.review_on, decision.effective_on) == (board.chair, date(2027, 11, 2), AFTER.date())
    assert decision.outcome == DecisionOutcome.CONSENSUS
    assert decision.record["outcome"]["verdict"] == "consensus"
    assert Proposal.objects.get().state == ProposalState.ADOPTED
    assert is_adopted("D-NW-2026-001")
    assert not is_adopted("D-NW-2026-002")


def test_decisions_are_numbered_by_board_and_year(board: SmallBoard) -> None:
    other = board_with_trustees("NE", seats=1)
    numbers = [adopted(board).number, adopted(other).number, adopted(board).number]
    numbers.append(adopted(board, NOON + timedelta(days=90)).number)
    assert numbers == ["D-NW-2026-001", "D-NE-2026-001", "D-NW-2026-002", "D-NW-2027-001"]


def test_stand_asides_are_named_in_how_it_was_reached(board: SmallBoard) -> None:
    round = agreed(board, stances={board.everyone[0]: Stance.STAND_ASIDE})
    reasoned(round.proposal, board.chair, AFTER)
    decision = adopt(proposal=round.proposal, by=board.chair, at=AFTER)
    assert decision.outcome == DecisionOutcome.CONSENSUS_WITH_STAND_ASIDES


def test_recording_twice_returns_the_first(board: SmallBoard) -> None:
    decision = adopted(board)
    assert adopt(proposal=decision.proposal, by=board.secretary, at=AFTER + WEEK) == decision
    assert LedgerEntry.objects.filter(kind="decision.recorded").count() == 1


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ({"reasons": ""}, "reasons are not written"),
        ({"success": " "}, "how we will know"),
        ({"owner": None}, "Nobody owns"),
        ({"review_on": None}, "no review date"),
    ],
)
def test_decision_is_refused_in_words_when_its_reasons_are_incomplete(
    board: SmallBoard, without: dict[str, Any], words: str
) -> None:
    round = agreed(board)
    reasoned(round.proposal, board.chair, AFTER, **without)
    with pytest.raises(NotAllowed, match=words):
        adopt(proposal=round.proposal, by=board.chair, at=AFTER)


def test_childrens_views_are_needed_only_where_children_are_affected(board: SmallBoard) -> None:
    affecting = agreed(board, affects_children=True)
    reasoned(affecting.proposal, board.chair, AFTER, childrens_views="")
    with pytest.raises(NotAllowed, match="Children’s views"):
        adopt(proposal=affecting.proposal, by=board.chair, at=AFTER)
    other = agreed(board)
    reasoned(other.proposal, board.chair, AFTER, childrens_views="")
    assert adopt(proposal=other.proposal, by=board.chair, at=AFTER)


def test_decision_without_any_reasons_or_agreement_is_refused(board: SmallBoard) -> None:
    round = agreed(board)
    with pytest.raises(NotAllowed, match="reasons are not written"):
        adopt(proposal=round.proposal, by=board.chair, at=AFTER)
    testing = opened(board)
    with pytest.raises(PermissionDenied):
        adopt(proposal=testing.proposal, by=board.chair, at=NOON)
    with pytest.raises(NotAllowed, match="no consensus"):
        adopt(proposal=testing.proposal, by=None, at=NOON)


def test_decision_waits_for_the_absent_members(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    reasoned(round.proposal, board.chair, AFTER)
    with pytest.raises(NotAllowed, match="window is still open"):
        adopt(proposal=round.proposal, by=board.chair, at=AFTER + timedelta(days=13))
    decision = adopt(proposal=round.proposal, by=board.chair, at=AFTER + timedelta(days=14))
    assert decision.round.kind == RoundKind.ABSENT_MEMBERS
    assert decision.round.state == RoundState.CLOSED


def test_block_in_the_window_stops_the_decision_even_when_nothing_has_closed_it(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    reasoned(round.proposal, board.chair, AFTER)
    window = Round.objects.get(kind=RoundKind.ABSENT_MEMBERS)
    take(window, board.trustees["staff"][1], Stance.BLOCK, at=AFTER)
    with pytest.raises(NotAllowed, match="no consensus"):
        adopt(proposal=round.proposal, by=board.chair, at=window.closes_at)
    assert not Decision.objects.exists()
    assert run_due(window.closes_at) == ["NW-2026-001: round 2 closes"]
    assert proposal_of(round).state == ProposalState.BLOCKED


def test_only_chair_or_secretary_records(board: SmallBoard) -> None:
    round = agreed(board)
    reasoned(round.proposal, board.chair, AFTER)
    for person in (board.trustees["directors"][0], UserFactory()):
        with pytest.raises(PermissionDenied):
            adopt(proposal=round.proposal, by=person, at=AFTER)
    assert adopt(proposal=round.proposal, by=board.secretary, at=AFTER)


def test_decision_after_a_withdrawn_block_rests_on_the_rules_asked_again(board: SmallBoard) -> None:
    round = agreed(board, stances={board.everyone[9]: Stance.BLOCK})
    withdraw_block(block=Block.objects.get(), reason="Met", by=board.everyone[9], at=AFTER)
    reasoned(round.proposal, board.chair, AFTER)
    decision = adopt(proposal=round.proposal, by=board.chair, at=AFTER)
    assert decision.outcome == DecisionOutcome.CONSENSUS_WITH_STAND_ASIDES
    assert decision.record["positions"][9]["block"]["state"] == "withdrawn"


def test_reasons_are_written_by_proposer_chair_and_secretary_until_the_decision_seals_them(board: SmallBoard) -> None:
    proposal = published(board)
    for person in (proposal.proposer, board.chair, board.secretary):
        write_rationale(proposal=proposal, by=person, at=NOON, reasons=f"Written by {person}")
    for person in (board.trustees["directors"][0], UserFactory()):
        with pytest.raises(PermissionDenied):
            write_rationale(proposal=proposal, by=person, at=NOON, reasons="No")
    with pytest.raises(NotAllowed, match="review date has passed"):
        write_rationale(proposal=proposal, by=board.chair, at=NOON, review_on=date(2020, 1, 1))
    with pytest.raises(TypeError):
        write_rationale(proposal=proposal, by=board.chair, at=NOON, poetry="Roses")
    assert DecisionRationale.history.count() == 3

    decision = adopted(board)
    with pytest.raises(PermissionDenied):
        write_rationale(proposal=decision.proposal, by=board.chair, at=AFTER, reasons="Other")
    rationale = decision.proposal.rationale
    rationale.reasons = "Other"
    with pytest.raises(SealedForEver):
        rationale.save()


def test_saving_the_same_reasons_again_changes_nothing(board: SmallBoard) -> None:
    proposal = published(board)
    for _again in range(2):
        write_rationale(proposal=proposal, by=board.chair, at=NOON, reasons="Because")
    assert DecisionRationale.history.count() == 1


def test_decision_is_told_with_ids_inside_the_transaction(board: SmallBoard) -> None:
    told: list[dict[str, Any]] = []

    def hear(**kwargs: Any) -> None:
        told.append(kwargs)

    signals.decision_recorded.connect(hear)
    try:
        decision = adopted(board)
    finally:
        signals.decision_recorded.disconnect(hear)
    assert [(one["decision_id"], one["number"], one["board_id"]) for one in told] == [
        (decision.pk, decision.number, board.board.pk)
    ]


def test_ledger_entry_of_a_decision_holds_no_free_text_and_finds_a_changed_word(board: SmallBoard) -> None:
    decision = adopted(board)
    entry = LedgerEntry.objects.get(kind="decision.recorded")
    assert "Homes asked" not in entry.facts_text
    assert entry.facts["number"] == decision.number
    assert not [finding for finding in verify_ledger() if "ecision" in finding.where]
    DecisionRationale._base_manager.filter(proposal=decision.proposal).update(reasons="Something else")
    assert [finding.problem for finding in verify_ledger() if "Decision" in finding.where] == ["changed"]


# What time does


def test_time_closes_records_and_repeats_nothing(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, board.everyone)
    reasoned(round.proposal, board.chair, NOON)
    assert preview_due(NOON) == run_due(NOON) == []
    two_days_late = AFTER + timedelta(days=2)
    assert preview_due(two_days_late) == ["NW-2026-001: round 1 closes"]
    assert run_due(two_days_late) == ["NW-2026-001: round 1 closes", "NW-2026-001: the decision is recorded"]
    assert run_due(two_days_late) == []
    assert Decision.objects.get().decided_at == two_days_late


def test_time_ends_a_block_that_was_not_resolved(board: SmallBoard) -> None:
    round = agreed(board, stances={board.everyone[0]: Stance.BLOCK})
    assert run_due(AFTER + timedelta(days=59)) == []
    assert run_due(AFTER + timedelta(days=60)) == ["NW-2026-001: The block was not tested in time"]
    assert proposal_of(round).state == ProposalState.FALLBACK


def test_one_item_that_fails_keeps_no_other_waiting(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = opened(board), opened(board)
    refuse = signals.round_closed

    def object_to_the_first(round_id: int, **kwargs: Any) -> None:
        if round_id == first.pk:
            raise NotAllowed("Not this one")

    refuse.connect(object_to_the_first)
    try:
        done = run_due(AFTER)
    finally:
        refuse.disconnect(object_to_the_first)
    assert done == ["NW-2026-002: round 1 closes"]
    assert Round.objects.get(pk=first.pk).state == RoundState.OPEN
    assert Round.objects.get(pk=second.pk).state == RoundState.VOID
    assert "NW-2026-001" in caplog.text


def test_people_without_a_seat_own_decisions_too(board: SmallBoard) -> None:
    officer: User = UserFactory()
    round = agreed(board)
    reasoned(round.proposal, board.chair, AFTER, owner=officer)
    assert adopt(proposal=round.proposal, by=board.chair, at=AFTER).owner == officer
