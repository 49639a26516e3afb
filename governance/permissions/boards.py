"""Who may look after boards, seats, chairs, rules and meetings."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import Board
from governance.models.standing import standing_of
from portal.people.permissions.roles import is_administrator

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_found_boards(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` may set up boards: administrators."""
    return is_administrator(person, at)


def can_keep_board(person: "User | AnonymousUser", board: Board, at: datetime) -> bool:
    """Say whether ``person`` keeps the board's composition and calendar: its secretary, or an administrator."""
    return board.pk in standing_of(person, at).secretary_of or is_administrator(person, at)


def can_plan_meetings(person: "User | AnonymousUser", board: Board, at: datetime) -> bool:
    """Say whether ``person`` sets the dates of meetings: the secretary or the chair."""
    standing = standing_of(person, at)
    return board.pk in standing.secretary_of | standing.chair_of


def can_see_people_of(person: "User | AnonymousUser", board: Board, at: datetime) -> bool:
    """Say whether ``person`` sees who the constituency members are: the board's own people."""
    return board.pk in standing_of(person, at).inside or is_administrator(person, at)
