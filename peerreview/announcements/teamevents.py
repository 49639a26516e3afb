"""What the portal learns of reviewers and teams when it starts: events, whose notices they are, rooms, Today."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from peerreview.models import MatchRun, Review, SeatLeaving, TeamSeat
from peerreview.models.strangers import strange_services
from peerreview.permissions.teams import can_see_team
from peerreview.queries import teamcards
from peerreview.queries.conflicts import visible_conflicts
from portal.live import register_room
from portal.notifications import register_event, register_group, register_subject
from portal.people.models import User
from portal.today import register_today

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def register() -> None:
    """Name everything; called once."""
    register_group(
        "review_teams",
        _("Review teams"),
        _("You are asked to visit, somebody answers, a team is shown, confirmed or changes; a conflict is declared."),
        default="at_once",
    )
    for event, label in (
        ("days_offered", _("A service offered days for its visit")),
        ("team_shown", _("See who would visit your service")),
        ("team_agreed", _("A service has no objection to its team")),
        ("team_invited", _("You are asked to join a review team")),
        ("team_accepted", _("Somebody joins a team")),
        ("team_declined", _("A seat on a team is open again")),
        ("seat_opened", _("A day was fixed without you, and your place is open again")),
        ("team_confirmed", _("A team is confirmed")),
        ("conflict_declared", _("A conflict was declared")),
        ("conflict_settled", _("A conflict of yours was settled")),
    ):
        register_event(f"peer_review.{event}", label, "review_teams")
    register_subject("team_seat", visible_seats)
    register_subject("seat_leaving", visible_leavings)
    register_subject("reviewer_conflict", visible_conflict_keys)
    register_room("review_team", may_follow_team)
    register_room("match_run", may_follow_run)
    register_today("peerreview.teams", cards=teamcards.cards, coming=teamcards.coming)


def visible_seats(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which seats are the person's own, with no conflict between."""
    own = TeamSeat.objects.filter(pk__in=keys, person=person)
    return set(
        own.exclude(team__review__service__in=strange_services(person, at).values("pk")).values_list("pk", flat=True)
    )


def visible_leavings(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which seats the person left are still theirs to hear of: no conflict has come between since."""
    own = SeatLeaving.objects.filter(pk__in=keys, person=person)
    return set(
        own.exclude(team__review__service__in=strange_services(person, at).values("pk")).values_list("pk", flat=True)
    )


def visible_conflict_keys(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which conflicts ``person`` may read."""
    return set(visible_conflicts(person, at).filter(pk__in=keys).values_list("pk", flat=True))


def may_follow_team(person: "User | AnonymousUser", review: int, at: datetime) -> bool:
    """Say whether ``person`` may hear that a team changed: whoever may open its page."""
    if not isinstance(person, User):
        return False
    row = Review.objects.visible_to(person, at).filter(pk=review).first()
    return row is not None and can_see_team(person, row, at)


def may_follow_run(person: "User | AnonymousUser", run: int, at: datetime) -> bool:
    """Say whether ``person`` may hear how far a search is: whose it is."""
    return isinstance(person, User) and MatchRun.objects.visible_to(person, at).filter(pk=run).exists()
