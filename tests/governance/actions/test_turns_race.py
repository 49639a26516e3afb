"""Several people and the timer at one instant, each with a connection of their own."""

import pytest

from governance.actions.alternates import hand_over_voice, name_alternate
from governance.actions.chairs import end_chair_term
from governance.actions.turns import accept_turn, ask_next, decline_turn
from governance.domain.refusals import NotAllowed
from governance.models import Alternate, Appointment, ChairTerm, ChairTurn, StandIn
from governance.queries.checks import findings
from governance.queries.seats import chair_of
from governance.tasks import run_due
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, board_with_trustees, constituency
from tests.governance.actions.test_rounds_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_person_is_asked_though_the_timer_runs_twice_and_the_secretary_asks_too() -> None:
    board = board_with_trustees(seats=1)
    at_once(
        lambda: run_due(NOON),
        lambda: run_due(NOON),
        lambda: ask_next(board=board.board, by=board.secretary, at=NOON),
    )
    assert ChairTurn.objects.count() == 1


def test_an_answer_given_twice_and_in_two_ways_counts_once() -> None:
    board = board_with_trustees(seats=1)
    turn = ask_next(board=board.board, at=NOON)
    assert turn is not None
    person = turn.appointment.person
    results = at_once(
        lambda: accept_turn(turn=turn, by=person, at=NOON),
        lambda: accept_turn(turn=turn, by=person, at=NOON),
        lambda: decline_turn(turn=turn, why="No.", by=person, at=NOON),
    )
    turn.refresh_from_db()
    assert sum(isinstance(one, NotAllowed) for one in results) == (1 if turn.state == "accepted" else 2)
    assert ChairTerm.objects.filter(appointment=turn.appointment).count() == (turn.state == "accepted")


def test_an_empty_chair_is_filled_once() -> None:
    board = board_with_trustees(seats=1)
    term = chair_of(board.board, NOON)
    assert term is not None
    at_once(
        lambda: end_chair_term(term=term, ends_on=NOON.date(), why="Ill.", by=board.secretary, at=NOON),
        lambda: run_due(NOON),
        lambda: run_due(NOON),
    )
    assert ChairTerm.objects.active(NOON).filter(board=board.board).count() == 1
    assert list(findings(NOON)) == []


def test_two_principals_cannot_give_one_alternate_two_voices() -> None:
    board = board_with_trustees()
    person = ConstituencyMembershipFactory(board=board.board, constituency=constituency("providers")).person
    own = [Appointment.objects.get(person=one) for one in board.trustees["providers"]]

    def name(seat: int) -> Alternate:
        principal = own[seat].person
        return name_alternate(appointment=own[seat], person=person, starts_on=NOON.date(), by=principal, at=NOON)

    results = at_once(lambda: name(0), lambda: name(1))
    assert sum(isinstance(one, NotAllowed) for one in results) == 1
    alternate = Alternate.objects.get()
    span = {"starts_on": NOON.date(), "ends_on": NOON.date().replace(day=9)}
    by = alternate.appointment.person
    at_once(*[lambda: hand_over_voice(alternate=alternate, by=by, at=NOON, **span) for _ in range(3)])
    assert StandIn.objects.count() == 1
