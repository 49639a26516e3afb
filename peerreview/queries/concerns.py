"""Immediate concerns: lists for those who may know, and who is told."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from peerreview.domain.teams import SAID_YES
from peerreview.enums.concerns import ConcernState
from peerreview.models import ImmediateConcern, Review, TeamSeat
from peerreview.models.strangers import is_strange
from peerreview.queries.people import hosts_of_review, managers_of_review
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Reader = User | AnonymousUser


def concerns_known_to(person: "Reader", at: datetime) -> "QuerySet[ImmediateConcern]":
    """Return what ``person`` may know of: what is open first, by its clock."""
    rows = ImmediateConcern.objects.visible_to(person, at)
    return rows.select_related("review__service", "review__cycle", "raised_by", "settled_by").order_by(
        "settled_at", "due_at", "pk"
    )


def find_concern(person: "Reader", pk: int, at: datetime) -> ImmediateConcern | None:
    """Return one that ``person`` may know of."""
    return concerns_known_to(person, at).filter(pk=pk).first()


def open_concerns() -> "QuerySet[ImmediateConcern]":
    """Return every concern that is not settled, with what its reminders read."""
    rows = ImmediateConcern.objects.filter(state=ConcernState.OPEN)
    return rows.select_related("review__service", "review__cycle").order_by("due_at", "pk")


def first_told(review: Review, at: datetime) -> frozenset[int]:
    """Return who has to see to it first: who leads the team, and who runs the review."""
    hosts = hosts_of_review(review, at)
    seats = TeamSeat.objects.filter(team__review=review, role="lead", state__in=SAID_YES, person__isnull=False)
    leads = frozenset(key for key in seats.values_list("person", flat=True) if key is not None)
    return _impartial(leads, review, at, hosts) | managers_of_review(review, at)


def safeguarding_leads(review: Review, at: datetime) -> frozenset[int]:
    """Return the safeguarding leads who neither host there nor are in conflict."""
    grants = RoleGrant.objects.active(at).filter(role=RoleKind.SAFEGUARDING_LEAD)
    return _impartial(frozenset(grants.values_list("person", flat=True)), review, at, hosts_of_review(review, at))


def _impartial(people: frozenset[int], review: Review, at: datetime, hosts: Collection[int]) -> frozenset[int]:
    rows = User.objects.filter(pk__in=people - frozenset(hosts), is_active=True)
    return frozenset(one.pk for one in rows if not is_strange(one, review.service, at))
