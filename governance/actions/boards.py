"""Setting up boards and giving roles on them."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.domain.refusals import NotAllowed
from governance.enums.boards import BoardKind, BoardRoleKind
from governance.models import Board, BoardRole, Constituency
from governance.permissions import boards as permissions
from portal.history.writing import save_with_history
from portal.people.models import Region, User


@transaction.atomic
def ensure_constituency(*, code: str, name: str, order: int, by: User | None, at: datetime) -> Constituency:
    """Return the constituency ``code``, made now if the cooperative did not have it."""
    found = Constituency.objects.filter(code=code).first()
    if found:
        return found
    if by is not None and not permissions.can_found_boards(by, at):
        raise PermissionDenied
    constituency = Constituency(code=code, name=name, order=order)
    save_with_history(constituency, by=by, reason="Constituency named in the cooperative’s rules", at=at)
    return constituency


@transaction.atomic
def found_board(
    *,
    kind: BoardKind,
    name: str,
    slug: str,
    short: str,
    founded_on: date,
    by: User,
    at: datetime,
    region: Region | None = None,
    parent: Board | None = None,
    purpose: str = "",
) -> Board:
    """Set up a board; its seats, rules and people are given by their own acts."""
    if not permissions.can_found_boards(by, at):
        raise PermissionDenied
    if Board.objects.filter(slug=slug).exists() or Board.objects.filter(short=short).exists():
        raise NotAllowed(_("Another board already has this address or these letters. Choose others."))
    if region and Board.objects.filter(region=region).exists():
        raise NotAllowed(_("%(region)s already has a board.") % {"region": region})
    board = Board(
        kind=kind,
        name=name,
        slug=slug,
        short=short,
        founded_on=founded_on,
        region=region,
        parent=parent,
        purpose=purpose,
    )
    save_with_history(board, by=by, reason="Board founded", at=at)
    return board


@transaction.atomic
def describe_board(*, board: Board, purpose: str, reason: str, by: User, at: datetime) -> Board:
    """Change what the public page says the board is for."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    board.purpose = purpose
    save_with_history(board, by=by, reason=reason, at=at)
    return board


@transaction.atomic
def give_board_role(
    *, board: Board, person: User, role: BoardRoleKind, starts_on: date, reason: str, by: User, at: datetime
) -> BoardRole:
    """Make ``person`` secretary or observer from a day on; a board has one secretary at a time."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    same = BoardRole.objects.filter(board=board, role=role).overlapping(starts_on, None)
    if role == BoardRoleKind.SECRETARY and same.exists():
        raise NotAllowed(_("The board has a secretary then. End that role first, with a day."))
    if same.filter(person=person).exists():
        raise NotAllowed(_("%(person)s already has this role then.") % {"person": person})
    given = BoardRole(board=board, person=person, role=role, starts_on=starts_on)
    save_with_history(given, by=by, reason=reason, at=at)
    return given


@transaction.atomic
def end_board_role(*, role: BoardRole, ends_on: date, reason: str, by: User, at: datetime) -> BoardRole:
    """End a role: ``ends_on`` is the first day without it."""
    role = BoardRole.objects.select_for_update().select_related("board").get(pk=role.pk)
    if not permissions.can_keep_board(by, role.board, at):
        raise PermissionDenied
    if ends_on < role.starts_on:
        raise NotAllowed(_("The role began on %(day)s: it cannot end before that.") % {"day": role.starts_on})
    role.ends_on = ends_on
    save_with_history(role, by=by, reason=reason, at=at)
    return role
