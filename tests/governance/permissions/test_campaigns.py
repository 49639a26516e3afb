"""Who asks young people about a proposal, and when: one row a state of the matter, and who looks after it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Proposal
from governance.permissions.campaigns import can_ask_young_people, keeps, looks_after, may_ask
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.proposals import proposal_in_discussion
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    row = proposal_in_discussion(board)
    Proposal.objects.filter(pk=row.pk).update(affects_children=True)
    return again(row)


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("board").get(pk=proposal.pk)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, True),
        ({"affects_children": False}, False),
        ({"version_count": 0}, False),
        ({"state": ProposalState.TESTING}, True),
        ({"state": ProposalState.WITHDRAWN}, False),
        ({"state": ProposalState.ADOPTED}, False),
        # A card would tell everybody that there is such a matter.
        ({"confidentiality": Confidentiality.MEMBERS}, False),
        ({"confidentiality": Confidentiality.RESTRICTED}, False),
    ],
)
def test_it_is_asked_about_what_affects_children_is_open_and_can_still_change(
    board: SmallBoard, proposal: Proposal, fields: dict[str, object], answer: bool
) -> None:
    for name, value in fields.items():
        setattr(proposal, name, value)
    assert can_ask_young_people(board.chair, proposal, NOON) is answer


def test_whoever_writes_it_and_the_participation_lead_look_after_it(board: SmallBoard, proposal: Proposal) -> None:
    participation = person(RoleKind.PARTICIPATION_LEAD)
    ConstituencyMembershipFactory(board=board.board, person=participation)
    for who in (proposal.proposer, board.chair, participation):
        assert looks_after(who, proposal, NOON)
        assert keeps(proposal.pk, who, NOON)
        assert may_ask(proposal.pk, who, NOON)
    trustee = next(one for one in board.everyone if one not in (proposal.proposer, board.chair))
    # Whoever may not know of the matter asks nobody about it, whatever their office.
    stranger = person(RoleKind.PARTICIPATION_LEAD)
    for other in (trustee, stranger, person(RoleKind.ADMINISTRATOR), AnonymousUser()):
        assert not looks_after(other, proposal, NOON)
        assert not keeps(proposal.pk, other, NOON)
        assert not may_ask(proposal.pk, other, NOON)


def test_what_is_not_there_is_nobodys(board: SmallBoard) -> None:
    assert not keeps(0, board.chair, NOON)
    assert not may_ask(0, board.chair, NOON)
