"""Boards as pages show them. What the public reads of people is decided here, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from governance.enums.boards import BoardKind, BoardRoleKind, MeetingState
from governance.models import (
    Appointment,
    Board,
    BoardRole,
    ChairTerm,
    Constituency,
    ConstituencyMembership,
    Decision,
    Meeting,
    Seat,
)
from governance.models.standing import standing_of
from governance.queries.reasons import in_words
from governance.queries.seats import Holder, chair_of, holders
from portal.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

# Young people's representatives are named to people they sit with, never to the public.
NAMED_TO_FEW = "young-people"
LATEST = 5


@dataclass(frozen=True)
class SeatRow:
    """One occupied or empty seat, as far as this reader may know who sits there."""

    seat: Seat
    constituency: Constituency | None
    name: str
    person: User | None
    since: date | None
    appointment: Appointment | None
    in_chair: bool


@dataclass(frozen=True)
class BoardPage:
    """Everything on a board's page."""

    board: Board
    seats: list[SeatRow]
    chair: ChairTerm | None
    chair_name: str
    why_chair: str
    next_chair: ChairTerm | None
    secretary: User | None
    next_meetings: list[Meeting]
    decisions: list[Decision]
    is_near: bool

    @property
    def places(self) -> list[tuple[str, str]]:
        """Return code and name of each constituency with a seat, once; nationally these are the regional boards."""
        told = [row.seat.ex_officio_of or row.seat.constituency for row in self.seats]
        return list(
            dict.fromkeys(
                (one.slug if isinstance(one, Board) else one.code, one.name) for one in told if one is not None
            )
        )


def find_board(slug: str) -> Board | None:
    """Return the board with this address."""
    return Board.objects.filter(slug=slug).select_related("region", "parent").first()


def sees_names(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether young people's representatives are named to ``person``: on boards the person is near."""
    standing = standing_of(person, at)
    if board.pk in standing.near:
        return True
    return board.kind == BoardKind.NATIONAL and bool(standing.inside)


def named(person: User, constituency: Constituency | None, sees: bool) -> str:
    """Return the name, or nothing where the public must not learn it."""
    return person.name if sees or constituency is None or constituency.code != NAMED_TO_FEW else ""


def board_page(person: "Person", board: Board, at: datetime) -> BoardPage:
    """Read a board's page; the queries do not grow with its seats."""
    sees = sees_names(person, board, at)
    chair = chair_of(board, at)
    held = {holder.seat.pk: holder for holder in holders(board, at)}
    seats = list(Seat.objects.active(at).filter(board=board).select_related("constituency", "ex_officio_of"))
    rows = [_row(seat, held.get(seat.pk), chair, sees, at) for seat in seats]
    rows.sort(key=lambda row: (row.constituency.order if row.constituency else 99, row.seat.number))
    today = timezone.localdate(at)
    return BoardPage(
        board=board,
        seats=rows,
        chair=chair,
        chair_name=named(chair.appointment.person, chair.appointment.seat.constituency, sees) if chair else "",
        why_chair=in_words(chair.reasons, _names_in(rows)) if chair else "",
        next_chair=_next_chair(board, today),
        secretary=secretary_of(board, at),
        next_meetings=list(
            Meeting.objects.filter(board=board, state=MeetingState.PLANNED, ends_at__gt=at).order_by("starts_at")[:3]
        ),
        decisions=list(Decision.objects.visible_to(person, at).filter(board=board)[:LATEST]),
        is_near=board.pk in standing_of(person, at).near,
    )


def _row(seat: Seat, holder: Holder | None, chair: ChairTerm | None, sees: bool, at: datetime) -> SeatRow:
    if holder is None:
        return SeatRow(seat, seat.constituency, "", None, None, None, False)
    return SeatRow(
        seat=seat,
        constituency=holder.constituency,
        name=named(holder.person, holder.constituency, sees),
        person=holder.person,
        since=None if seat.ex_officio_of_id else holder.appointment.starts_on,
        appointment=holder.appointment,
        in_chair=chair is not None and chair.appointment_id == holder.appointment.pk,
    )


def _names_in(rows: Sequence[SeatRow]) -> dict[str, str]:
    return {row.constituency.code: row.constituency.name for row in rows if row.constituency}


def _next_chair(board: Board, today: date) -> ChairTerm | None:
    return (
        ChairTerm.objects.filter(board=board, starts_on__gt=today, ends_on__gt=F("starts_on"))
        .select_related("appointment__person", "appointment__seat__constituency")
        .order_by("starts_on")
        .first()
    )


def secretary_of(board: Board, at: datetime) -> User | None:
    """Return the board's secretary at ``at``."""
    role = (
        BoardRole.objects.active(at).filter(board=board, role=BoardRoleKind.SECRETARY).select_related("person").first()
    )
    return role.person if role else None


@dataclass(frozen=True)
class BoardLine:
    """A board in the list of boards."""

    board: Board
    chair_name: str
    constituency: str
    next_meeting: Meeting | None


def list_boards(person: "Person", at: datetime) -> list[BoardLine]:
    """Return every board with its chair and next meeting, the national group first; five queries."""
    boards = list(Board.objects.filter(dissolved_on__isnull=True).select_related("region").order_by("region__order"))
    boards.sort(key=lambda board: board.kind != BoardKind.NATIONAL)
    at_home = set(
        ChairTerm.objects.active(at)
        .filter(appointment__in=Appointment.objects.active(at))
        .values_list("board_id", "appointment_id")
    )
    terms = {
        term.board_id: term
        for term in ChairTerm.objects.active(at)
        .filter(appointment__in=Appointment.objects.active(at))
        .select_related("appointment__person", "appointment__seat__constituency")
        if (term.appointment.seat.board_id, term.appointment_id) in at_home
    }
    meetings: dict[int, Meeting] = {}
    for meeting in Meeting.objects.filter(state=MeetingState.PLANNED, ends_at__gt=at).order_by("-starts_at"):
        meetings[meeting.board_id] = meeting
    return [_line(person, board, terms.get(board.pk), meetings.get(board.pk), at) for board in boards]


def _line(person: "Person", board: Board, term: ChairTerm | None, meeting: Meeting | None, at: datetime) -> BoardLine:
    if term is None:
        return BoardLine(board, "", "", meeting)
    constituency = term.appointment.seat.constituency
    return BoardLine(
        board,
        named(term.appointment.person, constituency, sees_names(person, board, at)),
        constituency.name if constituency else "",
        meeting,
    )


def vacant(rows: Sequence[SeatRow]) -> int:
    """Return how many of the seats nobody holds."""
    return sum(1 for row in rows if row.person is None)


def roles_of_board(board: Board, at: datetime) -> list[BoardRole]:
    """Return who is secretary or observer now."""
    return list(BoardRole.objects.active(at).filter(board=board).select_related("person").order_by("role", "starts_on"))


def members_of(board: Board, at: datetime) -> list[ConstituencyMembership]:
    """Return who belongs to the board's constituencies now."""
    return list(
        ConstituencyMembership.objects.active(at)
        .filter(board=board)
        .select_related("person", "constituency")
        .order_by("constituency__order", "person__name")
    )
