"""A block that stands over, as its objector, the others and nobody see it."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.actions.rounds import close_round
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, Stance
from governance.models import Block, Position, PositionConfirmation, Proposal
from portal.people.models import User
from portal.today import today
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import all_agree, opened, take
from tests.governance.actions.test_blocks_stand_over import DAY, again, fresh, leaves, others_of
from tests.people import browser

pytestmark = pytest.mark.django_db
LEFT = "a block of this very text is not settled"
EARLIER = "An earlier version was blocked"
OVER = "stood over into this round"


@pytest.fixture(scope="module")
def at() -> datetime:
    """Return a moment four days ago: pages ask what time it is."""
    return timezone.now() - 4 * DAY


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def body(reader: User, proposal: Proposal) -> str:
    return browser(reader).get(reverse("governance:proposal", args=[proposal.number])).content.decode()


def titles(reader: User) -> list[str]:
    found = today(User.objects.get(pk=reader.pk), timezone.now())
    return [str(card.title) for card in found.cards]


def test_its_objector_is_asked_first_and_the_others_read_that_it_stands(board: SmallBoard, at: datetime) -> None:
    objector, other = board.trustees["providers"][1], board.trustees["directors"][0]
    round = opened(board, at)
    take(round, objector, Stance.BLOCK, at=at)
    proposal = round.proposal
    for reader in (objector, board.chair, board.secretary):
        page = body(reader, proposal)
        assert LEFT not in page
        assert EARLIER not in page
        assert OVER not in page
    leaves(other, proposal, board, at + DAY)
    assert LEFT in body(board.everyone[4], proposal)
    way = reverse("governance:proposal_way", args=[proposal.number])
    assert "which ended without settling the block" in browser(board.chair).get(way).content.decode()

    second = again(proposal, board, at + 2 * DAY)
    for reader in (objector, board.chair):
        assert OVER in body(reader, proposal)
        assert LEFT not in body(reader, proposal)
    assert titles(objector) == [f"Say whether your block still holds: {proposal}"]
    assert titles(board.everyone[4]) == [f"Take your position on {proposal}"]
    own = body(objector, proposal)
    assert "My block still holds" in own
    position = Position.objects.get(entitlement__round=second, entitlement__person=objector)
    asked = reverse("governance:confirm_position", args=[proposal.number, position.pk])
    assert asked in own
    page = browser(objector).get(asked).content.decode()
    assert "Does your block still hold?" in page
    assert position.reason in page
    assert browser(objector).post(asked, {}).status_code == 302
    assert PositionConfirmation.objects.get().position == position
    assert "that it still holds" in body(objector, proposal)
    assert titles(objector) == []
    log = browser(board.chair).get(
        reverse("governance:block", args=[proposal.number, Block.objects.get(carries__isnull=False).pk])
    )
    # Nobody but its objector sees it before they have spoken themselves.
    assert log.status_code == 404


def test_who_would_have_blocked_in_a_sense_check_is_not_what_the_board_tests(board: SmallBoard, at: datetime) -> None:
    would, does = board.trustees["providers"][1], board.trustees["directors"][0]
    check = opened(board, at, kind=RoundKind.SENSE_CHECK, lasts=DAY)
    take(check, would, Stance.BLOCK, at=at)
    close_round(round=check, by=None, at=at + DAY)
    test = opened(board, at + DAY, proposal=fresh(check.proposal), lasts=2 * DAY)
    take(test, does, Stance.BLOCK, at=at + DAY)
    all_agree(test, others_of(board, does, would), at + DAY)
    close_round(round=test, by=None, at=at + 3 * DAY)
    assert fresh(check.proposal).state == ProposalState.BLOCKED
    block = Block.objects.get(position__entitlement__round=test)
    (reader, *_rest) = others_of(board, would, does, board.chair)
    found = today(User.objects.get(pk=reader.pk), timezone.now())
    href = reverse("governance:test_block", args=[check.proposal.number, block.pk])
    assert [card.href for card in found.cards] == [href]
    assert browser(reader).get(href).status_code == 200
