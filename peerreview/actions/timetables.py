"""The timetable of a visit: begun from the default day, changed session by session, agreed with the service.

Locks: the review, the timetable.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.announcements import visits as announce
from peerreview.domain.timetables import Planned, default_day, wrong_with
from peerreview.enums.visits import SessionKind
from peerreview.models import Review, SessionSeat, TeamSeat, Timetable, TimetableSession, Visit
from peerreview.permissions import visits as permissions
from peerreview.queries.timetables import flaw_words, planned_day, taken_seats
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@dataclass(frozen=True)
class Part:
    """A session as somebody wants it: seats by their numbers, times of the day."""

    kind: SessionKind
    starts: time
    ends: time
    place: str
    leaders_present: bool
    seats: frozenset[int]


@transaction.atomic
def begin_timetable(*, review: Review, by: User, at: datetime) -> Timetable:
    """Lay out the default day for the team that stands; beginning twice is beginning once."""
    review = lock_review(review, by=by)
    if not permissions.can_plan_day(by, review, at):
        raise PermissionDenied
    table = Timetable.objects.filter(visit__review=review).first()
    if table is not None:
        return table
    table = Timetable(visit=Visit.objects.get(review=review), begun_by=by, begun_at=at)
    save_with_history(table, by=by, reason=_("Begun from the default day"), at=at)
    seats = {seat.number: seat for seat in TeamSeat.objects.filter(team__review=review)}
    for one in default_day(taken_seats(seats.values())):
        session = TimetableSession(
            timetable=table, kind=one.kind, starts=one.starts, ends=one.ends, leaders_present=one.leaders_present
        )
        save_with_history(session, by=by, reason=_("From the default day"), at=at)
        _seat(session, one.seats, seats, by, at)
    return table


@transaction.atomic
def save_session(*, table: Timetable, session: TimetableSession | None, part: Part, by: User, at: datetime) -> None:
    """Add a session, or change one; what would break a rule of the day is refused. An agreed day is open again."""
    table = _locked(table, by, at)
    if session is None:
        session = TimetableSession(timetable=table)
    else:
        session = TimetableSession.objects.select_for_update().get(pk=session.pk, timetable=table, removed_at=None)
    seats = {seat.number: seat for seat in TeamSeat.objects.filter(team__review=table.visit.review)}
    taken = taken_seats(seats.values())
    wanted = Planned(session.pk or 0, part.kind, part.starts, part.ends, part.place, part.leaders_present, part.seats)
    others = [one for one in planned_day(table) if one.key != session.pk]
    wrong = [one for one in wrong_with([*others, wanted], taken) if one.session == wanted.key]
    if wrong:
        raise Refused(" ".join(flaw_words(wrong, seats.values())))
    session.kind, session.starts, session.ends = part.kind, part.starts, part.ends
    session.place, session.leaders_present = part.place.strip(), part.leaders_present
    save_with_history(session, by=by, reason=_("Timetable changed"), at=at)
    _seat(session, part.seats, seats, by, at)
    _open_again(table, by, at)


@transaction.atomic
def remove_session(*, table: Timetable, session: TimetableSession, by: User, at: datetime) -> None:
    """Take a session out of the day; it stays as a row."""
    table = _locked(table, by, at)
    session = TimetableSession.objects.select_for_update().get(pk=session.pk, timetable=table)
    if session.removed_at is None:
        session.removed_at = at
        save_with_history(session, by=by, reason=_("Taken out of the timetable"), at=at)
        _open_again(table, by, at)


@transaction.atomic
def show_timetable(*, table: Timetable, by: User, at: datetime) -> Timetable:
    """Show the service how the day would go; what still breaks a rule is not shown."""
    table = _locked(table, by, at)
    _insist_on_rules(table)
    table.shown_at = at
    save_with_history(table, by=by, reason=_("Shown to the service"), at=at)
    announce.timetable_shown(table, by, at)
    return table


@transaction.atomic
def agree_to_timetable(*, table: Timetable, by: User, at: datetime) -> Timetable:
    """Agree, for the service, that the day goes like this."""
    lock_review(table.visit.review, by=by)
    table = _fresh(table)
    if not permissions.can_agree_to_timetable(by, table, at):
        raise PermissionDenied
    _insist_on_rules(table)
    table.agreed_at, table.agreed_by = at, by
    save_with_history(table, by=by, reason=_("Agreed with the service"), at=at)
    announce.timetable_agreed(table, by, at)
    return table


def _insist_on_rules(table: Timetable) -> None:
    seats = list(TeamSeat.objects.filter(team__review=table.visit.review))
    wrong = wrong_with(planned_day(table), taken_seats(seats))
    if wrong:
        raise Refused(" ".join(flaw_words(wrong, seats)))


def _seat(
    session: TimetableSession, wanted: Collection[int], seats: dict[int, TeamSeat], by: User, at: datetime
) -> None:
    there = {row.seat_id: row for row in SessionSeat.objects.filter(session=session)}
    keys = {seats[number].pk for number in wanted if number in seats}
    for key, row in there.items():
        if key not in keys:
            delete_with_history(row, by=by, reason=_("Not in this session"), at=at)
    for key in sorted(keys - there.keys()):
        save_with_history(SessionSeat(session=session, seat_id=key), by=by, reason=_("In this session"), at=at)


def _open_again(table: Timetable, by: User, at: datetime) -> None:
    """What the service agreed to is not what stands any more: it is shown and asked anew."""
    if table.shown_at is not None:
        table.shown_at, table.agreed_at, table.agreed_by = None, None, None
        save_with_history(table, by=by, reason=_("The timetable changed"), at=at)


def _fresh(table: Timetable) -> Timetable:
    rows = Timetable.objects.select_for_update(of=("self",)).select_related("visit__review__service")
    return rows.get(pk=table.pk)


def _locked(table: Timetable, by: User, at: datetime) -> Timetable:
    lock_review(table.visit.review, by=by)
    table = _fresh(table)
    if not permissions.can_plan_day(by, table.visit.review, at):
        raise PermissionDenied
    return table
