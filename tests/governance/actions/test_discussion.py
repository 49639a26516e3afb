"""Asking, worrying and commenting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from governance import signals
from governance.actions.discussion import (
    add_comment,
    ask_question,
    raise_concern,
    record_open_concerns,
    reopen_concern,
    reply_to_question,
    resolve_concern,
    withdraw_comment,
    withdraw_concern,
)
from governance.actions.proposals import withdraw_proposal
from governance.domain.proposals import NotAllowed
from governance.enums.proposals import ConcernState
from governance.models import Comment, Concern, Proposal, Question
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.proposals import draft, next_version, proposal_in_discussion
from tests.remembering import remembered

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    return proposal_in_discussion(board)


def test_question_is_asked_about_a_clause_of_the_newest_version(board: SmallBoard, proposal: Proposal) -> None:
    clause = proposal.clauses.first()
    newest = next_version(proposal)
    question = ask_question(
        proposal=proposal, text=" What’s <b>a day</b>?\r\n", clause=clause, by=board.chair, at=LATER
    )
    assert (question.version, question.clause, question.text) == (newest, clause, "What’s <b>a day</b>?")
    proposal.refresh_from_db()
    assert proposal.moved_at == LATER


def test_question_is_replied_to_by_who_answers_for_the_proposal(board: SmallBoard, proposal: Proposal) -> None:
    question = ask_question(proposal=proposal, text="Why?", by=board.trustees["staff"][1], at=NOON)
    with pytest.raises(PermissionDenied):
        reply_to_question(question=question, text="I think so", by=board.trustees["directors"][0], at=LATER)
    for by in (proposal.proposer, board.chair, board.secretary):
        question = reply_to_question(question=question, text="Because", by=by, at=LATER)
    assert question.replied_by == board.secretary
    assert [row.history_change_reason for row in question.history.all()] == [
        "Reply changed",
        "Reply changed",
        "Replied",
        "Question asked",
    ]


@pytest.mark.parametrize("act", [ask_question, raise_concern, add_comment])
def test_contribution_needs_words_a_version_and_a_place_on_the_board(board: SmallBoard, proposal, act) -> None:
    with pytest.raises(NotAllowed):
        act(proposal=proposal, text=" \n ", by=board.chair, at=LATER)
    for stranger in (UserFactory(), board_with_trustees("NE").chair):
        with pytest.raises(PermissionDenied):
            act(proposal=proposal, text="Hello", by=stranger, at=LATER)
    with pytest.raises(NotAllowed, match="draft"):
        act(proposal=draft(board), text="Hello", by=board.chair, at=LATER)
    withdraw_proposal(proposal=proposal, reason="Done", by=board.chair, at=LATER)
    with pytest.raises(NotAllowed, match="withdrawn"):
        act(proposal=proposal, text="Hello", by=board.chair, at=LATER)


@pytest.mark.parametrize(("act", "model"), [(ask_question, Question), (raise_concern, Concern), (add_comment, Comment)])
def test_contribution_is_kept_once_when_sent_twice(board: SmallBoard, proposal, act, model) -> None:
    token = uuid4()
    first, second = (act(proposal=proposal, text="Hello", by=board.chair, at=LATER, token=token) for _ in range(2))
    assert first == second
    assert model.objects.count() == 1


def test_contribution_about_a_clause_of_another_proposal_is_refused(board: SmallBoard, proposal: Proposal) -> None:
    foreign = proposal_in_discussion(board).clauses.first()
    for act in (ask_question, raise_concern):
        with pytest.raises(NotAllowed, match="another proposal"):
            act(proposal=proposal, text="Hello", clause=foreign, by=board.chair, at=LATER)


def test_secretary_comments_and_asks_but_raises_no_concern(board: SmallBoard, proposal: Proposal) -> None:
    add_comment(proposal=proposal, text="Noted", by=board.secretary, at=LATER)
    ask_question(proposal=proposal, text="Noted?", by=board.secretary, at=LATER)
    with pytest.raises(PermissionDenied):
        raise_concern(proposal=proposal, text="Worried", by=board.secretary, at=LATER)


@pytest.mark.parametrize("who", ["raiser", "chair", "secretary"])
def test_concern_is_resolved_with_words_and_the_version_that_did_it(board, proposal, who: str) -> None:
    raiser = board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="Who pays?", wish="Say it", by=raiser, at=NOON)
    version = next_version(proposal)
    by = {"raiser": raiser, "chair": board.chair, "secretary": board.secretary}[who]
    with pytest.raises(NotAllowed, match="Say how"):
        resolve_concern(concern=concern, how="", by=by, at=LATER)
    concern = resolve_concern(concern=concern, how="Clause 2 says it", resolved_in=version, by=by, at=LATER)
    assert (concern.state, concern.closed_by, concern.closed_at) == (ConcernState.RESOLVED, by, LATER)
    assert concern.resolved_in == version
    assert resolve_concern(concern=concern, how="Again", by=by, at=LATER).resolution == "Clause 2 says it"


def test_nobody_calls_a_concern_with_their_own_proposal_resolved(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board, by=board.chair)
    concern = raise_concern(proposal=proposal, text="Who pays?", by=board.trustees["staff"][1], at=NOON)
    with pytest.raises(PermissionDenied):
        resolve_concern(concern=concern, how="It is fine", by=board.chair, at=LATER)
    with pytest.raises(PermissionDenied):
        resolve_concern(concern=concern, how="It is fine", by=board.trustees["directors"][0], at=LATER)


def test_concern_is_withdrawn_by_its_owner_and_opened_again_by_another_trustee(board, proposal) -> None:
    raiser, other = board.trustees["staff"][1], board.trustees["directors"][0]
    concern = raise_concern(proposal=proposal, text="Who pays?", by=raiser, at=NOON)
    with pytest.raises(PermissionDenied):
        withdraw_concern(concern=concern, by=board.chair, at=LATER)
    concern = withdraw_concern(concern=concern, why="I was wrong", by=raiser, at=LATER)
    assert (concern.state, concern.resolution) == (ConcernState.WITHDRAWN, "I was wrong")
    with pytest.raises(NotAllowed, match="already closed"):
        resolve_concern(concern=concern, how="Late", by=raiser, at=LATER)
    with pytest.raises(PermissionDenied):
        reopen_concern(concern=concern, why="I share it", by=board.secretary, at=LATER)
    concern = reopen_concern(concern=concern, why="I share it", by=other, at=LATER)
    assert (concern.state, concern.why_reopened, concern.closed_at) == (ConcernState.OPEN, "I share it", None)
    assert concern.history.filter(state=ConcernState.WITHDRAWN, resolution="I was wrong").exists()


def test_open_concerns_are_recorded_when_the_board_decides_all_the_same(board, proposal) -> None:
    kept = raise_concern(proposal=proposal, text="Who pays?", by=board.trustees["staff"][1], at=NOON)
    gone = raise_concern(proposal=proposal, text="Gone", by=board.chair, at=NOON)
    withdraw_concern(concern=gone, by=board.chair, at=NOON)
    assert record_open_concerns(proposal=proposal, by=board.chair, at=LATER) == [kept]
    kept.refresh_from_db()
    assert kept.state == ConcernState.RECORDED


def test_comments_are_counted_in_the_same_transaction(board: SmallBoard, proposal: Proposal) -> None:
    rows = proposal.history.count()
    for _ in range(3):
        add_comment(proposal=proposal, text="Hello", by=board.chair, at=LATER)
    proposal.refresh_from_db()
    assert proposal.comment_count == 3
    assert proposal.history.count() == rows, "a count is no change of the proposal"


def test_comment_is_withdrawn_by_its_author_alone_and_kept_in_history(board, proposal) -> None:
    comment = add_comment(proposal=proposal, text="I regret this", by=board.chair, at=NOON)
    with pytest.raises(PermissionDenied):
        withdraw_comment(comment=comment, by=board.secretary, at=LATER)
    for _ in range(2):
        comment = withdraw_comment(comment=comment, by=board.chair, at=LATER)
    assert comment.withdrawn_at == LATER
    assert comment.history.count() == 2


def test_every_contribution_is_told_inside_the_transaction(board: SmallBoard, proposal: Proposal) -> None:
    heard: list[str] = []
    names = (
        "question_asked",
        "question_replied",
        "concern_raised",
        "concern_closed",
        "concern_reopened",
        "comment_added",
        "comment_withdrawn",
    )

    def receiver_of(name: str):
        def receiver(**said: object) -> None:
            heard.append(name)

        return receiver

    receivers = {name: receiver_of(name) for name in names}
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver)
    try:
        about = {"by": board.chair, "at": LATER}
        question = ask_question(proposal=proposal, text="Why?", **about)
        reply_to_question(question=question, text="So", **about)
        concern = raise_concern(proposal=proposal, text="Worried", **about)
        reopen_concern(concern=withdraw_concern(concern=concern, **about), why="Still", **about)
        withdraw_comment(comment=add_comment(proposal=proposal, text="Hello", **about), **about)
    finally:
        for name, receiver in receivers.items():
            getattr(signals, name).disconnect(receiver)
    assert heard == list(names)
