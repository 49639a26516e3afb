"""Conflicts of interest from declaration to release, and what they do to tests, chairs and counts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.actions.conflicts import (
    declare_conflict,
    raise_conflict,
    raise_constituency_conflict,
    release_conflict,
    reply_to_conflict,
    treat_conflict,
)
from governance.actions.rounds import open_round
from governance.domain.conflicts import HEARING
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import Appointment, ConflictDeclaration, Proposal, Round
from governance.permissions.rounds import can_view_rounds, is_chair
from governance.queries.checks import findings
from governance.queries.positions import standing_in
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.conflicts import declared, recuse
from tests.factories.governance import (
    AppointmentFactory,
    ChairTermFactory,
    SmallBoard,
    board_with_trustees,
    constituency,
)
from tests.factories.people import UserFactory
from tests.factories.rounds import agreed, all_agree, closed, opened, published, take
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    return published(board)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("board").get(pk=proposal.pk)


def sees(person: User, proposal: Proposal) -> bool:
    at = NOON + timedelta(minutes=1)
    seen = Proposal.objects.visible_to(person, at).filter(pk=proposal.pk).exists()
    assert seen == can_view_rounds(person, fresh(proposal), at)
    return seen


def test_declared_twice_is_declared_once(board: SmallBoard, proposal: Proposal) -> None:
    one = board.everyone[0]
    assert declared(proposal, one) == declared(proposal, one)
    with pytest.raises(NotAllowed, match="Say what"):
        declare_conflict(proposal=proposal, what=" ", by=board.everyone[1], at=NOON)
    with pytest.raises(PermissionDenied):
        declare_conflict(proposal=proposal, what="Mine.", by=UserFactory(), at=NOON)


@pytest.mark.parametrize(
    ("treatment", "reads", "counted"),
    [(Treatment.NOTE, True, 10), (Treatment.STAY, True, 9), (Treatment.WITHDRAW, False, 9)],
)
def test_treatment_says_who_reads_and_who_counts(
    board: SmallBoard, proposal: Proposal, treatment: Treatment, reads: bool, counted: int
) -> None:
    one = board.trustees["providers"][1]
    recuse(proposal, one, treatment)
    assert sees(one, proposal) is reads
    round = opened(board, proposal=fresh(proposal))
    outcome = standing_in(round, round.proposal).outcome
    assert outcome.counted == counted
    assert sees(one, proposal) is reads
    if treatment is not Treatment.NOTE:
        with pytest.raises(PermissionDenied):
            take(round, one)
    assert [line for line in findings(NOON) if line.startswith(("6", "11"))] == []


def test_withdrawing_in_the_middle_of_a_test_voids_it_and_the_next_one_counts_without_them(board: SmallBoard) -> None:
    round = opened(board)
    one = board.trustees["providers"][0]
    all_agree(round, board.everyone[:6])
    before = list(round.entitlements.values())
    recuse(round.proposal, one)
    round.refresh_from_db()
    assert round.state == RoundState.VOID
    assert fresh(round.proposal).state == ProposalState.DISCUSSION
    assert list(round.entitlements.values()) == before, "the electorate of a round never changes"
    assert not sees(one, round.proposal)
    again = opened(board, proposal=fresh(round.proposal))
    assert again.entitlements.get(person=one).recused
    assert standing_in(again, again.proposal).outcome.counted == 9


def test_an_agreement_that_rests_on_a_conflicted_voice_is_undone(board: SmallBoard) -> None:
    round = agreed(board)
    assert fresh(round.proposal).state == ProposalState.PROVISIONALLY_AGREED
    recuse(round.proposal, board.everyone[0], Treatment.STAY, at=round.closes_at)
    assert fresh(round.proposal).state == ProposalState.DISCUSSION


def test_release_lets_them_read_at_once_and_count_in_the_next_round_only(board: SmallBoard, proposal: Proposal) -> None:
    one = board.everyone[0]
    conflict = recuse(proposal, one)
    round = opened(board, proposal=fresh(proposal))
    with pytest.raises(NotAllowed, match="Say why"):
        release_conflict(conflict=conflict, why=" ", by=board.chair, at=NOON)
    with pytest.raises(PermissionDenied):
        release_conflict(conflict=conflict, why="Over.", by=one, at=NOON)
    release_conflict(conflict=conflict, why="The contract has ended.", by=board.chair, at=NOON)
    release_conflict(conflict=conflict, why="The contract has ended.", by=board.chair, at=NOON)
    assert sees(one, proposal)
    with pytest.raises(PermissionDenied):
        take(round, one)
    closed(round)
    again = opened(board, round.closes_at, proposal=fresh(proposal))
    take(again, one, at=round.closes_at)
    kinds = LedgerEntry.objects.filter(kind__startswith="conflict.").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["conflict.declared", "conflict.treated", "conflict.released"]
    assert [str(one) for one in verify_ledger() if "ChairTerm" not in one.where] == []


def test_conflicted_chair_is_replaced_by_the_incoming_one_for_this_matter_only(board: SmallBoard) -> None:
    proposal, other = published(board), published(board)
    incoming = Appointment.objects.get(person=board.trustees["young-people"][0])
    ChairTermFactory(appointment=incoming, starts_on=date(2027, 3, 1), ends_on=date(2027, 9, 1))
    conflict = declared(proposal, board.chair)
    assert not is_chair(board.chair, fresh(proposal), NOON)
    assert is_chair(incoming.person, fresh(proposal), NOON)
    assert is_chair(board.chair, fresh(other), NOON)
    assert not is_chair(incoming.person, fresh(other), NOON)
    with pytest.raises(PermissionDenied):
        treat_conflict(conflict=conflict, treatment=Treatment.NOTE, reasons="Small.", by=board.chair, at=NOON)
    treat_conflict(conflict=conflict, treatment=Treatment.STAY, reasons="Large.", by=incoming.person, at=NOON)
    for by, expected in ((board.chair, False), (incoming.person, True)):
        if not expected:
            with pytest.raises(PermissionDenied):
                open_round(proposal=proposal, kind=RoundKind.SENSE_CHECK, closes_at=NOON + WEEK, by=by, at=NOON)
        else:
            assert open_round(proposal=proposal, kind=RoundKind.SENSE_CHECK, closes_at=NOON + WEEK, by=by, at=NOON)


def test_noted_chair_chairs_again(board: SmallBoard, proposal: Proposal) -> None:
    conflict = declared(proposal, board.chair)
    # No next term: the trustee longest in office of another constituency stands in.
    stand_in = board.trustees["local-authorities"][0]
    assert is_chair(stand_in, fresh(proposal), NOON)
    assert not is_chair(board.trustees["staff"][1], fresh(proposal), NOON)
    treat_conflict(conflict=conflict, treatment=Treatment.NOTE, reasons="Small.", by=stand_in, at=NOON)
    assert is_chair(board.chair, fresh(proposal), NOON)
    assert not is_chair(stand_in, fresh(proposal), NOON)


def test_a_conflict_that_others_raise_is_heard_first(board: SmallBoard, proposal: Proposal) -> None:
    one, by = board.everyone[:2]
    conflict = raise_conflict(proposal=proposal, person=one, what="Their employer sells this.", by=by, at=NOON)
    assert Notification.objects.filter(event="conflict.raised", person=one).count() == 1

    def treated(at: object) -> list[ConflictDeclaration]:
        return treat_conflict(
            conflict=conflict,
            treatment=Treatment.WITHDRAW,
            reasons="They gain.",
            by=board.chair,
            at=at,  # type: ignore[arg-type]
        )

    with pytest.raises(NotAllowed, match="not been heard"):
        treated(NOON)
    with pytest.raises(PermissionDenied):
        reply_to_conflict(conflict=conflict, reply="No.", by=by, at=NOON)
    with pytest.raises(NotAllowed, match="Write what"):
        reply_to_conflict(conflict=conflict, reply=" ", by=one, at=NOON)
    reply_to_conflict(conflict=conflict, reply="I left that employer.", by=one, at=NOON)
    reply_to_conflict(conflict=conflict, reply="I left that employer.", by=one, at=NOON)
    assert treated(NOON)[0].treatment == Treatment.WITHDRAW
    with pytest.raises(NotAllowed, match="has been decided"):
        reply_to_conflict(conflict=conflict, reply="Once more.", by=one, at=NOON)


def test_silence_is_heard_out_after_two_days(board: SmallBoard, proposal: Proposal) -> None:
    conflict = raise_conflict(
        proposal=proposal, person=board.everyone[0], what="Sells this.", by=board.everyone[1], at=NOON
    )
    assert treat_conflict(
        conflict=conflict, treatment=Treatment.STAY, reasons="So it is.", by=board.chair, at=NOON + HEARING
    )
    with pytest.raises(NotAllowed, match="takes part"):
        raise_conflict(proposal=proposal, person=UserFactory(), what="Sells.", by=board.everyone[1], at=NOON)


def test_no_conflict_raised_by_others_is_a_way_round_a_block(board: SmallBoard) -> None:
    objector = board.everyone[9]
    round = agreed(board, stances={objector: Stance.BLOCK})
    at = round.closes_at
    conflict = raise_conflict(proposal=round.proposal, person=objector, what="Gains.", by=board.everyone[0], at=at)
    later = at + HEARING
    with pytest.raises(NotAllowed, match="no way round"):
        treat_conflict(conflict=conflict, treatment=Treatment.STAY, reasons="Gains.", by=board.chair, at=later)
    assert treat_conflict(conflict=conflict, treatment=Treatment.NOTE, reasons="Noted.", by=board.chair, at=later)
    assert fresh(round.proposal).state == ProposalState.BLOCKED


def test_a_whole_constituency_takes_no_part_and_the_outcome_says_so(board: SmallBoard, proposal: Proposal) -> None:
    authorities = constituency("local-authorities")
    rows = raise_constituency_conflict(
        proposal=proposal, constituency=authorities, what="They buy it.", by=board.everyone[0], at=NOON
    )
    assert len(rows) == 2
    treat_conflict(
        conflict=rows[0], treatment=Treatment.WITHDRAW, reasons="They buy.", by=board.chair, at=NOON + HEARING
    )
    # Somebody takes one of the seats afterwards: they follow their constituency.
    seat = Appointment.objects.get(person=board.trustees["local-authorities"][1])
    later = NOON + timedelta(days=4)
    seat.ends_on = later.date()
    seat.save_without_historical_record()
    newcomer = AppointmentFactory(seat=seat.seat, starts_on=later.date()).person
    round = opened(board, later, proposal=fresh(proposal))
    outcome = standing_in(round, round.proposal).outcome
    assert outcome.wholly_recused == ("Local authorities",)
    assert (outcome.counted, outcome.constituencies, outcome.quorum) == (8, 4, 3)
    for one in (board.trustees["local-authorities"][0], newcomer):
        assert not Proposal.objects.visible_to(one, later).filter(pk=proposal.pk).exists()
    assert all(board.everyone[0].pk != row.treated_by_id for row in ConflictDeclaration.objects.all())


def test_a_constituency_without_trustees_has_no_conflict(proposal: Proposal, board: SmallBoard) -> None:
    other = constituency("staff")
    other.pk, other.code, other.name = None, "nobody", "Nobody"
    other.save()
    with pytest.raises(NotAllowed, match="Nobody sits"):
        raise_constituency_conflict(
            proposal=proposal, constituency=other, what="They buy it.", by=board.everyone[0], at=NOON
        )


def test_the_database_lets_nobody_decide_their_own(board: SmallBoard, proposal: Proposal) -> None:
    conflict = declared(proposal, board.everyone[0])
    conflict.treatment, conflict.reasons = Treatment.NOTE, "Small."
    conflict.treated_by, conflict.treated_at = conflict.person, NOON
    with pytest.raises(IntegrityError, match="nobody_decides_their_own"), transaction.atomic():
        conflict.save()


def test_nothing_is_treated_without_reasons_or_after_the_decision(board: SmallBoard, proposal: Proposal) -> None:
    conflict = declared(proposal, board.everyone[0])
    with pytest.raises(NotAllowed, match="Say why"):
        treat_conflict(conflict=conflict, treatment=Treatment.NOTE, reasons=" ", by=board.chair, at=NOON)
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    with pytest.raises(PermissionDenied):
        treat_conflict(conflict=conflict, treatment=Treatment.NOTE, reasons="Small.", by=board.chair, at=NOON)
    assert Round.objects.count() == 0
