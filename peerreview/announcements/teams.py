"""Who is told of days, teams, invitations and conflicts. A title leaves the portal and never names a service.

Whoever is invited reads inside which service it is; that somebody has a conflict is told to nobody but those who
settle it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from peerreview.announcements.telling import tell_of_review
from peerreview.enums.conflicts import ConflictState
from peerreview.enums.teams import LeavingKind
from peerreview.models import MatchRun, ReviewerConflict, SeatLeaving, Team, TeamSeat
from peerreview.queries.conflicts import managers_for_conflict
from peerreview.queries.people import hosts_of, managers_of_review
from portal.live import announce_on_commit
from portal.notifications import notify
from portal.people.models import User


def team_changed(team: Team, by: User, at: datetime) -> None:
    """Let open pages of the team know."""
    announce_on_commit(f"review_team:{team.review_id}", "team.changed", team.review_id)


def team_shown(team: Team, by: User, at: datetime) -> None:
    """Tell the service's lead that there are names to look at."""
    leads = hosts_of([team.review.service_id], at, leads_only=True).get(team.review.service_id, frozenset())
    tell_of_review("team_shown", team.review, _("See who would visit your service"), leads, at, by=by)
    team_changed(team, by, at)


def team_agreed(team: Team, by: User, at: datetime) -> None:
    """Tell those who run the review that people can be invited."""
    people = managers_of_review(team.review, at)
    tell_of_review("team_agreed", team.review, _("A service has no objection to its team"), people, at, by=by)
    team_changed(team, by, at)


def invited(seat: TeamSeat, by: User, at: datetime) -> None:
    """Ask somebody whether they come."""
    if seat.person_id is not None:
        title = _("You are asked to join a review team")
        _tell_seat("team_invited", seat, title, [seat.person_id], by, at, url=f"/reviewing/invitations/{seat.pk}/")
        team_changed(seat.team, by, at)


def accepted(seat: TeamSeat, by: User, at: datetime) -> None:
    """Tell those who run the review that somebody joins."""
    people = managers_of_review(seat.team.review, at)
    tell_of_review(
        "team_accepted", seat.team.review, _("%(person)s joins a team") % {"person": by.name}, people, at, by=by
    )
    team_changed(seat.team, by, at)


def seat_left(seat: TeamSeat, person: User, kind: LeavingKind, by: User, at: datetime) -> None:
    """Tell those who run the review that a seat is open again; of a conflict no name leaves the portal."""
    title = _("%(person)s does not join: a seat is open again") % {"person": person.name}
    if kind in (LeavingKind.CONFLICT, LeavingKind.OBJECTED):
        title = _("A seat on a team is open again")
    tell_of_review("team_declined", seat.team.review, title, managers_of_review(seat.team.review, at), at, by=by)
    team_changed(seat.team, by, at)
    announce_on_commit(f"person:{person.pk}", "permission.changed", person.pk)


def day_fixed_without(leaving: SeatLeaving, by: User, at: datetime) -> None:
    """Tell somebody who was asked to come that the visit is on a day they did not say they can make."""
    notify(
        people=[leaving.person_id],
        event="peer_review.seat_opened",
        key=f"peer_review.seat_opened:{leaving.pk}",
        subject_kind="seat_leaving",
        subject_id=leaving.pk,
        title=_("The day of a visit was fixed without you: your place on its team is open again"),
        url="/reviewing/",
        at=at,
        by=by,
    )


def team_confirmed(team: Team, by: User, at: datetime) -> None:
    """Tell the team and the service's lead that it stands."""
    seats = TeamSeat.objects.filter(team=team, person__isnull=False)
    for seat in seats.select_related("team__review"):
        if seat.person_id is not None:
            _tell_seat("team_confirmed", seat, _("Your review team is confirmed"), [seat.person_id], by, at)
    leads = hosts_of([team.review.service_id], at, leads_only=True).get(team.review.service_id, frozenset())
    tell_of_review("team_confirmed", team.review, _("The team for your visit is confirmed"), leads, at, by=by)
    team_changed(team, by, at)


def conflict_declared(conflict: ReviewerConflict, by: User, at: datetime) -> None:
    """Tell the programme managers who may settle it, and make open pages of the person ask again."""
    notify(
        people=managers_for_conflict(conflict, at),
        event="peer_review.conflict_declared",
        key=f"peer_review.conflict:{conflict.pk}",
        subject_kind="reviewer_conflict",
        subject_id=conflict.pk,
        title=_("A conflict was declared"),
        url=f"/reviewers/conflicts/{conflict.pk}/",
        at=at,
        by=by,
    )
    if conflict.person_id is not None:
        announce_on_commit(f"person:{conflict.person_id}", "permission.changed", conflict.person_id)


def conflict_settled(conflict: ReviewerConflict, by: User, at: datetime) -> None:
    """Tell the person concerned what became of it."""
    if conflict.person_id is None:
        return
    notify(
        people=[conflict.person_id],
        event="peer_review.conflict_settled",
        key=f"peer_review.conflict_settled:{conflict.pk}",
        subject_kind="reviewer_conflict",
        subject_id=conflict.pk,
        title=_("A conflict you declared: %(state)s") % {"state": ConflictState(conflict.state).label.lower()},
        url="/reviewing/",
        at=at,
        by=by,
    )
    announce_on_commit(f"person:{conflict.person_id}", "permission.changed", conflict.person_id)


def search_asked(run: MatchRun) -> None:
    """Put the search in the worker's queue; the task stands above us, so it is found by name."""
    transaction.on_commit(partial(_enqueue, run.pk))


def search_moved(run_id: int) -> None:
    """Let open pages of the search know."""
    announce_on_commit(f"match_run:{run_id}", "match.changed", run_id)


def _enqueue(run_id: int) -> None:
    import_string("peerreview.tasks.enqueue_search")(run_id)


def _tell_seat(
    event: str, seat: TeamSeat, title: str, people: Iterable[int], by: User, at: datetime, url: str = ""
) -> None:
    notify(
        people=people,
        event=f"peer_review.{event}",
        key=f"peer_review.{event}:{seat.pk}:{at:%Y%m%d%H%M%S%f}",
        subject_kind="team_seat",
        subject_id=seat.pk,
        title=title,
        url=url or f"/reviews/{seat.team.review_id}/team/",
        at=at,
        by=by,
    )
