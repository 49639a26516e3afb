"""Starting, writing, withdrawing and moving a proposal."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from governance import signals
from governance.actions.proposals import (
    StaleDraft,
    edit_draft,
    move_proposal,
    start_proposal,
    withdraw_proposal,
)
from governance.domain.proposals import NotAllowed
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.models import Board, Clause, Proposal
from governance.queries.versions import dropped_clauses, working_copy, working_stamp
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.proposals import CLAUSES, draft, proposal_in_discussion

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


def edit(proposal: Proposal, *clauses: ClauseInput, by=None, expected=None, **fields):
    return edit_draft(
        proposal=proposal,
        clauses=clauses,
        expected=expected,
        by=by or proposal.proposer,
        at=LATER,
        **{"title": proposal.title, "summary": proposal.summary, **fields},
    )


def test_start_proposal_keeps_everything_written(board: SmallBoard) -> None:
    proposal = draft(board, title="  O’Hara’s & <b>bold</b> idea ", kind=ProposalKind.RESERVED)
    assert proposal.number == "NW-2026-001"
    assert proposal.title == "O’Hara’s & <b>bold</b> idea"
    assert proposal.state == ProposalState.DRAFT
    assert [clause.text for clause in proposal.clauses.all()] == [clause.text for clause in CLAUSES]
    assert [clause.order for clause in proposal.clauses.all()] == [1, 2, 3]
    assert proposal.history.get().history_user == proposal.proposer
    assert Clause.history.count() == 3


def test_start_proposal_counts_by_board_and_year(board: SmallBoard) -> None:
    east = board_with_trustees("NE")
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    numbers = [draft(board).number, draft(board).number, draft(east).number, draft(board, at=new_year).number]
    assert numbers == ["NW-2026-001", "NW-2026-002", "NE-2026-001", "NW-2027-001"]


def test_start_proposal_takes_the_year_of_the_portals_own_clock(board: SmallBoard) -> None:
    summer = board_with_trustees("SE")
    still_june_in_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert draft(summer, at=still_june_in_utc).number == "SE-2026-001"


def test_start_proposal_returns_the_first_when_clicked_twice(board: SmallBoard) -> None:
    token = uuid4()
    first, second = draft(board, token=token), draft(board, token=token)
    assert first == second
    assert Proposal.objects.count() == 1


def test_start_proposal_is_refused_to_whom_it_is_not_for(board: SmallBoard) -> None:
    with pytest.raises(PermissionDenied):
        draft(board, by=UserFactory())
    with pytest.raises(PermissionDenied):
        draft(board, by=board_with_trustees("NE").chair)


def test_start_proposal_is_refused_by_a_dissolved_board(board: SmallBoard) -> None:
    board.board.dissolved_on = date(2026, 1, 1)
    board.board.save()
    with pytest.raises(PermissionDenied):
        draft(board)


def test_start_proposal_needs_a_title(board: SmallBoard) -> None:
    with pytest.raises(NotAllowed, match="title"):
        draft(board, title="  ")


def test_edit_draft_adds_changes_reorders_and_leaves_out(board: SmallBoard) -> None:
    proposal = draft(board)
    one, two, three = working_copy(proposal).clauses
    edit(proposal, ClauseInput("New", "New text"), three, ClauseInput(one.heading, "Changed", one.key))
    assert [(c.heading, c.text) for c in working_copy(proposal).clauses] == [
        ("New", "New text"),
        (three.heading, three.text),
        (one.heading, "Changed"),
    ]
    assert [clause.pk for clause in dropped_clauses(proposal)] == [two.key]
    reasons = set(Clause.history.filter(history_date=LATER).values_list("history_change_reason", flat=True))
    assert reasons == {"Clause added", "Clause edited", "Clause left out"}


def test_edit_draft_puts_a_clause_back(board: SmallBoard) -> None:
    proposal = draft(board)
    one, two, three = working_copy(proposal).clauses
    edit(proposal, one)
    edit(proposal, one, two, three)
    assert working_copy(proposal).clauses == (one, two, three)
    assert dropped_clauses(proposal) == []


def test_edit_draft_writes_nothing_when_nothing_changed(board: SmallBoard) -> None:
    proposal = draft(board)
    edit(proposal, *working_copy(proposal).clauses, expected="of another time")
    assert proposal.history.count() == 1
    assert Clause.history.count() == 3


def test_edit_draft_loses_nothing_when_the_tab_is_stale(board: SmallBoard) -> None:
    proposal = draft(board)
    seen = working_stamp(proposal, working_copy(proposal))
    clauses = working_copy(proposal).clauses
    edit(proposal, *clauses, title="Theirs", expected=seen)
    with pytest.raises(StaleDraft) as stale:
        edit(proposal, *clauses, title="Mine", by=board.secretary, expected=seen)
    assert stale.value.current.title == "Theirs"
    proposal.refresh_from_db()
    assert proposal.title == "Theirs"
    edit(proposal, *clauses, title="Mine", by=board.secretary, expected=stale.value.stamp)
    proposal.refresh_from_db()
    assert proposal.title == "Mine"


def test_edit_draft_refuses_clauses_of_another_proposal(board: SmallBoard) -> None:
    proposal, other = draft(board), draft(board)
    foreign = working_copy(other).clauses[0]
    with pytest.raises(NotAllowed, match="does not belong"):
        edit(proposal, foreign)
    with pytest.raises(NotAllowed, match="does not belong"):
        edit(proposal, *working_copy(proposal).clauses[:1] * 2)
    assert working_copy(other).clauses[0] == foreign


def test_edit_draft_may_say_what_sort_it_is_until_it_is_published(board: SmallBoard) -> None:
    proposal = draft(board)
    clauses = working_copy(proposal).clauses
    helper = board.trustees["staff"][1]
    edit(proposal, *clauses, kind=ProposalKind.PROCEDURAL, affects_children=False, implementer=helper)
    proposal.refresh_from_db()
    assert (proposal.kind, proposal.affects_children, proposal.implementer) == ("procedural", False, helper)
    proposal = proposal_in_discussion(board)
    with pytest.raises(NotAllowed, match="settled"):
        edit(proposal, *working_copy(proposal).clauses, confidentiality=Confidentiality.RESTRICTED)


@pytest.mark.parametrize("who", ["proposer", "chair", "secretary"])
def test_edit_draft_is_for_proposer_chair_and_secretary(board: SmallBoard, who: str) -> None:
    proposal = draft(board)
    by = {"proposer": proposal.proposer, "chair": board.chair, "secretary": board.secretary}[who]
    assert edit(proposal, title="Better", by=by).title == "Better"
    with pytest.raises(PermissionDenied):
        edit(proposal, title="Worse", by=board.trustees["directors"][0])


def test_edit_draft_is_refused_once_the_board_has_agreed(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    for state in (ProposalState.TESTING, ProposalState.PROVISIONALLY_AGREED):
        move_proposal(proposal=proposal, to=state, by=board.chair, reason="Test", at=NOON)
    with pytest.raises(NotAllowed, match="stands as it is"):
        edit(proposal, title="Too late")


@pytest.mark.parametrize("who", ["proposer", "chair"])
def test_withdraw_proposal_says_why_and_is_harmless_twice(board: SmallBoard, who: str) -> None:
    proposal = proposal_in_discussion(board)
    by = proposal.proposer if who == "proposer" else board.chair
    for _ in range(2):
        proposal = withdraw_proposal(proposal=proposal, reason="It’s done by others.", by=by, at=LATER)
    assert (proposal.state, proposal.why_ended) == (ProposalState.WITHDRAWN, "It’s done by others.")
    assert proposal.history.first().history_change_reason == "It’s done by others."
    assert proposal.history.filter(state=ProposalState.WITHDRAWN).count() == 1


def test_withdraw_proposal_is_refused_without_right_or_reason(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    for by in (board.secretary, board.trustees["directors"][0], UserFactory()):
        with pytest.raises(PermissionDenied):
            withdraw_proposal(proposal=proposal, reason="No", by=by, at=LATER)
    with pytest.raises(NotAllowed, match="Say why"):
        withdraw_proposal(proposal=proposal, reason=" \n", by=board.chair, at=LATER)


def test_move_proposal_follows_only_arrows_that_exist(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    with pytest.raises(NotAllowed, match="in discussion and cannot become adopted"):
        move_proposal(proposal=proposal, to=ProposalState.ADOPTED, by=board.chair, reason="No", at=LATER)
    moves = []

    def heard(**said: object) -> None:
        moves.append((said["from_"], said["to"]))

    signals.proposal_moved.connect(heard)
    try:
        moved = move_proposal(proposal=proposal, to=ProposalState.TESTING, by=board.chair, reason="Round", at=LATER)
    finally:
        signals.proposal_moved.disconnect(heard)
    assert (moved.state, moved.state_since, moved.moved_at) == (ProposalState.TESTING, LATER, LATER)
    assert moves == [(ProposalState.DISCUSSION, ProposalState.TESTING)]


def test_move_proposal_keeps_the_window_only_while_it_is_open_or_adopted(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    closes = NOON + timedelta(days=14)
    for state, window in (
        (ProposalState.TESTING, None),
        (ProposalState.PROVISIONALLY_AGREED, closes),
        (ProposalState.BLOCKED, None),
        (ProposalState.PROVISIONALLY_AGREED, closes),
        (ProposalState.ADOPTED, closes),
    ):
        given = closes if state == ProposalState.PROVISIONALLY_AGREED else None
        proposal = move_proposal(
            proposal=proposal, to=state, by=board.chair, reason="On", at=LATER, window_closes_at=given
        )
        assert proposal.window_closes_at == window


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_start_proposal_gives_every_racing_trustee_another_number() -> None:
    board = board_with_trustees()
    people, gate, refused = board.everyone[:6], Barrier(6), []

    def start(person) -> None:
        try:
            gate.wait()
            start_proposal(
                board=Board.objects.get(pk=board.board.pk),
                title="Race",
                summary="",
                clauses=[],
                kind=ProposalKind.ORDINARY,
                confidentiality=Confidentiality.OPEN,
                affects_children=False,
                by=person,
                at=NOON,
            )
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=start, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert sorted(Proposal.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
