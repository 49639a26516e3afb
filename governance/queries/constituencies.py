"""Constituencies of one board: who speaks for them and who belongs to them.

On the National Steering Group they are the regional boards: whoever chairs one speaks for it, and its trustees are
those who are told and asked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import Board, Constituency, ConstituencyMembership, Seat
from governance.models.standing import standing_of
from governance.queries.seats import Holder, holders
from portal.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser


@dataclass(frozen=True)
class Place:
    """Those whom one or more seats of a board speak for: a constituency, or a regional board."""

    board: Board
    constituency: Constituency | None = None
    region: Board | None = None

    @property
    def code(self) -> str:
        """Return what it is called in addresses."""
        return self.constituency.code if self.constituency else self.region.slug if self.region else ""

    @property
    def name(self) -> str:
        """Return its name."""
        return str(self.constituency or self.region)

    def has(self, seat: Seat) -> bool:
        """Say whether ``seat`` speaks for it."""
        if self.region is not None:
            return seat.ex_officio_of_id == self.region.pk
        return self.constituency is not None and seat.constituency_id == self.constituency.pk


def find_place(board: Board, code: str) -> Place | None:
    """Return the constituency of ``board`` with this code: one that has, or had, a seat there; one query."""
    rows = Seat.objects.filter(board=board).select_related("constituency", "ex_officio_of")
    for seat in rows:
        place = place_of(board, seat)
        if place.code == code:
            return place
    return None


def place_of(board: Board, seat: Seat) -> Place:
    """Return whom a seat speaks for."""
    return Place(board, seat.constituency, seat.ex_officio_of)


def speakers(place: Place, at: datetime) -> list[Holder]:
    """Return who speaks for it at ``at``, in the order of their seats; asked once for each place in memory."""
    kept: dict[datetime, list[Holder]] = place.__dict__.setdefault("_speakers_at", {})
    if at not in kept:
        kept[at] = [holder for holder in holders(place.board, at) if place.has(holder.seat)]
    return kept[at]


def members(place: Place, at: datetime) -> list[User]:
    """Return who belongs to it at ``at``: its members, or the trustees of the regional board; asked once as well."""
    kept: dict[datetime, list[User]] = place.__dict__.setdefault("_members_at", {})
    if at not in kept:
        kept[at] = _members(place, at)
    return kept[at]


def _members(place: Place, at: datetime) -> list[User]:
    if place.region is not None:
        return [holder.person for holder in holders(place.region, at)]
    rows = ConstituencyMembership.objects.active(at).filter(board=place.board, constituency=place.constituency)
    return [row.person for row in rows.select_related("person").order_by("person__name", "pk")]


def is_member(person: "Person", place: Place, at: datetime) -> bool:
    """Say whether ``person`` is one of those who are told and asked."""
    if not person.is_authenticated or not person.is_active:
        return False
    if place.region is not None:
        return place.region.pk in standing_of(person, at).trustee_of
    if place.board.pk not in standing_of(person, at).member_of:
        return False
    if (known := place.__dict__.get("_members_at", {}).get(at)) is not None:
        return person in known
    rows = ConstituencyMembership.objects.active(at).filter(
        board=place.board, constituency=place.constituency, person=person.pk
    )
    return rows.exists()


def speaks_for(person: "Person", place: Place, at: datetime) -> Seat | None:
    """Return the seat from which ``person`` speaks for it at ``at``, if there is one."""
    if not person.is_authenticated or place.board.pk not in standing_of(person, at).trustee_of:
        return None
    return next((holder.seat for holder in speakers(place, at) if holder.person.pk == person.pk), None)
