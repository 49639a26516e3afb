"""Reviewers there are against reviewers the year's visits ask for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.domain.supply import SEATS_A_VISIT
from peerreview.models import Review, ReviewCycle
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User


@dataclass(frozen=True)
class SupplyRow:
    """One kind of reviewer: how many people there are, and how many seats the visits to come ask for."""

    role: str
    people: int
    seats: int


def supply(person: User, cycle: ReviewCycle, at: datetime) -> list[SupplyRow]:
    """Compare people with seats, as far as ``person`` may know of the reviews; two queries."""
    waiting = Review.objects.visible_to(person, at).filter(cycle=cycle, state__in=BEFORE_VISIT).count()
    people = RoleGrant.objects.active(at).filter(role=RoleKind.REVIEWER, person__is_active=True)
    return [SupplyRow(_("Peer reviewers"), people.values("person").distinct().count(), waiting * SEATS_A_VISIT)]
