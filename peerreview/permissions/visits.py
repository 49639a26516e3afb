"""Who fixes the day, plans it, agrees to the plan, and says who was there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.teams import SAID_YES
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import Review, TeamSeat, Timetable, Visit
from peerreview.permissions.concerns import can_raise_concern
from peerreview.permissions.hosts import is_host, is_host_lead
from peerreview.permissions.observations import can_write_notes
from peerreview.permissions.reviews import can_manage_review, is_stranger
from peerreview.permissions.teams import is_on_team, seat_of
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.timetables import timetable_of
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def leads_team(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` leads the team: the seat is theirs, they said yes, and they still review."""
    if not person.is_authenticated or not has_role(person, RoleKind.REVIEWER, at):
        return False
    place = seat_of(person, review, at)
    return place is not None and place.role == SeatRole.LEAD and not is_stranger(person, review, at)


def runs_visit(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` arranges the visit: who leads the team, and who runs the review."""
    return can_manage_review(person, review, at) or leads_team(person, review, at)


def can_fix_day(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` fixes one of the days that are held for a team that is there already."""
    visit: Visit | None = getattr(review, "visit", None)
    if visit is None or visit.confirmed_on is not None or not visit.days or review.state not in MATCHABLE:
        return False
    return _has_team(review) and runs_visit(person, review, at)


def _has_team(review: Review) -> bool:
    return TeamSeat.objects.filter(team__review=review, state__in=SAID_YES).exists()


def can_answer_days(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` says on which of the days they can come: whoever is asked or on the team, while held."""
    visit: Visit | None = getattr(review, "visit", None)
    if visit is None or visit.confirmed_on is not None or not visit.days or review.state not in MATCHABLE:
        return False
    return is_on_team(person, review, at) or _is_invited(person, review, at)


def _is_invited(person: "Person", review: Review, at: datetime) -> bool:
    if not person.is_authenticated or not person.is_active or not has_role(person, RoleKind.REVIEWER, at):
        return False
    seats = TeamSeat.objects.filter(team__review=review, person=person, state=SeatState.INVITED)
    return seats.exists() and not is_stranger(person, review, at)


def can_see_replies(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads who can come when: who arranges the visit, and the team; never the service."""
    return runs_visit(person, review, at) or is_on_team(person, review, at)


def can_plan_day(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` changes the timetable: who arranges the visit, from the fixed day to its end."""
    visit: Visit | None = getattr(review, "visit", None)
    if visit is None or visit.confirmed_on is None or visit.attendance_at is not None:
        return False
    return review.state in MATCHABLE and runs_visit(person, review, at)


def can_see_timetable(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads the timetable: the team, who runs the review; the service once it was shown."""
    if runs_visit(person, review, at) or is_on_team(person, review, at):
        return True
    if not person.is_authenticated or not is_host(person, review.service_id, at):
        return False
    table = timetable_of(review)
    return table is not None and table.shown_at is not None


def can_agree_to_timetable(person: "Person", table: Timetable, at: datetime) -> bool:
    """Say whether ``person`` agrees for the service: its host lead, once it was shown and while it is not agreed."""
    if table.shown_at is None or table.agreed_at is not None or not person.is_authenticated:
        return False
    return is_host_lead(person, table.visit.review.service_id, at)


def can_record_attendance(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` records who was there: who arranges the visit, on its day or after, once."""
    visit: Visit | None = getattr(review, "visit", None)
    if review.state != ReviewState.SCHEDULED or visit is None or visit.confirmed_on is None:
        return False
    return visit.confirmed_on <= day_of(at) and runs_visit(person, review, at)


@dataclass(frozen=True)
class VisitLinks:
    """Which pages of the visit the page of a review leads to, for one reader."""

    pack: bool = False
    timetable: bool = False
    notebook: bool = False
    notes: bool = False
    concerns: bool = False
    attendance: bool = False


def visit_links(person: "Person", review: Review, at: datetime) -> VisitLinks:
    """Say where ``person`` may go from the page of a review."""
    visit: Visit | None = getattr(review, "visit", None)
    if visit is None or (visit.confirmed_on is None and review.state in MATCHABLE):
        return VisitLinks()
    on_team = is_on_team(person, review, at)
    return VisitLinks(
        pack=on_team,
        timetable=can_see_timetable(person, review, at),
        notebook=on_team and can_write_notes(person, review, at),
        notes=on_team,
        concerns=can_raise_concern(person, review, at),
        attendance=can_record_attendance(person, review, at),
    )
