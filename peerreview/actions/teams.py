"""Giving seats away and taking them back: every seat by a person, every answer by the one who was asked.

Locks: the review, its seats, the profile of whoever is seated: nobody is given two seats of one day at one instant.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.holds import settle_days
from peerreview.actions.reviews import lock_review
from peerreview.announcements import teams as announce
from peerreview.announcements import visits as announce_visit
from peerreview.domain.matching.problem import SEATS
from peerreview.domain.teams import SeatStepRefused, insist_on_step
from peerreview.enums.teams import LeavingKind, SeatRole, SeatState
from peerreview.models import Review, ReviewerProfile, SeatLeaving, Team, TeamSeat, Visit
from peerreview.permissions import teams as permissions
from peerreview.queries.teams import lacks_of, may_take
from peerreview.queries.visits import choices
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def choose_team(
    *,
    review: Review,
    day: date,
    people: Sequence[tuple[SeatRole | str, User]],
    holds: bool = False,
    by: User,
    at: datetime,
) -> Team:
    """Give the seats that a person has chosen one by one, for that day; the others stand open.

    With it the day is fixed, unless all three are still held: ``holds`` lets the team say first when it can come.
    """
    review = lock_review(review, by=by)
    if not permissions.can_choose_team(by, review, at):
        raise PermissionDenied
    visit = Visit.objects.select_for_update().filter(review=review).first()
    if visit is None:
        raise Refused(_("The service has not offered days yet."))
    if day not in visit.days:
        raise Refused(_("The service does not offer this day any more."))
    if visit.confirmed_on is None and not holds:
        (choice,) = choices(review, [day], at)
        if choice.way:
            names = ", ".join([*choice.cannot, *choice.silent])
            raise Refused(
                _("Somebody on the team cannot come on this day, or has not said: %(names)s.") % {"names": names}
            )
        visit.confirmed_on, visit.confirmed_by = day, by
        save_with_history(visit, by=by, reason=_("Day fixed with the team"), at=at)
        settle_days(visit, confirmed=day, by=by, reason=_("Day fixed with the team"), at=at)
        announce_visit.day_fixed(review, at)
    team = Team.objects.filter(review=review).first() or _open_team(review, by, at)
    for role, person in people:
        seat = TeamSeat.objects.filter(team=team, role=role, state=SeatState.OPEN).order_by("number").first()
        if seat is None:
            raise Refused(_("All seats of this kind are taken."))
        _give(seat, person, [day], by, at)
    announce.team_changed(team, by, at)
    return team


@transaction.atomic
def fill_seat(*, seat: TeamSeat, person: User, by: User, at: datetime) -> TeamSeat:
    """Give an open seat of a team to somebody who can come on its day, or on one of the days that are still held."""
    seat = _managed(seat, by, at)
    visit = Visit.objects.get(review=seat.team.review)
    if not visit.days or seat.state != SeatState.OPEN:
        raise Refused(_("This seat is not open."))
    seat = _give(seat, person, visit.days, by, at)
    _unconfirm(seat.team, by, at)
    announce.team_changed(seat.team, by, at)
    return seat


@transaction.atomic
def clear_seat(*, seat: TeamSeat, reason: str, by: User, at: datetime) -> TeamSeat:
    """Take somebody off a team, with a reason; the seat is open again."""
    seat = _managed(seat, by, at)
    if not reason.strip():
        raise Refused(_("Say why."))
    return leave_seat(seat=seat, kind=LeavingKind.REPLACED, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def show_team(*, team: Team, by: User, at: datetime) -> Team:
    """Show the service who would come; its lead may object once."""
    team = _team_managed(team, by, at)
    if not TeamSeat.objects.filter(team=team, state=SeatState.PROPOSED).exists():
        raise Refused(_("Nobody has been chosen yet whom the service has not seen."))
    team.shown_at = at
    save_with_history(team, by=by, reason=_("Shown to the service"), at=at)
    announce.team_shown(team, by, at)
    return team


@transaction.atomic
def agree_to_team(*, team: Team, by: User, at: datetime) -> Team:
    """Note that the service has seen the names and has no objection to those who are left."""
    lock_review(team.review, by=by)
    team = _locked_team(team)
    if not permissions.can_agree_to_team(by, team, at):
        raise PermissionDenied
    for seat in TeamSeat.objects.select_for_update().filter(team=team, state=SeatState.PROPOSED):
        _step(seat, SeatState.CHECKED, _("The service has seen the name"), by, at)
    announce.team_agreed(team, by, at)
    return team


@transaction.atomic
def object_to(*, seat: TeamSeat, reason: str, by: User, at: datetime) -> TeamSeat:
    """Object, as host lead and once, to one person; the seat opens again and nobody asks the person why."""
    seat = _locked(seat, by)
    if not permissions.can_object(by, seat, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say why: only the programme manager reads it."))
    team = seat.team
    team.objected_at = at
    save_with_history(team, by=by, reason=_("The service objected once"), at=at)
    return leave_seat(seat=seat, kind=LeavingKind.OBJECTED, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def invite(*, team: Team, by: User, at: datetime) -> Team:
    """Invite everybody the service has seen."""
    team = _team_managed(team, by, at)
    seats = list(TeamSeat.objects.select_for_update(of=("self",)).filter(team=team, state=SeatState.CHECKED))
    if not seats:
        raise Refused(_("Nobody waits to be invited: the service sees the names first."))
    for seat in seats:
        seat.invited_at = at
        _step(seat, SeatState.INVITED, _("Invited"), by, at)
        announce.invited(seat, by, at)
    return team


@transaction.atomic
def accept(*, seat: TeamSeat, by: User, at: datetime) -> TeamSeat:
    """Say yes; saying it twice is saying it once."""
    seat = _locked(seat, by)
    if seat.person_id == by.pk and seat.state in (SeatState.ACCEPTED, SeatState.CONFIRMED):
        return seat
    if not permissions.can_answer_invitation(by, seat, at):
        raise PermissionDenied
    _step(seat, SeatState.ACCEPTED, _("Accepted"), by, at)
    announce.accepted(seat, by, at)
    return seat


@transaction.atomic
def decline(*, seat: TeamSeat, reason: str, by: User, at: datetime) -> TeamSeat:
    """Say no, now or later; the seat opens again. A reason may be given and need not."""
    seat = _locked(seat, by)
    if not (permissions.can_answer_invitation(by, seat, at) or permissions.can_step_down(by, seat, at)):
        raise PermissionDenied
    return leave_seat(seat=seat, kind=LeavingKind.DECLINED, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def confirm_team(*, team: Team, exception: str, by: User, at: datetime) -> Team:
    """Confirm the team: whole, or with what it lacks named as an exception by somebody who answers for it."""
    team = _team_managed(team, by, at)
    waiting = TeamSeat.objects.filter(
        team=team, state__in=(SeatState.PROPOSED, SeatState.CHECKED, SeatState.INVITED)
    ).exists()
    if waiting:
        raise Refused(_("Somebody has not answered yet. Take them off the team, or wait."))
    if not Visit.objects.filter(review=team.review, confirmed_on__isnull=False).exists():
        raise Refused(_("Fix the day first: a team is confirmed for a day on which it can come."))
    exception = exception.strip()
    if lacks_of(team) and not exception:
        raise Refused(_("The team is not complete. Say why it goes ahead all the same, or fill the open seats."))
    seats = list(TeamSeat.objects.select_for_update(of=("self",)).filter(team=team, state=SeatState.ACCEPTED))
    for seat in seats:
        _step(seat, SeatState.CONFIRMED, _("Team confirmed"), by, at)
    team.confirmed_at = at
    team.exception, team.exception_by = (exception, by) if lacks_of(team) else ("", None)
    save_with_history(team, by=by, reason=exception or _("Team confirmed"), at=at)
    announce.team_confirmed(team, by, at)
    return team


@transaction.atomic
def leave_seat(*, seat: TeamSeat, kind: LeavingKind, reason: str, by: User, at: datetime) -> TeamSeat:
    """Open a seat again and keep who left it why; whoever calls has asked whether it may be."""
    seat = _locked(seat, by)
    person = seat.person
    if person is None:
        return seat
    leaving = SeatLeaving(team=seat.team, person=person, role=seat.role, kind=kind, reason=reason, by=by, at=at)
    said = leaving.get_kind_display() or kind
    save_with_history(leaving, by=by, reason=said, at=at)
    was_asked = seat.invited_at is not None
    seat.person, seat.invited_at = None, None
    _step(seat, SeatState.OPEN, said, by, at)
    _unconfirm(seat.team, by, at)
    announce.seat_left(seat, person, kind, by, at)
    if kind == LeavingKind.DAY and was_asked:
        announce.day_fixed_without(leaving, by, at)
    return seat


def _open_team(review: Review, by: User, at: datetime) -> Team:
    team = Team(review=review)
    save_with_history(team, by=by, reason=_("Team begun"), at=at)
    roles = [role for role, count in SEATS.items() for _each in range(count)]
    for number, role in enumerate(roles, start=1):
        seat = TeamSeat(team=team, role=SeatRole(role), number=number, state=SeatState.OPEN, since=at)
        save_with_history(seat, by=by, reason=_("Seat opened"), at=at)
    return team


def _give(seat: TeamSeat, person: User, days: Collection[date], by: User, at: datetime) -> TeamSeat:
    """Give a seat by every hard rule on one of the days, asked under the lock of the person's profile."""
    list(ReviewerProfile.objects.select_for_update(of=("self",)).filter(person=person))
    if not any(may_take(seat.team.review, seat.role, person.pk, day, at, beside=[]) for day in days):
        raise Refused(
            _("%(person)s cannot take this seat any more: the day, the cap, a conflict or the rest of the team.")
            % {"person": person.name}
        )
    seat.person = person
    _step(seat, SeatState.PROPOSED, _("Chosen for this seat"), by, at)
    return seat


