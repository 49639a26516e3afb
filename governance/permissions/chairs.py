"""Who answers for their turn in the chair, who sees the words of people in the rota, and who hands over."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.enums.chairs import TurnState
from governance.models import Board, ChairTerm, ChairTurn
from governance.models.standing import standing_of
from portal.people.models.periods import day_of
from portal.people.permissions.roles import is_administrator

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_read_words(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` reads what people wrote in the rota: the board's own people and administrators."""
    return board.pk in standing_of(person, at).inside or is_administrator(person, at)


def is_asked(person: "Person", turn: ChairTurn) -> bool:
    """Say whether it is ``person`` who was asked."""
    return person.is_authenticated and person.is_active and turn.appointment.person_id == person.pk


def can_answer_turn(person: "Person", turn: ChairTurn, at: datetime) -> bool:
    """Say whether ``person`` may answer now: nobody answers for another, and not after the last day."""
    return is_asked(person, turn) and turn.state == TurnState.ASKED and day_of(at) <= turn.answer_by


def can_see_handover(person: "Person", term: ChairTerm, at: datetime) -> bool:
    """Say whether ``person`` may follow how the chair is handed over: the board's own people."""
    return term.board_id in standing_of(person, at).inside


def can_tick_handover(person: "Person", term: ChairTerm, outgoing: int | None, at: datetime) -> bool:
    """Say whether ``person`` may mark a step: the chair who leaves, the chair who comes, the secretary."""
    standing = standing_of(person, at)
    if term.board_id not in standing.inside:
        return False
    return person.pk in (outgoing, term.appointment.person_id) or term.board_id in standing.secretary_of
