"""Opening, extending, closing and voiding rounds; taking positions in them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import signals
from governance.actions.positions import record_position_for
from governance.actions.proposals import withdraw_proposal
from governance.actions.rounds import close_round, extend_round, open_round, void_open_round
from governance.actions.versions import publish_version
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalKind, ProposalState
from governance.enums.rounds import RecordedHow, RoundKind, RoundState, Stance
from governance.models import Appointment, Block, Clause, Entitlement, Position, Proposal, Round
from governance.queries.positions import standing_in
from portal.history.models import LedgerEntry
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import WEEK, agreed, all_agree, closed, opened, published, take

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def state_of(round: Round) -> str:
    """Return where the proposal of a round stands now."""
    return Proposal.objects.values_list("state", flat=True).get(pk=round.proposal_id)


def open_one(proposal: Proposal, by: Any, kind: RoundKind = RoundKind.CONSENSUS_TEST, **more: Any) -> Round:
    """Open a round for a week."""
    return open_round(proposal=proposal, kind=kind, closes_at=NOON + WEEK, by=by, at=NOON, **more)


def new_version(proposal: Proposal, at: Any = LATER) -> None:
    """Change a clause and publish."""
    clause = Clause.objects.get(proposal=proposal)
    clause.text += " And a photograph."
    save_with_history(clause, by=proposal.proposer, reason="Clearer", at=at)
    publish_version(proposal=proposal, change_note="A photograph too", by=proposal.proposer, at=at)


# Opening


def test_round_opens_on_the_latest_version_with_every_holder_entitled(board: SmallBoard) -> None:
    round = opened(board)
    assert (round.n, round.version.n, round.rules.version, round.state) == (1, 1, 1, RoundState.OPEN)
    assert set(round.entitlements.values_list("person", flat=True)) == {person.pk for person in board.everyone}
    assert state_of(round) == ProposalState.TESTING
    assert Entitlement.history.filter(history_change_reason="Entitled when the round opened").count() == 10


def test_only_the_chair_opens_a_round(board: SmallBoard) -> None:
    proposal = published(board)
    for person in (board.secretary, board.trustees["directors"][0], UserFactory()):
        with pytest.raises(PermissionDenied):
            open_one(proposal, person)


def test_round_is_refused_in_words_when_it_cannot_be_opened(board: SmallBoard) -> None:
    proposal = published(board)
    with pytest.raises(NotAllowed, match="closes after it opens"):
        open_round(proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=NOON, by=board.chair, at=NOON)
    for kind in (RoundKind.RATIFICATION, RoundKind.ABSENT_MEMBERS):
        with pytest.raises(NotAllowed, match="cannot be opened now"):
            open_one(proposal, board.chair, kind)
    with pytest.raises(NotAllowed, match="hold no seat"):
        open_one(proposal, board.chair, recused=[UserFactory().pk])
    with pytest.raises(NotAllowed, match="Nobody could take part"):
        open_one(proposal, board.chair, recused=[person.pk for person in board.everyone])
    open_one(proposal, board.chair)
    with pytest.raises(NotAllowed, match="testing for consensus"):
        open_one(proposal, board.chair)


def test_second_round_waits_for_the_first(board: SmallBoard) -> None:
    round = opened(board, kind=RoundKind.SENSE_CHECK)
    with pytest.raises(NotAllowed, match="Another round is open"):
        open_one(round.proposal, board.chair)


def test_electorate_is_fixed_when_the_round_opens(board: SmallBoard) -> None:
    round = opened(board)
    leaver = board.trustees["staff"][1]
    seat = Appointment.objects.get(person=leaver)
    seat.ends_on = NOON.date()
    save_with_history(seat, by=None, reason="Moved away", at=NOON)
    joiner = UserFactory()
    save_with_history(
        Appointment(seat=seat.seat, person=joiner, how=seat.how, starts_on=NOON.date()), by=None, reason="New", at=NOON
    )
    assert take(round, leaver, at=LATER).entitlement.person == leaver
    with pytest.raises(PermissionDenied):
        take(round, joiner, at=LATER)


# Positions


def test_position_is_superseded_not_changed(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    first = take(round, person, Stance.STAND_ASIDE, will_help=True)
    second = take(round, person, Stance.AGREE, at=LATER)
    assert (second.n, second.supersedes, first.n) == (2, first, 1)
    assert Position.objects.get(pk=first.pk).stance == Stance.STAND_ASIDE
    assert [line.position for line in standing_in(round, round.proposal).lines if line.position] == [second]


def test_identical_position_adds_nothing(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    first = take(round, person, Stance.BLOCK)
    again = take(round, person, Stance.BLOCK, at=LATER, reason="The night cover worries me.  ")
    assert (again, Position.objects.count(), Block.objects.count()) == (first, 1, 1)
    assert LedgerEntry.objects.filter(kind="position.taken").count() == 1


def test_every_stance_but_agreement_is_refused_without_its_reason(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    for stance in (Stance.RESERVATIONS, Stance.STAND_ASIDE, Stance.BLOCK):
        with pytest.raises(NotAllowed, match="Give your reason"):
            take(round, person, stance, reason=" \n")
    for part, words in {"ground": "ground", "removal_condition": "remove", "objector_part": "resolve"}.items():
        with pytest.raises(NotAllowed, match=words):
            take(round, person, Stance.BLOCK, **{part: ""})
    assert not Position.objects.exists()


@pytest.mark.parametrize("late", [timedelta(0), SECOND, timedelta(days=30)])
def test_position_is_refused_after_closing_even_when_nothing_has_closed_the_round(
    board: SmallBoard, late: timedelta
) -> None:
    round, person = opened(board), board.everyone[0]
    with pytest.raises(NotAllowed, match="not recorded"):
        take(round, person, at=round.closes_at + late)
    assert take(round, person, at=round.closes_at - SECOND).n == 1


def test_nobody_without_a_voice_takes_a_position(board: SmallBoard) -> None:
    recused = board.trustees["providers"][1]
    round = opened(board, recused=[recused])
    for person in (recused, board.secretary, UserFactory()):
        with pytest.raises(PermissionDenied):
            take(round, person)


def test_secretary_records_a_position_told_by_telephone_and_the_principal_is_told(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    entitlement = round.entitlements.get(person=person)
    told: list[dict[str, Any]] = []

    def hear(**kwargs: Any) -> None:
        told.append(kwargs)

    signals.position_recorded_for.connect(hear)
    try:
        position = record_position_for(
            entitlement=entitlement, by=board.secretary, stance=Stance.RESERVATIONS, reason="Cost", at=NOON
        )
    finally:
        signals.position_recorded_for.disconnect(hear)
    assert (position.recorded_by, position.recorded_how) == (board.secretary, RecordedHow.TELEPHONE)
    assert [one["person_id"] for one in told] == [person.pk]
    corrected = take(round, person, at=LATER)
    assert (corrected.n, corrected.supersedes) == (2, position)


def test_principal_confirms_what_was_recorded_as_a_position_of_their_own(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    entitlement = round.entitlements.get(person=person)
    record_position_for(entitlement=entitlement, by=board.secretary, stance=Stance.AGREE, reason="", at=NOON)
    assert take(round, person).n == 2


def test_only_the_secretary_records_for_others(board: SmallBoard) -> None:
    recused = board.everyone[1]
    round = opened(board, recused=[recused])
    mine, theirs = (round.entitlements.get(person=person) for person in board.everyone[:2])
    for person in (board.chair, board.everyone[2]):
        with pytest.raises(PermissionDenied):
            record_position_for(entitlement=mine, by=person, stance=Stance.AGREE, reason="", at=NOON)
    with pytest.raises(NotAllowed, match="recused"):
        record_position_for(entitlement=theirs, by=board.secretary, stance=Stance.AGREE, reason="", at=NOON)


# Closing


def test_agreement_of_all_leads_to_provisional_agreement_without_a_window(board: SmallBoard) -> None:
    round = agreed(board)
    proposal = Proposal.objects.get(pk=round.proposal_id)
    assert (proposal.state, proposal.window_closes_at) == (ProposalState.PROVISIONALLY_AGREED, round.closed_at)
    assert round.outcome["outcome"]["verdict"] == "consensus"
    assert [one["stance"] for one in round.outcome["positions"]] == ["agree"] * 10
    assert not Round.objects.filter(kind=RoundKind.ABSENT_MEMBERS).exists()


def test_silent_members_get_a_window_for_exactly_their_seats(board: SmallBoard) -> None:
    round = opened(board)
    speakers = [people[0] for people in board.trustees.values()]
    all_agree(round, speakers)
    closed(round)
    window = Round.objects.get(kind=RoundKind.ABSENT_MEMBERS)
    silent = {people[1].pk for people in board.trustees.values()}
    assert set(window.entitlements.values_list("person", flat=True)) == silent
    assert (window.follows, window.version, window.rules) == (round, round.version, round.rules)
    assert window.closes_at == round.closes_at + timedelta(days=14)
    assert Proposal.objects.get().window_closes_at == window.closes_at
    with pytest.raises(PermissionDenied):
        take(window, speakers[0], at=window.opens_at)


def test_window_is_merged_with_its_test_when_it_closes(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    window = Round.objects.get(kind=RoundKind.ABSENT_MEMBERS)
    take(window, board.trustees["staff"][1], Stance.RESERVATIONS, at=window.opens_at)
    window = closed(window)
    assert window.outcome["outcome"]["taken"] == 6
    assert len(window.outcome["positions"]) == 10
    assert state_of(round) == ProposalState.PROVISIONALLY_AGREED


@pytest.mark.parametrize(
    ("stance", "number", "leads_to"),
    [
        (Stance.BLOCK, 1, ProposalState.BLOCKED),
        (Stance.STAND_ASIDE, 2, ProposalState.PROVISIONALLY_AGREED),
        (Stance.STAND_ASIDE, 3, ProposalState.DISCUSSION),
    ],
)
def test_silent_members_can_still_stop_it(
    board: SmallBoard, stance: Stance, number: int, leads_to: ProposalState
) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    window = Round.objects.get(kind=RoundKind.ABSENT_MEMBERS)
    for people in list(board.trustees.values())[:number]:
        take(window, people[1], stance, at=window.opens_at)
    closed(window)
    assert state_of(round) == leads_to


def test_procedural_matters_have_no_window(board: SmallBoard) -> None:
    round = opened(board, proposal=published(board, kind=ProposalKind.PROCEDURAL))
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    assert state_of(round) == ProposalState.PROVISIONALLY_AGREED
    assert Round.objects.count() == 1


def test_too_few_leave_the_round_void(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0])
    round = closed(round)
    assert (round.state, state_of(round)) == (RoundState.VOID, ProposalState.DISCUSSION)
    assert round.outcome["outcome"]["verdict"] == "void"


def test_a_block_leads_to_blocked(board: SmallBoard) -> None:
    round = agreed(board, stances={board.everyone[9]: Stance.BLOCK})
    assert (round.state, state_of(round)) == (RoundState.CLOSED, ProposalState.BLOCKED)


def test_something_missing_leads_back_to_discussion(board: SmallBoard) -> None:
    round = agreed(board, stances=dict.fromkeys(board.trustees["young-people"], Stance.STAND_ASIDE))
    assert state_of(round) == ProposalState.DISCUSSION


def test_sense_check_changes_no_state(board: SmallBoard) -> None:
    round = opened(board, kind=RoundKind.SENSE_CHECK)
    take(round, board.everyone[0], Stance.BLOCK)
    round = closed(round)
    assert (round.state, state_of(round)) == (RoundState.CLOSED, ProposalState.DISCUSSION)


def test_chair_closes_early_only_when_everybody_has_spoken(board: SmallBoard) -> None:
    recused = board.everyone[0]
    round = opened(board, recused=[recused])
    all_agree(round, board.everyone[1:9])
    with pytest.raises(NotAllowed, match="Not everybody"):
        close_round(round=round, by=board.chair, at=LATER)
    take(round, board.everyone[9])
    with pytest.raises(PermissionDenied):
        close_round(round=round, by=board.everyone[3], at=LATER)
    assert close_round(round=round, by=board.chair, at=LATER).state == RoundState.CLOSED


def test_anybody_who_reads_it_or_the_clock_closes_a_round_whose_time_is_up(board: SmallBoard) -> None:
    for by in (None, board.everyone[4]):
        round = opened(board)
        with pytest.raises(NotAllowed if by is None else PermissionDenied):
            close_round(round=round, by=by, at=round.closes_at - SECOND)
        assert close_round(round=round, by=by, at=round.closes_at).state == RoundState.VOID
    with pytest.raises(PermissionDenied):
        close_round(round=opened(board), by=UserFactory(), at=NOON + WEEK)


def test_closing_twice_changes_nothing(board: SmallBoard) -> None:
    round = agreed(board)
    before = Round.objects.filter(pk=round.pk).values().get()
    assert close_round(round=round, by=board.chair, at=NOON + 3 * WEEK) == round
    assert Round.objects.filter(pk=round.pk).values().get() == before
    assert LedgerEntry.objects.filter(kind="round.closed").count() == 1


def test_round_is_extended_with_a_reason_before_it_closes(board: SmallBoard) -> None:
    round = opened(board)
    later = round.closes_at + WEEK
    with pytest.raises(PermissionDenied):
        extend_round(round=round, closes_at=later, reason="Holidays", by=board.secretary, at=LATER)
    for wrong in ({"reason": " "}, {"closes_at": round.closes_at}, {"at": round.closes_at}):
        with pytest.raises(NotAllowed):
            extend_round(
                **{"round": round, "closes_at": later, "reason": "Holidays", "by": board.chair, "at": LATER, **wrong}
            )
    assert extend_round(round=round, closes_at=later, reason="Holidays", by=board.chair, at=LATER).closes_at == later
    assert take(round, board.everyone[0], at=NOON + WEEK).n == 1


def test_extending_the_window_moves_the_earliest_adoption(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    closed(round)
    window = Round.objects.get(kind=RoundKind.ABSENT_MEMBERS)
    later = window.closes_at + WEEK
    extend_round(round=window, closes_at=later, reason="Easter", by=board.chair, at=window.opens_at)
    assert Proposal.objects.get().window_closes_at == later


# Voiding


def test_new_version_voids_the_open_round(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0])
    new_version(round.proposal)
    round = Round.objects.get()
    assert (round.state, round.closed_at) == (RoundState.VOID, LATER)
    assert "Version 2" in round.void_reason
    assert state_of(round) == ProposalState.DISCUSSION
    with pytest.raises(NotAllowed, match="void"):
        take(round, board.everyone[1], at=LATER)
    assert opened(board, LATER, proposal=Proposal.objects.get()).version.n == 2


def test_new_version_voids_an_open_sense_check(board: SmallBoard) -> None:
    round = opened(board, kind=RoundKind.SENSE_CHECK)
    new_version(round.proposal)
    assert Round.objects.get().state == RoundState.VOID


def test_withdrawal_voids_the_open_round(board: SmallBoard) -> None:
    round = opened(board)
    withdraw_proposal(proposal=round.proposal, reason="Overtaken", by=round.proposal.proposer, at=LATER)
    round = Round.objects.get()
    assert (round.state, round.void_reason) == (RoundState.VOID, "Overtaken")


def test_voiding_without_an_open_round_does_nothing(board: SmallBoard) -> None:
    assert void_open_round(proposal=published(board), reason="None open", by=None, at=NOON) is None
