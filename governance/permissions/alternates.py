"""Who names an alternate, and who hands over the voice of a seat. The principal or the alternate has it, never both."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import Appointment, Board
from governance.models.standing import standing_of
from governance.permissions.boards import can_keep_board

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_see_alternates(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` sees who may stand in for whom: the board's own people, and whoever keeps it."""
    return board.pk in standing_of(person, at).inside or can_keep_board(person, board, at)


def can_name_alternate(person: "Person", appointment: Appointment, at: datetime) -> bool:
    """Say whether ``person`` names who stands in: the principal, or whoever keeps the board."""
    return _is_principal(person, appointment, at) or can_keep_board(person, appointment.seat.board, at)


def can_hand_over_voice(person: "Person", appointment: Appointment, at: datetime) -> bool:
    """Say whether ``person`` hands over the voice or takes it back: the principal, or the secretary at their word."""
    secretary = appointment.seat.board_id in standing_of(person, at).secretary_of
    return secretary or _is_principal(person, appointment, at)


def _is_principal(person: "Person", appointment: Appointment, at: datetime) -> bool:
    return person.is_authenticated and person.is_active and appointment.person_id == person.pk and appointment.holds(at)
