"""Where one person stands towards the boards at one moment: what every question of reading begins with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, Expression, F, QuerySet, Value
from django.db.models.functions import Cast

from governance.domain.chairs import HANDOVER_DAYS
from governance.enums.boards import BoardRoleKind, ChairTermKind
from governance.models.alternates import StandIn
from governance.models.boards import BoardRole
from governance.models.chairs import ChairTerm
from governance.models.seats import Appointment, ConstituencyMembership, Seat
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Standing:
    """Board ids by what the person is there; the national seat follows from the regional chair."""

    trustee_of: frozenset[int] = NOWHERE
    chair_of: frozenset[int] = NOWHERE
    secretary_of: frozenset[int] = NOWHERE
    observer_of: frozenset[int] = NOWHERE
    member_of: frozenset[int] = NOWHERE
    alternate_of: frozenset[int] = NOWHERE
    """Boards on which the person has somebody's voice now: they read what trustees read, and speak in the rounds."""

    @property
    def inside(self) -> frozenset[int]:
        """Boards whose members' business the person may read."""
        return self.trustee_of | self.secretary_of | self.alternate_of

    @property
    def near(self) -> frozenset[int]:
        """Boards whose open business, not yet decided, the person may read."""
        return self.inside | self.observer_of | self.member_of


def standing_of(person: "User | AnonymousUser", at: datetime) -> Standing:
    """Return where ``person`` stands at ``at``, in one query, once for each moment and object in memory."""
    if not person.is_authenticated or not person.is_active:
        return Standing()
    cache: dict[datetime, Standing] = person.__dict__.setdefault("_standing_at", {})
    if at not in cache:
        cache[at] = _standing(person, at)
    return cache[at]


def _standing(person: "User", at: datetime) -> Standing:
    rows = _asked(person.pk, day_of(at))
    at_home = {appointment for kind, board, appointment, home in rows if kind == "chair" and board == home}
    # The national group is chaired by one of the regional chairs, only while they chair at home.
    chairs = {board for kind, board, appointment, _home in rows if kind == "chair" and appointment in at_home}
    national = {board for kind, board, region, _none in rows if kind == "ex_officio" and region in chairs}

    def boards(wanted: str) -> frozenset[int]:
        return frozenset(board for kind, board, _first, _second in rows if kind == wanted)

    return Standing(
        trustee_of=boards("seat") | national,
        chair_of=frozenset(chairs),
        secretary_of=boards(BoardRoleKind.SECRETARY),
        observer_of=boards(BoardRoleKind.OBSERVER),
        member_of=boards("member"),
        alternate_of=boards("alternate"),
    )


# Writing the statement takes many times as long as asking it, and every page begins with it: its text is kept by
# database, with a person and a day in it whom nobody is and when nobody sat.
_STATEMENTS: dict[str, tuple[str, tuple[Any, ...]]] = {}
_NOBODY, _NEVER, _SOON = -7, date(1, 2, 3), date(1, 2, 4)


def _asked(person: int, day: date) -> list[tuple[str, int, int | None, int | None]]:
    if connection.vendor not in _STATEMENTS:
        _STATEMENTS[connection.vendor] = _statement(_NOBODY, _NEVER, _SOON).query.sql_with_params()
    text, values = _STATEMENTS[connection.vendor]
    adapt = connection.ops.adapt_datefield_value
    soon = day + timedelta(days=HANDOVER_DAYS)
    given = {_NOBODY: person, adapt(_NEVER): adapt(day), adapt(_SOON): adapt(soon)}
    with connection.cursor() as cursor:
        cursor.execute(text, [given.get(value, value) for value in values])
        rows: list[tuple[str, int, int | None, int | None]] = cursor.fetchall()
    return rows


def _statement(person: int, day: date, soon: date) -> "QuerySet[Any, tuple[str, int, int | None, int | None]]":
    """Ask all five in one statement."""
    sitting = Appointment.objects.active(day)
    terms = ChairTerm.objects.active(day).filter(appointment__person=person, appointment__in=sitting)
    # Whoever takes a regional chair soon follows the national group until then, as an observer does.
    coming = ChairTerm.objects.filter(
        appointment__person=person,
        appointment__in=sitting,
        kind=ChairTermKind.CONFIRMED,
        starts_on__gt=day,
        starts_on__lte=soon,
        ends_on__gt=F("starts_on"),
    )
    return _rows(
        sitting.filter(person=person, seat__in=Seat.objects.active(day)), Value("seat"), "seat__board_id"
    ).union(
        _rows(terms, Value("chair"), "board_id", "appointment_id", "appointment__seat__board_id"),
        _rows(
            Seat.objects.active(day).filter(ex_officio_of__in=terms.order_by().values("board_id")),
            Value("ex_officio"),
            "board_id",
            "ex_officio_of_id",
        ),
        _rows(BoardRole.objects.active(day).filter(person=person), F("role"), "board_id"),
        _rows(ConstituencyMembership.objects.active(day).filter(person=person), Value("member"), "board_id"),
        _rows(
            Seat.objects.active(day).filter(ex_officio_of__in=coming.order_by().values("board_id")),
            Value(BoardRoleKind.OBSERVER.value),
            "board_id",
        ),
        _rows(
            StandIn.objects.active(day).filter(person=person, appointment__in=sitting), Value("alternate"), "board_id"
        ),
        all=True,
    )


def _rows(
    rows: "QuerySet[Any]", kind: Expression | F, board: str, first: str | None = None, second: str | None = None
) -> "QuerySet[Any, tuple[str, int, int | None, int | None]]":
    """Write what somebody is, on which board, and up to two numbers beside it, in columns that fit together."""
    nothing = Value(None, output_field=BigIntegerField())
    columns: QuerySet[Any, tuple[str, int, int | None, int | None]] = (
        rows.order_by()
        .annotate(
            st_kind=Cast(kind, CharField()),
            st_board=F(board),
            st_first=F(first) if first else nothing,
            st_second=F(second) if second else nothing,
        )
        .values_list("st_kind", "st_board", "st_first", "st_second")
    )
    return columns
