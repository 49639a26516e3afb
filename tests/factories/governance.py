"""Boards, seats, chairs and proposals for tests.

``board_with_trustees()`` gives a regional board with two seats for each of the five constituencies, a chair and a
secretary; ``national_group([board, …])`` the group of their chairs.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import factory

from governance.enums.boards import AppointedHow, BoardKind, BoardRoleKind, ChairTermKind
from governance.models import (
    Appointment,
    Board,
    BoardRole,
    ChairTerm,
    Constituency,
    ConstituencyMembership,
    GoverningRules,
    InterestConfirmation,
    Seat,
)
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.factories.people import LONG_AGO, HistoryFactory, UserFactory, region
from tests.remembering import remembered

CONSTITUENCIES = {
    "local-authorities": "Local authorities",
    "directors": "Directors",
    "providers": "Providers",
    "staff": "Staff",
    "young-people": "Young people",
}
TERM = (date(2026, 9, 1), date(2027, 3, 1))
CONFIRMED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@remembered
def constituency(code: str) -> Constituency:
    """Return a constituency by its code."""
    order = list(CONSTITUENCIES).index(code)
    return Constituency.objects.get_or_create(code=code, defaults={"name": CONSTITUENCIES[code], "order": order})[0]


class BoardFactory(HistoryFactory):
    """The North West board unless told otherwise (``short="NE"`` for the North East)."""

    class Meta:
        model = Board

    class Params:
        letters = "NW"

    kind = BoardKind.REGIONAL
    region = factory.LazyAttribute(lambda it: region(it.letters))
    name = factory.LazyAttribute(lambda it: f"{it.region.name} board")
    slug = factory.LazyAttribute(lambda it: it.region.slug)
    short = factory.LazyAttribute(lambda it: it.region.short)
    founded_on = LONG_AGO


class RulesFactory(HistoryFactory):
    """The default rules, in force since long ago."""

    class Meta:
        model = GoverningRules

    board = factory.SubFactory(BoardFactory)
    version = 1
    effective_from = LONG_AGO


class SeatFactory(HistoryFactory):
    """A seat for staff unless told otherwise."""

    class Meta:
        model = Seat

    board = factory.SubFactory(BoardFactory)
    constituency = factory.LazyFunction(lambda: constituency("staff"))
    number = factory.Sequence(lambda n: n + 1)
    starts_on = LONG_AGO


class AppointmentFactory(HistoryFactory):
    """Somebody on a seat."""

    class Meta:
        model = Appointment

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(UserFactory)
    how = AppointedHow.NOMINATED
    starts_on = LONG_AGO


class ChairTermFactory(HistoryFactory):
    """A confirmed term around the tests' noon."""

    class Meta:
        model = ChairTerm

    appointment = factory.SubFactory(AppointmentFactory)
    board = factory.LazyAttribute(lambda it: it.appointment.seat.board)
    kind = ChairTermKind.CONFIRMED
    starts_on, ends_on = TERM
    why_picked = "Longest waiting constituency."


class BoardRoleFactory(HistoryFactory):
    """A secretary unless told otherwise."""

    class Meta:
        model = BoardRole

    board = factory.SubFactory(BoardFactory)
    person = factory.SubFactory(UserFactory)
    role = BoardRoleKind.SECRETARY
    starts_on = LONG_AGO


class ConstituencyMembershipFactory(HistoryFactory):
    """A member of the staff constituency unless told otherwise."""

    class Meta:
        model = ConstituencyMembership

    board = factory.SubFactory(BoardFactory)
    constituency = factory.LazyFunction(lambda: constituency("staff"))
    person = factory.SubFactory(UserFactory)
    starts_on = LONG_AGO


@dataclass(frozen=True)
class SmallBoard:
    """A board and its people; ``trustees`` by constituency code."""

    board: Board
    trustees: dict[str, list[User]]
    chair: User
    secretary: User

    @property
    def everyone(self) -> list[User]:
        """Every trustee, in the order of constituencies and seats."""
        return [person for people in self.trustees.values() for person in people]


@remembered
def board_with_trustees(
    letters: str = "NW", seats: int = 2, chair: str = "staff", *, registers: bool = True, **fields: Any
) -> SmallBoard:
    """Make a regional board with ``seats`` trustees a constituency; the first of ``chair`` is in the chair.

    Without ``registers`` nobody has confirmed their register of interests yet.
    """
    board = BoardFactory(letters=letters, **fields)
    RulesFactory(board=board)
    trustees: dict[str, list[User]] = {}
    number = 0
    in_chair: Appointment | None = None
    for code in CONSTITUENCIES:
        for _ in range(seats):
            number += 1
            appointment = AppointmentFactory(
                seat=SeatFactory(board=board, constituency=constituency(code), number=number)
            )
            trustees.setdefault(code, []).append(appointment.person)
            if code == chair and in_chair is None:
                in_chair = appointment
    assert in_chair is not None
    ChairTermFactory(appointment=in_chair)
    secretary = BoardRoleFactory(board=board).person
    # Their registers of interests are in order: nobody is asked for them where that is not what is tested.
    for person in (secretary, *(one for people in trustees.values() for one in people)) if registers else ():
        confirmation = InterestConfirmation(person=person, at=CONFIRMED, entries=0)
        save_with_history(confirmation, by=person, reason="Confirmed", at=CONFIRMED)
    return SmallBoard(board, trustees, in_chair.person, secretary)


@remembered
def national_group(boards: list[Board]) -> Board:
    """Make the National Steering Group with one ex officio seat for each of ``boards``."""
    group = BoardFactory(
        kind=BoardKind.NATIONAL, region=None, name="National Steering Group", slug="national", short="NSG"
    )
    RulesFactory(board=group)
    for number, board in enumerate(boards, start=1):
        SeatFactory(board=group, constituency=None, ex_officio_of=board, number=number)
    return group
