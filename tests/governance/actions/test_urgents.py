"""Deciding what cannot wait: two people of two constituencies, then the board, or it lapses by itself."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.decisions import adopt, write_rationale
from governance.actions.meetings import cancel_meeting, move_meeting
from governance.actions.proposals import edit_draft, withdraw_proposal
from governance.actions.rounds import close_round, extend_round, open_round
from governance.actions.urgents import ask_urgent, confirm_urgent, drop_urgent, give_more_time
from governance.actions.versions import publish_version
from governance.domain.refusals import NotAllowed
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.enums.urgents import UrgentState
from governance.models import Decision, DecisionRationale, Proposal, Round, UrgentDecision
from governance.models.sealed import SealedForEver
from governance.queries.checks import findings
from governance.queries.urgents import awaiting, urgent_decisions, urgent_page
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import all_agree, take
from tests.factories.urgents import WHY_TOO, asked, drafted, meets, taken
from tests.governance.due import preview_due, run_due
from tests.thorough import examples

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def fresh(urgent: UrgentDecision) -> UrgentDecision:
    return UrgentDecision.objects.select_related("proposal__board").get(pk=urgent.pk)


def ratification(urgent: UrgentDecision) -> Round:
    return Round.objects.filter(proposal=urgent.proposal_id).order_by("-n").select_related("proposal__board")[0]


def unrecorded() -> list[str]:
    return [str(one) for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]


def seconder(board: SmallBoard) -> User:
    return board.trustees["providers"][0]


def test_what_is_only_asked_for_holds_nothing_and_its_text_is_sealed(board: SmallBoard) -> None:
    urgent = asked(board)
    proposal = Proposal.objects.get(pk=urgent.proposal_id)
    assert (urgent.state, urgent.number) == (UrgentState.ASKED, None)
    assert (proposal.state, proposal.version_count) == (ProposalState.DRAFT, 1)
    assert urgent.version.sha256
    assert not Round.objects.exists()
    assert urgent_decisions(seconder(board), NOON) == []


def test_two_people_of_two_constituencies_decide_and_the_round_opens_by_itself(board: SmallBoard) -> None:
    meets(board, NOON + 10 * DAY)
    urgent = fresh(taken(board))
    assert urgent.number == "U-NW-2026-001"
    assert urgent.state == UrgentState.IN_FORCE
    assert urgent.proposal.state == ProposalState.AWAITING_RATIFICATION
    assert urgent.ratify_by == NOON + 10 * DAY + timedelta(hours=2) + 3 * DAY
    round = ratification(urgent)
    assert (round.kind, round.closes_at, round.version_id) == (
        RoundKind.RATIFICATION,
        urgent.ratify_by,
        urgent.version_id,
    )
    assert round.entitlements.count() == 10
    assert LedgerEntry.objects.filter(kind="urgent.decided").count() == 1
    told = Notification.objects.filter(event="urgent.decided")
    assert set(told.values_list("person", flat=True)) == {one.pk for one in (*board.everyone, board.secretary)} - {
        seconder(board).pk
    }


def test_confirming_twice_does_nothing_twice(board: SmallBoard) -> None:
    urgent = taken(board)
    again = confirm_urgent(urgent=urgent, reason="Once more.", by=seconder(board), at=NOON)
    assert (again.pk, again.seconder_reason) == (urgent.pk, WHY_TOO)
    assert Round.objects.count() == 1


def test_asking_twice_returns_what_was_asked(board: SmallBoard) -> None:
    urgent = asked(board)
    assert ask_urgent(proposal=urgent.proposal, reason="Again.", by=board.chair, at=NOON) == urgent


@pytest.mark.parametrize("who", ["chair", "same constituency", "secretary", "stranger"])
def test_nobody_else_can_confirm(board: SmallBoard, who: str) -> None:
    urgent = asked(board)
    person = {
        "chair": board.chair,
        "same constituency": board.trustees["staff"][1],
        "secretary": board.secretary,
        "stranger": UserFactory(),
    }[who]
    with pytest.raises(PermissionDenied):
        confirm_urgent(urgent=urgent, reason="Yes.", by=person, at=NOON)


def test_only_the_chair_asks_and_only_for_an_urgent_draft(board: SmallBoard) -> None:
    draft = drafted(board)
    with pytest.raises(PermissionDenied):
        ask_urgent(proposal=draft, reason="Now.", by=seconder(board), at=NOON)
    with pytest.raises(NotAllowed, match="cannot wait"):
        ask_urgent(proposal=draft, reason="  ", by=board.chair, at=NOON)
    ordinary = drafted(board, kind=ProposalKind.ORDINARY)
    with pytest.raises(NotAllowed, match="kind “urgent”"):
        ask_urgent(proposal=ordinary, reason="Now.", by=board.chair, at=NOON)


def test_it_needs_its_reasons_owner_and_review_before_it_holds(board: SmallBoard) -> None:
    urgent = asked(board, reasoned=False)
    with pytest.raises(NotAllowed, match="The reasons are not written"):
        confirm_urgent(urgent=urgent, reason="Yes.", by=seconder(board), at=NOON)
    write_rationale(
        proposal=fresh(urgent).proposal,
        by=board.chair,
        at=NOON,
        owner=board.chair,
        review_on=timezone.localdate(NOON + 20 * DAY),
        reasons="r",
        success="s",
    )
    with pytest.raises(NotAllowed, match="review date is too soon"):
        confirm_urgent(urgent=urgent, reason="Yes.", by=seconder(board), at=NOON)
    with pytest.raises(NotAllowed, match="cannot wait"):
        confirm_urgent(urgent=asked(board), reason=" ", by=seconder(board), at=NOON)


def test_its_reasons_cannot_be_emptied_while_it_holds(board: SmallBoard) -> None:
    urgent = taken(board)
    with pytest.raises(NotAllowed, match="holds already"):
        write_rationale(proposal=fresh(urgent).proposal, by=board.chair, at=NOON, reasons="")


def test_a_new_version_or_the_chair_takes_the_request_back(board: SmallBoard) -> None:
    first, second = asked(board), asked(board)
    dropped = drop_urgent(urgent=first, reason="It can wait after all.", by=board.chair, at=NOON)
    assert (dropped.state, dropped.proposal.state) == (UrgentState.DROPPED, ProposalState.DISCUSSION)
    proposal = fresh(second).proposal
    clauses = [ClauseInput("Lease", "The network takes the lease for a month.")]
    edit_draft(proposal=proposal, title="T", summary="S", clauses=clauses, expected=None, by=board.chair, at=NOON)
    publish_version(proposal=proposal, change_note="Shorter.", by=board.chair, at=NOON)
    assert fresh(second).state == UrgentState.DROPPED
    with pytest.raises(NotAllowed, match="settled already"):
        confirm_urgent(urgent=second, reason="Yes.", by=seconder(board), at=NOON)


def test_what_nobody_confirms_is_discussed_in_the_ordinary_way(board: SmallBoard) -> None:
    urgent = asked(board)
    late = NOON + 3 * DAY
    with pytest.raises(NotAllowed, match="time in which it could be confirmed"):
        confirm_urgent(urgent=urgent, reason="Yes.", by=seconder(board), at=late)
    assert any("not taken" in line for line in preview_due(late))
    run_due(late + 2 * DAY)
    assert fresh(urgent).state == UrgentState.DROPPED
    assert fresh(urgent).proposal.state == ProposalState.DISCUSSION
    assert run_due(late + 3 * DAY) == []


def test_ratified_by_consensus_it_is_a_decision_like_any_other(board: SmallBoard) -> None:
    meets(board, NOON + 10 * DAY)
    urgent = taken(board)
    round = ratification(urgent)
    all_agree(round, board.everyone, NOON + DAY)
    run_due(round.closes_at)
    urgent = fresh(urgent)
    decision = Decision.objects.get(proposal=urgent.proposal_id)
    assert urgent.state == UrgentState.RATIFIED
    assert urgent.proposal.state == ProposalState.ADOPTED
    assert (decision.round_id, decision.owner) == (round.pk, board.chair)
    assert decision.effective_on == timezone.localdate(NOON)
    assert unrecorded() == []
    assert list(findings(round.closes_at)) == []


def test_ratified_early_when_everybody_has_spoken(board: SmallBoard) -> None:
    urgent = taken(board)
    round = ratification(urgent)
    all_agree(round, board.everyone, NOON + DAY)
    close_round(round=round, by=board.chair, at=NOON + DAY)
    assert fresh(urgent).state == UrgentState.RATIFIED
    assert adopt(proposal=urgent.proposal, by=board.chair, at=NOON + DAY).proposal_id == urgent.proposal_id


@pytest.mark.parametrize("how", ["silence", "block", "one constituency missing"])
def test_not_ratified_it_lapses_by_itself_and_says_so(board: SmallBoard, how: str) -> None:
    urgent = taken(board)
    round = ratification(urgent)
    if how == "block":
        all_agree(round, board.everyone[1:], NOON + DAY)
        take(round, board.everyone[0], Stance.BLOCK, NOON + DAY)
    if how == "one constituency missing":
        all_agree(round, board.everyone[2:], NOON + DAY)
    end = NOON + 60 * DAY
    assert urgent.ratify_by == end
    assert run_due(end - timedelta(minutes=1)) == []
    assert any("urgent decision lapses" in line for line in preview_due(end))
    said = run_due(end)
    urgent = fresh(urgent)
    assert any("urgent decision lapses" in line for line in said)
    assert (urgent.state, urgent.proposal.state) == (UrgentState.LAPSED, ProposalState.LAPSED)
    assert "did not ratify" in urgent.why_ended
    assert not Decision.objects.exists()
    assert run_due(end + DAY) == []
    assert Notification.objects.filter(event="urgent.ended", person=board.secretary).count() == 1
    assert unrecorded() == []
    with pytest.raises(SealedForEver):
        urgent.save()
    with pytest.raises(SealedForEver):
        urgent.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        UrgentDecision.objects.filter(pk=urgent.pk).update(title="Another")


def test_a_round_that_did_not_agree_can_be_followed_by_another_in_time(board: SmallBoard) -> None:
    urgent = taken(board)
    round = ratification(urgent)
    for person in board.everyone[1:]:
        take(round, person, at=NOON)
    take(round, board.everyone[0], Stance.BLOCK)
    close_round(round=round, by=board.chair, at=NOON + DAY)
    assert fresh(urgent).state == UrgentState.IN_FORCE
    with pytest.raises(NotAllowed, match="lapses on"):
        open_round(
            proposal=fresh(urgent).proposal,
            kind=RoundKind.RATIFICATION,
            closes_at=NOON + 61 * DAY,
            by=board.chair,
            at=NOON + DAY,
        )
    again = open_round(
        proposal=fresh(urgent).proposal,
        kind=RoundKind.RATIFICATION,
        closes_at=NOON + 9 * DAY,
        by=board.chair,
        at=NOON + DAY,
    )
    with pytest.raises(NotAllowed, match="lapses on"):
        extend_round(round=again, closes_at=NOON + 61 * DAY, reason="More.", by=board.chair, at=NOON + DAY)
    all_agree(again, board.everyone, NOON + 2 * DAY)
    run_due(NOON + 9 * DAY)
    assert fresh(urgent).state == UrgentState.RATIFIED


def test_a_later_meeting_gives_more_time_and_an_earlier_one_takes_none(board: SmallBoard) -> None:
    meeting = meets(board, NOON + 10 * DAY)
    urgent = taken(board)
    first = urgent.ratify_by
    move = {"meeting": meeting, "how": "", "reason": "Illness.", "by": board.secretary, "at": NOON + DAY}
    later = NOON + 30 * DAY
    move_meeting(starts_at=later, ends_at=later + timedelta(hours=1), **move)
    assert any("more time" in line for line in preview_due(NOON + DAY))
    run_due(NOON + DAY)
    second = fresh(urgent).ratify_by
    assert first is not None
    assert second == later + timedelta(hours=1) + 3 * DAY
    assert ratification(urgent).closes_at == second
    soon = NOON + 5 * DAY
    move_meeting(starts_at=soon, ends_at=soon + timedelta(hours=1), **move)
    assert run_due(NOON + DAY) == []
    assert fresh(urgent).ratify_by == second
    far = NOON + 200 * DAY
    move_meeting(starts_at=far, ends_at=far + timedelta(hours=1), **move)
    run_due(NOON + DAY)
    assert fresh(urgent).ratify_by == NOON + 60 * DAY == ratification(urgent).closes_at
    cancel_meeting(meeting=meeting, reason="Off.", by=board.secretary, at=NOON + DAY)
    assert run_due(NOON + DAY) == []
    give_more_time(urgent=urgent, at=NOON + DAY)
    assert fresh(urgent).ratify_by == NOON + 60 * DAY


def test_withdrawn_before_the_board_ratified_it_stays_in_the_record(board: SmallBoard) -> None:
    urgent = taken(board)
    withdraw_proposal(proposal=urgent.proposal, reason="The lease was prolonged.", by=board.chair, at=NOON + DAY)
    assert fresh(urgent).state == UrgentState.WITHDRAWN
    assert ratification(urgent).state == RoundState.VOID
    assert [one.number for one in urgent_decisions(UserFactory(), NOON + DAY)] == [urgent.number]


def test_late_by_months_the_boards_answer_is_not_lost(board: SmallBoard) -> None:
    urgent = taken(board)
    all_agree(ratification(urgent), board.everyone, NOON + DAY)
    late = NOON + 500 * DAY
    run_due(late)
    assert fresh(urgent).state == UrgentState.RATIFIED
    decision = Decision.objects.get()
    assert decision.review_on == timezone.localdate(late) == DecisionRationale.objects.get().review_on


def test_only_what_is_open_and_taken_is_public(board: SmallBoard) -> None:
    stranger = UserFactory()
    open_, closed = taken(board), taken(board, confidentiality=Confidentiality.MEMBERS)
    asked(board)
    assert [one.pk for one in awaiting(stranger, NOON)] == [open_.pk]
    assert [one.pk for one in awaiting(stranger, NOON, slug="nowhere")] == []
    assert {one.pk for one in awaiting(board.secretary, NOON)} == {open_.pk, closed.pk}
    assert urgent_page(stranger, str(closed.number), NOON) is None
    page = urgent_page(stranger, str(open_.number), NOON)
    assert page is not None
    assert (page.names, page.holds) == (False, True)
    assert [one.pk for one in urgent_decisions(board.chair, NOON, board=board.board)] == [closed.pk, open_.pk]


RUNS = st.lists(st.integers(0, 4000), min_size=1, max_size=5)


@settings(max_examples=examples(5), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    hours=RUNS,
    meeting=st.one_of(st.none(), st.integers(1, 120)),
    voices=st.sets(st.integers(0, 9)),
    block=st.booleans(),
)
def test_whenever_the_timer_runs_urgent_decisions_are_ratified_or_lapse(
    transactional_board: SmallBoard, hours: list[int], meeting: int | None, voices: set[int], block: bool
) -> None:
    """Invariant 14: whatever people say and whenever the timer runs, after its end nothing urgent holds by itself."""
    with transaction.atomic():
        board = transactional_board
        if meeting is not None:
            meets(board, NOON + meeting * DAY)
        urgent = taken(board)
        round = ratification(urgent)
        for n in sorted(voices):
            blocks = block and n == min(voices)
            take(round, board.everyone[n], Stance.BLOCK if blocks else Stance.AGREE, NOON + timedelta(hours=1))
        end = urgent.ratify_by
        assert end is not None
        assert end <= NOON + 60 * DAY
        for hour in sorted(hours):
            at = NOON + timedelta(hours=2 + hour)
            run_due(at)
            now = fresh(urgent)
            assert (now.state == UrgentState.IN_FORCE) == (at < end)
            ratified = Decision.objects.filter(proposal=urgent.proposal_id).exists()
            assert ratified == (now.state == UrgentState.RATIFIED)
            assert run_due(at) == []
        run_due(_after(end))
        assert fresh(urgent).state in (UrgentState.RATIFIED, UrgentState.LAPSED)
        assert not block or not voices or fresh(urgent).state == UrgentState.LAPSED
        assert [one for one in findings(_after(end)) if one.startswith("14")] == []
        transaction.set_rollback(True)


def _after(end: datetime) -> datetime:
    return end + timedelta(hours=4100)


@pytest.fixture
def transactional_board(board: SmallBoard) -> SmallBoard:
    return board
