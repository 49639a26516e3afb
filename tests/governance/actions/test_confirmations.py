"""A position told by telephone: the secretary enters it, its trustee confirms or corrects it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from time_machine import travel

from governance.actions.confirmations import confirm_position
from governance.actions.decisions import adopt
from governance.actions.positions import record_position_for, take_position
from governance.domain.refusals import NotAllowed
from governance.enums.rounds import Stance
from governance.models import Position, PositionConfirmation, Round
from governance.permissions.confirmations import can_confirm_position
from governance.queries.checks import findings
from portal.history.verifying import verify_ledger
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import WEEK, all_agree, closed, opened, reasoned, take
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with travel(NOON + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def told(board: SmallBoard, person: User, round: Round | None = None) -> Position:
    round = round or opened(board)
    return record_position_for(
        entitlement=round.entitlements.get(person=person),
        by=board.secretary,
        stance=Stance.STAND_ASIDE,
        reason="Too soon for us.",
        will_help=True,
        at=NOON,
    )


def test_its_trustee_confirms_once_and_nobody_else(board: SmallBoard) -> None:
    person = board.everyone[3]
    position = told(board, person)
    for other in (board.secretary, board.chair):
        with pytest.raises(PermissionDenied):
            confirm_position(position=position, by=other, at=NOON)
    first = confirm_position(position=position, by=person, at=NOON)
    assert confirm_position(position=position, by=person, at=NOON) == first
    assert not can_confirm_position(person, Position.objects.get(pk=position.pk), NOON)
    assert [one for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")] == []
    assert [one for one in findings(NOON) if one.startswith("9")] == []


def test_a_correction_supersedes_and_leaves_nothing_to_confirm(board: SmallBoard) -> None:
    person = board.everyone[3]
    position = told(board, person)
    corrected = take_position(
        round=position.entitlement.round, by=person, stance=Stance.AGREE, reason="", at=NOON + timedelta(minutes=5)
    )
    assert corrected.supersedes == position
    with pytest.raises(NotAllowed, match="something else since"):
        confirm_position(position=position, by=person, at=NOON)
    with pytest.raises(PermissionDenied):
        confirm_position(position=corrected, by=person, at=NOON)


def test_pages_and_record_say_who_entered_and_who_confirmed(board: SmallBoard) -> None:
    person = board.everyone[3]
    position = told(board, person)
    round = position.entitlement.round
    number = round.proposal.number
    mine, other = browser(person), browser(board.chair)
    assert "Check the position entered for you" in mine.get("/today/").content.decode()
    take(round, board.chair)
    assert "not yet confirmed" in other.get(f"/proposals/{number}/").content.decode()
    page = f"/proposals/{number}/positions/{position.pk}/confirm/"
    assert page in mine.get(f"/proposals/{number}/").content.decode()
    assert other.get(page).status_code == 404
    assert "Too soon for us." in mine.get(page).content.decode()
    etag = mine.get(f"/proposals/{number}/round/position/").headers["ETag"]
    for _ in range(2):
        assert mine.post(page).status_code == 302
    assert mine.get(f"/proposals/{number}/round/position/").headers["ETag"] != etag
    assert PositionConfirmation.objects.count() == 1
    assert "You confirmed it on" in mine.get(f"/proposals/{number}/").content.decode()
    assert f"confirmed by {person.name}" in other.get(f"/proposals/{number}/").content.decode()
    assert "Check the position entered for you" not in mine.get("/today/").content.decode()
    all_agree(round, [one for one in board.everyone if one not in (person, board.chair)])
    assert closed(round).closed_at
    reasoned(round.proposal, board.chair, NOON + WEEK)
    decision = adopt(proposal=round.proposal, by=board.chair, at=NOON + WEEK)
    with travel(NOON + 2 * WEEK, tick=False):
        shown = browser(board.secretary).get(f"/decisions/{decision.number}/").content.decode()
    assert f"By telephone, entered by the secretary, confirmed by {person.name}" in shown
    assert "Will help to carry it out." in shown


def test_it_can_be_confirmed_after_the_round_but_not_after_the_end(board: SmallBoard) -> None:
    person = board.everyone[3]
    round = opened(board)
    position = told(board, person, round)
    all_agree(round, [one for one in board.everyone if one != person])
    closed(round)
    assert can_confirm_position(person, Position.objects.get(pk=position.pk), NOON + WEEK)
    reasoned(round.proposal, board.chair, NOON + WEEK)
    adopt(proposal=round.proposal, by=board.chair, at=NOON + WEEK)
    with pytest.raises(PermissionDenied):
        confirm_position(position=position, by=person, at=NOON + WEEK)
    answer = browser(person).get(f"/proposals/{round.proposal.number}/positions/{position.pk}/confirm/")
    assert answer.status_code == 403
