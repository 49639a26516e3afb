"""Who may read registers of interests, and who says whether a board's is public."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import Board
from governance.models.standing import standing_of
from governance.permissions.boards import can_keep_board

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_keep_own_register(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has a register of their own: whoever sits on a board or keeps one."""
    return bool(standing_of(person, at).inside)


def can_read_register(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` reads the register of a board's people: the board's own people, or everybody."""
    return board.publishes_interests or board.pk in standing_of(person, at).inside


def can_set_register_policy(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` enters what the board decided about publishing its register."""
    return can_keep_board(person, board, at)
