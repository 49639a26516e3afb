"""What the panel of a round costs, and that it stays in order."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from governance.actions.decisions import write_rationale
from governance.actions.positions import record_position_for
from governance.enums.rounds import Stance
from governance.models import Entitlement, Position, Round
from governance.queries.proposals import find_proposal
from governance.queries.rounds import round_panel
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import (
    AppointmentFactory,
    SeatFactory,
    SmallBoard,
    board_with_trustees,
    constituency,
)
from tests.factories.rounds import WEEK, agreed, opened, published, reasoned, take
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    """Let the views' clock stand at the moment the tests happen."""
    with travel(NOON + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def queries_of(person: User, round: Round, seats: int) -> int:
    """Count what the panel asks beside where the person stands."""
    from governance.models.standing import standing_of  # noqa: PLC0415

    standing_of(person, NOON)
    proposal = find_proposal(person, round.proposal.number, NOON)
    assert proposal is not None
    with CaptureQueriesContext(connection) as asked:
        panel = round_panel(person, proposal, NOON)
        assert panel is not None
        assert len(panel.others) == seats - 1
        _ = (panel.missing, panel.counts, panel.awaited_names, panel.lacks, panel.block_cards)
    return len(asked)


@pytest.mark.parametrize("seats", [1, 3, 40])
def test_panel_takes_as_many_queries_for_two_hundred_positions_as_for_five(seats: int) -> None:
    board = board_with_trustees(seats=seats)
    round = opened(board)
    for person in board.everyone:
        entitlement = round.entitlements.get(person=person)
        Position.objects.create(entitlement=entitlement, n=1, stance=Stance.AGREE, recorded_by=person, at=NOON)
    assert queries_of(board.everyone[0], round, 5 * seats) == 2


def test_panel_takes_no_query_more_where_there_are_blocks(board: SmallBoard) -> None:
    round = agreed(board, stances=dict.fromkeys(board.everyone[:3], Stance.BLOCK))
    assert queries_of(board.everyone[0], round, 10) == 2


def test_rationale_that_is_begun_offers_what_stands(board: SmallBoard) -> None:
    proposal = published(board)
    write_rationale(proposal=proposal, by=board.chair, at=NOON, reasons="Begun")
    page = browser(board.chair).get(reverse("governance:rationale", args=[proposal.number])).content.decode()
    assert "Begun" in page


def test_alternating_entry_by_secretary_and_trustee_is_kept_in_order(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    voice = Entitlement.objects.get(person=person)
    for n, stance in enumerate((Stance.AGREE, Stance.STAND_ASIDE)):
        at = NOON + timedelta(minutes=n)
        record_position_for(entitlement=voice, by=board.secretary, stance=stance, reason="As told", at=at)
    take(round, person, at=NOON + timedelta(minutes=3))
    assert list(Position.objects.values_list("n", "recorded_how")) == [
        (1, "telephone"),
        (2, "telephone"),
        (3, "portal"),
    ]


def test_vacant_seats_have_no_voice(board: SmallBoard) -> None:
    SeatFactory(board=board.board, constituency=constituency("staff"), number=90)
    joined = AppointmentFactory(
        seat=SeatFactory(board=board.board, constituency=constituency("staff"), number=91),
        starts_on=(NOON + WEEK).date(),
    )
    round = opened(board)
    assert round.entitlements.count() == 10
    assert not round.entitlements.filter(person=joined.person).exists()
    reasoned(round.proposal, board.chair, NOON)