def _step(seat: TeamSeat, to: SeatState, reason: str, by: User, at: datetime) -> None:
    try:
        insist_on_step(seat.state, to)
    except SeatStepRefused as refused:
        raise Refused(_("This cannot be done any more: somebody was faster.")) from refused
    seat.state, seat.since = to, at
    save_with_history(seat, by=by, reason=reason, at=at)


def _unconfirm(team: Team, by: User, at: datetime) -> None:
    """A team that changed has to be confirmed again."""
    if team.confirmed_at is not None:
        team.confirmed_at, team.exception, team.exception_by = None, "", None
        save_with_history(team, by=by, reason=_("The team changed"), at=at)


def _locked_team(team: Team) -> Team:
    rows = Team.objects.select_for_update(of=("self",))
    return rows.select_related("review__edition__set", "review__cycle", "review__service").get(pk=team.pk)


def _locked(seat: TeamSeat, by: User) -> TeamSeat:
    lock_review(seat.team.review, by=by)
    team = _locked_team(seat.team)
    seat = TeamSeat.objects.select_for_update(of=("self",)).select_related("person").get(pk=seat.pk)
    seat.team = team
    return seat


def _managed(seat: TeamSeat, by: User, at: datetime) -> TeamSeat:
    seat = _locked(seat, by)
    if not permissions.can_choose_team(by, seat.team.review, at):
        raise PermissionDenied
    return seat


def _team_managed(team: Team, by: User, at: datetime) -> Team:
    lock_review(team.review, by=by)
    team = _locked_team(team)
    if not permissions.can_choose_team(by, team.review, at):
        raise PermissionDenied
    return team
