"""What governance puts into somebody's calendar: meetings, closing times, review dates."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from governance.enums.boards import MeetingState
from governance.enums.decisions import DecisionState
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import RoundState
from governance.models import Decision, Entitlement, Meeting, Proposal
from governance.models.standing import standing_of
from portal.notifications import CalendarEntry

if TYPE_CHECKING:
    from portal.people.models import User

# Calendars keep half a year behind and two years ahead.
BEHIND, AHEAD = timedelta(days=183), timedelta(days=731)


def meetings_of(person: "User", at: datetime) -> "QuerySet[Meeting]":
    """Return the meetings of the boards ``person`` sits on, keeps, observes or belongs to."""
    return Meeting.objects.filter(board__in=standing_of(person, at).near)


def meetings(person: "User", at: datetime) -> Iterator[CalendarEntry]:
    """Give every meeting; one that is called off stays, crossed out, so that programs take it away."""
    changed = Meeting.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    rows = meetings_of(person, at).filter(starts_at__gte=at - BEHIND, starts_at__lte=at + AHEAD)
    for row in rows.select_related("board").annotate(changed=Subquery(changed)).order_by("starts_at", "pk"):
        yield CalendarEntry(
            uid=f"meeting-{row.pk}@hearth",
            title=f"{row.board}: {row.title}",
            starts=row.starts_at,
            ends=row.ends_at,
            where=row.how,
            url=f"/boards/{row.board.slug}/meetings/{row.held_on.isoformat()}/",
            changed=row.changed or row.starts_at,
            cancelled=row.state == MeetingState.CANCELLED,
        )


def closings(person: "User", at: datetime) -> Iterator[CalendarEntry]:
    """Give the closing time of every open round in which ``person`` has a voice."""
    rows = Entitlement.objects.filter(
        person=person,
        recused=False,
        round__state=RoundState.OPEN,
        round__proposal__in=Proposal.objects.visible_to(person, at).values("pk"),
    ).select_related("round__proposal")
    for row in rows.order_by("round__closes_at", "pk"):
        proposal = row.round.proposal
        open_to_all = proposal.confidentiality == Confidentiality.OPEN
        name = f"{proposal.number} {proposal.title}" if open_to_all else proposal.number
        yield CalendarEntry(
            uid=f"round-{row.round_id}@hearth",
            title=_("Positions close: %(name)s") % {"name": name},
            starts=row.round.closes_at,
            url=f"/proposals/{proposal.number}/#position",
            changed=row.round.opens_at,
        )


def reviews(person: "User", at: datetime) -> Iterator[CalendarEntry]:
    """Give the review day of every decision in force that ``person`` may read, on the boards they are near to."""
    rows = Decision.objects.visible_to(person, at).filter(
        board__in=standing_of(person, at).near,
        state__in=(DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW),
        review_on__gte=(at - BEHIND).date(),
        review_on__lte=(at + AHEAD).date(),
    )
    for row in rows.order_by("review_on", "pk"):
        open_to_all = row.confidentiality == Confidentiality.OPEN
        name = f"{row.number} {row.title}" if open_to_all else row.number
        yield CalendarEntry(
            uid=f"review-{row.pk}@hearth",
            title=_("To be reviewed: %(name)s") % {"name": name},
            starts=row.review_on,
            url=f"/decisions/{row.number}/",
            changed=datetime.combine(row.decided_on, time(12), UTC),
        )
