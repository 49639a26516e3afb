"""Who may do what with a proposal, as a table: one row a right, one column a person. ``x`` may, ``.`` may not."""

from datetime import date

import pytest

from governance.actions.discussion import raise_concern
from governance.actions.proposals import move_proposal
from governance.enums.boards import BoardRoleKind
from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Concern, Proposal
from governance.permissions import discussion, proposals
from governance.queries.discussion import find_concern
from tests.conftest import NOON
from tests.factories.governance import (
    BoardRoleFactory,
    ConstituencyMembershipFactory,
    SmallBoard,
    board_with_trustees,
)
from tests.factories.proposals import draft, proposal_in_discussion
from tests.people import administrator, person

PEOPLE = (
    "proposer",
    "trustee",
    "chair",
    "secretary",
    "observer",
    "member",
    "other_chair",
    "former_trustee",
    "administrator",
    "visitor",
)

#                           prop trus chai secr obse memb othe form admi visi
SEES = {
    "draft":               " x    .    x    x    .    .    .    .    .    . ",
    "open":                " x    x    x    x    x    x    .    .    .    . ",
    "members":             " x    x    x    x    .    .    .    .    .    . ",
    "restricted":          " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip
DOES = {
    "start":               " x    x    x    x    .    .    .    .    .    . ",
    "list":                " x    x    x    x    x    x    .    .    .    . ",
    "edit":                " x    .    x    x    .    .    .    .    .    . ",
    "publish":             " x    .    x    x    .    .    .    .    .    . ",
    "withdraw":            " x    .    x    .    .    .    .    .    .    . ",
    "comment":             " x    x    x    x    .    .    .    .    .    . ",
    "ask":                 " x    x    x    x    .    .    .    .    .    . ",
    "answer":              " x    .    x    x    .    .    .    .    .    . ",
    "raise a concern":     " x    x    x    .    .    .    .    .    .    . ",
    "resolve a concern":   " .    .    x    x    .    .    .    .    .    . ",
    "withdraw a concern":  " .    .    .    .    .    .    .    .    .    . ",
    "reopen a concern":    " .    .    .    .    .    .    .    .    .    . ",
}  # fmt: skip
ENDED = {
    "list":                " x    x    x    x    x    x    .    .    .    . ",
    "start":               " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


def cast(board: SmallBoard) -> dict[str, object]:
    """Return somebody for every column."""
    former = board.trustees["local-authorities"][1]
    former.appointments.update(ends_on=date(2026, 10, 1))
    return {
        "proposer": board.trustees["providers"][0],
        "trustee": board.trustees["directors"][0],
        "chair": board.chair,
        "secretary": board.secretary,
        "observer": BoardRoleFactory(board=board.board, role=BoardRoleKind.OBSERVER).person,
        "member": ConstituencyMembershipFactory(board=board.board).person,
        "other_chair": board_with_trustees("NE").chair,
        "former_trustee": former,
        "administrator": administrator(),
        "visitor": person(inactive=True),
    }


def row(board: SmallBoard, may) -> str:
    people = cast(board)
    return "".join(f" {'x' if may(people[name]) else '.'}   " for name in PEOPLE).rstrip() + " "


def proposal_of(board: SmallBoard, what: str) -> Proposal:
    if what == "draft":
        return draft(board)
    return proposal_in_discussion(board, confidentiality=Confidentiality(what))


@pytest.mark.parametrize("what", SEES)
def test_proposal_is_seen_by_the_queryset_and_the_permission_alike(board: SmallBoard, what: str) -> None:
    proposal = proposal_of(board, what)
    expected = SEES[what]
    assert row(board, lambda who: proposals.can_view_proposal(who, proposal, NOON)) == expected
    board = SmallBoard(board.board, board.trustees, board.chair, board.secretary)
    people = {name: "x" in mark for name, mark in zip(PEOPLE, expected.split(), strict=True)}
    assert people["proposer"]
    for name, who in (("proposer", proposal.proposer), ("chair", board.chair), ("secretary", board.secretary)):
        assert Proposal.objects.visible_to(who, NOON).filter(pk=proposal.pk).exists() is people[name]


@pytest.mark.parametrize("what", SEES)
def test_queryset_shows_exactly_what_the_permission_allows(board: SmallBoard, what: str) -> None:
    proposal = proposal_of(board, what)
    seen = row(board, lambda who: Proposal.objects.visible_to(who, NOON).filter(pk=proposal.pk).exists())
    assert seen == SEES[what]


def rights(proposal: Proposal, concern: Concern):
    return {
        "start": lambda who: proposals.can_start_proposal(who, proposal.board, NOON),
        "list": lambda who: proposals.can_list_proposals(who, proposal.board, NOON),
        "edit": lambda who: proposals.can_edit_proposal(who, proposal, NOON),
        "publish": lambda who: proposals.can_publish_version(who, proposal, NOON),
        "withdraw": lambda who: proposals.can_withdraw_proposal(who, proposal, NOON),
        "comment": lambda who: discussion.can_comment(who, proposal, NOON),
        "ask": lambda who: discussion.can_ask_question(who, proposal, NOON),
        "answer": lambda who: discussion.can_answer_questions(who, proposal, NOON),
        "raise a concern": lambda who: discussion.can_raise_concern(who, proposal, NOON),
        "resolve a concern": lambda who: discussion.can_resolve_concern(who, concern, NOON),
        "withdraw a concern": lambda who: discussion.can_withdraw_concern(who, concern, NOON),
        "reopen a concern": lambda who: discussion.can_reopen_concern(who, concern, NOON),
    }


def concern_on(board: SmallBoard, proposal: Proposal) -> Concern:
    by = board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="Who pays?", by=by, at=NOON)
    proposal.refresh_from_db()
    found = find_concern(proposal, concern.pk)
    assert found is not None
    return found


@pytest.mark.parametrize("what", DOES)
def test_right_in_discussion_belongs_to_exactly_these_people(board: SmallBoard, what: str) -> None:
    proposal = proposal_in_discussion(board)
    assert row(board, rights(proposal, concern_on(board, proposal))[what]) == DOES[what]


@pytest.mark.parametrize("what", DOES)
def test_right_ends_with_the_proposal(board: SmallBoard, what: str) -> None:
    proposal = proposal_in_discussion(board)
    concern = concern_on(board, proposal)
    move_proposal(proposal=proposal, to=ProposalState.WITHDRAWN, by=board.chair, reason="Test", at=NOON)
    proposal.refresh_from_db()
    concern.proposal = proposal
    nobody = " .   " * 9 + " . "
    assert row(board, rights(proposal, concern)[what]) == ENDED.get(what, nobody)


def test_who_raised_a_concern_may_resolve_and_withdraw_it_and_any_trustee_may_reopen_it(board: SmallBoard) -> None:
    concern = concern_on(board, proposal_in_discussion(board))
    raiser, other = concern.raised_by, board.trustees["directors"][0]
    assert discussion.can_resolve_concern(raiser, concern, NOON)
    assert discussion.can_withdraw_concern(raiser, concern, NOON)
    concern.state = "resolved"
    assert discussion.can_reopen_concern(other, concern, NOON)
    assert not discussion.can_reopen_concern(board.secretary, concern, NOON)


def test_live_room_of_a_proposal_is_for_whoever_may_open_it(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board, confidentiality=Confidentiality.MEMBERS)
    assert row(board, lambda who: proposals.can_hear_proposal(who, proposal.pk, NOON)) == SEES["members"]
