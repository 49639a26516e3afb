"""Who records who was at a meeting, and who reads it by name."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import Board
from governance.models.standing import standing_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_record_attendance(person: "User | AnonymousUser", board: Board, at: datetime) -> bool:
    """Say whether ``person`` records and corrects attendance: the board's secretary."""
    return board.pk in standing_of(person, at).secretary_of


def can_read_attendance(person: "User | AnonymousUser", board: Board, at: datetime) -> bool:
    """Say whether ``person`` reads who was there: the board's own people. Sums by constituency are public."""
    return board.pk in standing_of(person, at).inside
