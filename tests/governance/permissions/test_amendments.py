"""Who may do what about an amendment, as a table: one row a right, one column a person. ``x`` may, ``.`` may not."""

import pytest

from governance.actions.discussion import raise_concern, withdraw_concern
from governance.actions.proposals import move_proposal
from governance.enums.amendments import AmendmentState
from governance.enums.proposals import ProposalState
from governance.models import Amendment, Proposal
from governance.permissions import amendments as permissions
from tests.conftest import NOON
from tests.factories.amendments import proposed
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.proposals import proposal_in_discussion
from tests.factories.rounds import opened
from tests.people import administrator, person

PEOPLE = (
    "author",
    "proposer",
    "chair",
    "secretary",
    "trustee",
    "recused",
    "member",
    "elsewhere",
    "administrator",
    "visitor",
)

#                 auth prop chai secr trus recu memb else admi visi
WAITING = {
    "propose":    " x    x    x    .    x    .    .    .    .    . ",
    "merge":      " .    x    x    x    .    .    .    .    .    . ",
    "decline":    " .    x    x    x    .    .    .    .    .    . ",
    "withdraw":   " x    .    .    .    .    .    .    .    .    . ",
    "renew":      " .    .    .    .    .    .    .    .    .    . ",
    "link":       " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip
OUTDATED = {
    "propose":    " x    x    x    .    x    .    .    .    .    . ",
    "withdraw":   " x    .    .    .    .    .    .    .    .    . ",
    "renew":      " x    .    .    .    .    .    .    .    .    . ",
    "link":       " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip
MERGED = {
    "propose":    " x    x    x    .    x    .    .    .    .    . ",
    "link":       " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip
DECLINED = {
    "propose":    " x    x    x    .    x    .    .    .    .    . ",
}  # fmt: skip
AGREED = {
    "decline":    " .    x    x    x    .    .    .    .    .    . ",
    "withdraw":   " x    .    .    .    .    .    .    .    .    . ",
    "link":       " x    x    x    x    .    .    .    .    .    . ",
}  # fmt: skip


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


@pytest.mark.parametrize(
    ("amendment_state", "proposal_states", "table"),
    [
        (AmendmentState.PROPOSED, (), WAITING),
        (AmendmentState.OUTDATED, (), OUTDATED),
        (AmendmentState.MERGED, (), MERGED),
        (AmendmentState.DECLINED, (), DECLINED),
        (AmendmentState.PROPOSED, (ProposalState.PROVISIONALLY_AGREED,), AGREED),
        (AmendmentState.PROPOSED, (ProposalState.WITHDRAWN,), {}),
    ],
)
def test_everybody_may_exactly_what_the_table_says(
    board: SmallBoard,
    amendment_state: AmendmentState,
    proposal_states: tuple[ProposalState, ...],
    table: dict[str, str],
) -> None:
    proposal = proposal_in_discussion(board)
    author, recused = board.trustees["directors"]
    people = {
        "author": author,
        "proposer": proposal.proposer,
        "chair": board.chair,
        "secretary": board.secretary,
        "trustee": board.trustees["young-people"][0],
        "recused": recused,
        "member": ConstituencyMembershipFactory(board=board.board).person,
        "elsewhere": board_with_trustees("NE").chair,
        "administrator": administrator(),
        "visitor": person(),
    }
    made = proposed(proposal, author)
    concern = raise_concern(proposal=proposal, text="Few", by=author, at=NOON)
    opened(board, proposal=proposal, recused=[recused])
    for state in proposal_states:
        move_proposal(proposal=proposal, to=state, by=None, reason="Test", at=NOON)
    amendment = Amendment.objects.get(pk=made.pk)
    amendment.state = amendment_state
    proposal = amendment.proposal = Proposal.objects.get(pk=proposal.pk)
    asked = {
        "propose": lambda who: permissions.can_propose_amendment(who, proposal, NOON),
        "merge": lambda who: permissions.can_merge_amendment(who, amendment, NOON),
        "decline": lambda who: permissions.can_decline_amendment(who, amendment, NOON),
        "withdraw": lambda who: permissions.can_withdraw_amendment(who, amendment, NOON),
        "renew": lambda who: permissions.can_renew_amendment(who, amendment, NOON),
        "link": lambda who: permissions.can_link_concern(who, amendment, concern, NOON),
    }
    found = {right: {name for name, who in people.items() if may(who)} for right, may in asked.items()}
    nobody = " .  " * len(PEOPLE)
    want = {
        right: {name for name, mark in zip(PEOPLE, table.get(right, nobody).split(), strict=True) if mark == "x"}
        for right in asked
    }
    assert found == want


def test_a_closed_concern_or_one_about_another_proposal_is_linked_by_nobody(board: SmallBoard) -> None:
    proposal, other = proposal_in_discussion(board), proposal_in_discussion(board, title="Another")
    amendment = proposed(proposal, board.chair)
    foreign = raise_concern(proposal=other, text="Elsewhere", by=board.chair, at=NOON)
    closed = raise_concern(proposal=proposal, text="Few", by=board.chair, at=NOON)
    closed = withdraw_concern(concern=closed, by=board.chair, at=NOON)
    for concern in (foreign, closed):
        assert not permissions.can_link_concern(board.chair, amendment, concern, NOON)


def test_whoever_raised_a_concern_may_link_it_to_anybodys_amendment(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    amendment, worried = proposed(proposal, board.chair), board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="Few", by=worried, at=NOON)
    assert permissions.can_link_concern(worried, amendment, concern, NOON)
    assert not permissions.can_link_concern(board.trustees["directors"][0], amendment, concern, NOON)
