"""The days a host offers for the visit, who can come on them, the one that is fixed, and who was there.

Locks: the review, the visit, its days, the seats of its team.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.deadlines import mark_done
from peerreview.actions.holds import settle_days
from peerreview.actions.reports import ask_for_draft
from peerreview.actions.reviews import begin_draft, lock_review
from peerreview.actions.teams import leave_seat
from peerreview.announcements import visits as announce
from peerreview.domain.teams import DatesWrong, insist_on_step, wrong_with_days
from peerreview.enums.reviews import DeadlineKind
from peerreview.enums.teams import LeavingKind, SeatState
from peerreview.enums.visits import Coming
from peerreview.models import Absence, DayReply, Review, TeamSeat, Visit
from peerreview.permissions import teams as team_permissions
from peerreview.permissions import visits as permissions
from peerreview.queries.visits import DayChoice, choices, day_table
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused

_WORDS = {
    DatesWrong.COUNT: lambda: _("Offer three different days."),
    DatesWrong.WEEKDAYS: lambda: _("Choose days on at least two weekdays, so that more people can come."),
    DatesWrong.PAST: lambda: _("Each day has to be still to come."),
    DatesWrong.WEEKEND: lambda: _("Visits are on weekdays."),
}


@transaction.atomic
def offer_days(*, review: Review, days: Collection[date], by: User, at: datetime) -> Visit:
    """Offer three days, all of which are held free until one is fixed; until then they can be changed."""
    review = lock_review(review, by=by)
    if not team_permissions.can_offer_days(by, review, at):
        raise PermissionDenied
    if wrong := wrong_with_days(days, day_of(at)):
        raise Refused(" ".join(_WORDS[one]() for one in wrong))
    visit = Visit.objects.select_for_update().filter(review=review).first() or Visit(review=review)
    visit.first_on, visit.second_on, visit.third_on = sorted(days)
    visit.offered_by, visit.offered_at, visit.freed_at = by, at, None
    save_with_history(visit, by=by, reason=_("Days offered"), at=at)
    settle_days(visit, held=days, by=by, reason=_("Days offered"), at=at)
    announce.days_offered(review, by, at)
    return visit


@transaction.atomic
def answer_days(*, review: Review, coming: Mapping[date, Coming], note: str = "", by: User, at: datetime) -> Visit:
    """Say of each day that is held whether ``by`` can come; said again, it replaces what was said.

    Once everybody on the team has spoken, who leads it and who runs the review are told that a day can be fixed.
    """
    review = lock_review(review, by=by)
    if not permissions.can_answer_days(by, review, at):
        raise PermissionDenied
    visit = Visit.objects.select_for_update().get(review=review)
    if set(coming) != set(visit.days):
        raise Refused(_("The service has offered other days meanwhile. Look at them, and say of each of them."))
    waited = bool(day_table(review).silent)
    found = {row.day: row for row in DayReply.objects.select_for_update().filter(visit=visit, person=by)}
    for day, said in coming.items():
        row = found.get(day) or DayReply(visit=visit, person=by, day=day, times=0)
        row.coming, row.note, row.at, row.times = said, note.strip(), at, row.times + 1
        save_with_history(row, by=by, reason=_("Said who can come"), at=at)
    if waited and not day_table(review).silent:
        announce.days_answered(review, by, at)
    return visit


@transaction.atomic
def fix_day(*, review: Review, day: date, instead: str = "", by: User, at: datetime) -> Visit:
    """Fix one of the days that are held for a team: everybody with a seat has said that they can come.

    Where somebody cannot, or has not said, who runs the review may fix it all the same with a reason, ``instead``:
    their seats open again with it. Nobody is ever on the team of a day they cannot make.
    """
    review = lock_review(review, by=by)
    if not permissions.can_fix_day(by, review, at):
        raise PermissionDenied
    visit = Visit.objects.select_for_update().get(review=review)
    if day not in visit.days:
        raise Refused(_("The service does not offer this day any more."))
    if day <= day_of(at):
        raise Refused(_("This day is over. Ask the service for other days."))
    (choice,) = choices(review, [day], at)
    if choice.way and not instead.strip():
        raise Refused(_why_not(choice))
    _open_seats(review, choice, instead.strip(), by, at)
    visit.confirmed_on, visit.confirmed_by = day, by
    save_with_history(visit, by=by, reason=_("Day fixed"), at=at)
    settle_days(visit, confirmed=day, by=by, reason=_("Day fixed"), at=at)
    announce.day_fixed(review, at)
    return visit


def _why_not(choice: DayChoice) -> str:
    """Say who keeps a day from being fixed."""
    words = []
    if choice.cannot:
        words.append(
            _("Not everybody can come on this day: %(names)s. Choose another, or fill the seat anew.")
            % {"names": ", ".join(choice.cannot)}
        )
    if choice.silent:
        words.append(
            _("Not everybody has said whether they can come: %(names)s.") % {"names": ", ".join(choice.silent)}
        )
    return " ".join(words)


def _open_seats(review: Review, choice: DayChoice, reason: str, by: User, at: datetime) -> None:
    """Open the seats of those who cannot come on the day, or have not said; somebody is left who comes."""
    if not choice.way:
        return
    if not team_permissions.can_choose_team(by, review, at):
        raise Refused(_("Only who runs the review can open their seats. Ask them, or choose another day."))
    if choice.count.can + choice.count.if_needed == 0:
        raise Refused(_("Nobody on the team can come on this day."))
    gone = choice.way.cannot | choice.way.silent
    for seat in TeamSeat.objects.filter(team__review=review, person__in=gone).select_related("team__review"):
        leave_seat(seat=seat, kind=LeavingKind.DAY, reason=reason, by=by, at=at)


@transaction.atomic
def record_attendance(*, review: Review, missing: Mapping[int, str], by: User, at: datetime) -> Review:
    """Say who was there: everybody on the team but those named in ``missing``, by their seats, each with the reason.

    With it the visit has been, and the report is begun.
    """
    review = lock_review(review, by=by)
    if not permissions.can_record_attendance(by, review, at):
        raise PermissionDenied
    seats = TeamSeat.objects.select_for_update(of=("self",)).filter(team__review=review, state=SeatState.CONFIRMED)
    rows = list(seats.select_related("person"))
    if set(missing) - {seat.number for seat in rows}:
        raise Refused(_("This seat is not on the team."))
    if not set(missing) < {seat.number for seat in rows}:
        raise Refused(_("Nobody was there: then the visit has not been. Postpone it."))
    for seat in rows:
        if seat.number in missing:
            _note_absence(seat, missing[seat.number], by, at)
            continue
        insist_on_step(seat.state, SeatState.ATTENDED)
        seat.state, seat.since = SeatState.ATTENDED, at
        save_with_history(seat, by=by, reason=_("Was there"), at=at)
    visit = Visit.objects.select_for_update().get(review=review)
    visit.attendance_at, visit.attendance_by = at, by
    save_with_history(visit, by=by, reason=_("Attendance recorded"), at=at)
    review.visit = visit
    review = begin_draft(review=review, by=by, at=at)
    mark_done(review=review, kind=DeadlineKind.VISIT, by=by, reason=_("The visit has been"), at=at)
    ask_for_draft(review, by, at)
    announce.visit_has_been(review, by, at)
    return review


def _note_absence(seat: TeamSeat, reason: str, by: User, at: datetime) -> None:
    if seat.person is None or not reason.strip():
        raise Refused(_("Say of everybody who was not there why."))
    row = Absence(seat=seat, person=seat.person, reason=reason.strip(), by=by, at=at)
    save_with_history(row, by=by, reason=_("Was not there"), at=at)
