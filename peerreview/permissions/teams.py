"""Who puts a team together, who sees it, who may object once, who answers an invitation."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import UNFINISHED, SeatState
from peerreview.models import MatchRun, Review, Team, TeamSeat
from peerreview.permissions.hosts import is_host, is_host_lead
from peerreview.permissions.reviews import can_manage_review, is_stranger
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.teams import Place, place_of
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

# How long the team may still look things up*.
READ_AFTER_FINAL = timedelta(days=30)


def can_find_teams(person: "User", at: datetime) -> bool:
    """Say whether ``person`` looks for teams: the programme manager, for the reviews they run."""
    return has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_cancel_run(person: "User", run: MatchRun, at: datetime) -> bool:
    """Say whether ``person`` may stop a search: whose it is, while it has not ended."""
    return run.state in UNFINISHED and run.by_id == person.pk and can_find_teams(person, at)


def can_choose_team(person: "User", review: Review, at: datetime) -> bool:
    """Say whether ``person`` gives seats away: who runs the review, until the visit has been."""
    return review.state in MATCHABLE and can_manage_review(person, review, at)


def can_offer_days(person: "User", review: Review, at: datetime) -> bool:
    """Say whether ``person`` offers the three days: the host lead, until one is fixed; who runs it, when told."""
    if review.state not in MATCHABLE or (hasattr(review, "visit") and review.visit.confirmed_on):
        return False
    return is_host_lead(person, review.service_id, at) or can_manage_review(person, review, at)


def can_see_team(person: "User", review: Review, at: datetime) -> bool:
    """Say whether ``person`` sees who visits: who runs it, the team itself, and the service once it was shown."""
    if can_manage_review(person, review, at):
        return True
    if is_host(person, review.service_id, at):
        return True
    if not has_role(person, RoleKind.REVIEWER, at):
        return False
    return seat_of(person, review, at) is not None and not is_stranger(person, review, at)


def is_on_team(person: "User | AnonymousUser", review: Review, at: datetime) -> bool:
    """Say whether ``person`` has said yes to a seat and reads what the team reads, till long after the end."""
    if not person.is_authenticated or not has_role(person, RoleKind.REVIEWER, at):
        return False
    if review.state == ReviewState.CANCELLED:
        return False
    place = seat_of(person, review, at)
    return place is not None and not place.is_closed and not is_stranger(person, review, at)


def was_there(person: "User | AnonymousUser", review: Review, at: datetime) -> bool:
    """Say whether ``person`` is of the team and visited: the seat says so once attendance is recorded."""
    if not person.is_authenticated or not is_on_team(person, review, at):
        return False
    place = seat_of(person, review, at)
    return place is not None and place.state == SeatState.ATTENDED


def seat_of(person: "User", review: Review, at: datetime) -> Place | None:
    """Return the seat ``person`` said yes to, if any."""
    return place_of(person.pk, review, at - READ_AFTER_FINAL)


def can_agree_to_team(person: "User", team: Team, at: datetime) -> bool:
    """Say whether ``person`` says that the service has no objection: the host lead; who runs it, when told."""
    if team.shown_at is None:
        return False
    return is_host_lead(person, team.review.service_id, at) or can_manage_review(person, team.review, at)


def can_object(person: "User", seat: TeamSeat, at: datetime) -> bool:
    """Say whether ``person`` may object to somebody: the host lead, once, before the invitation."""
    team = seat.team
    if seat.state != SeatState.PROPOSED or team.shown_at is None or team.objected_at is not None:
        return False
    return is_host_lead(person, team.review.service_id, at)


def can_answer_invitation(person: "User", seat: TeamSeat, at: datetime) -> bool:
    """Say whether ``person`` may say yes or no: whom the seat is for, while nothing stands between them."""
    if not person.is_active or seat.person_id != person.pk:
        return False
    return seat.state == SeatState.INVITED and not is_stranger(person, seat.team.review, at)


def can_step_down(person: "User", seat: TeamSeat, at: datetime) -> bool:
    """Say whether ``person`` may still leave: whose seat it is, until the visit."""
    if not person.is_active or seat.person_id != person.pk:
        return False
    return seat.state in (SeatState.ACCEPTED, SeatState.CONFIRMED)
