"""Reviewers there are against reviewers the year's visits ask for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peerreview.domain.matching.problem import SEATS, Role
from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.enums.reviewers import ReviewerKind
from peerreview.models import ReviewerProfile
from peerreview.queries.cycles import StageCount


@dataclass(frozen=True)
class SupplyRow:
    """One kind of reviewer: how many people there are, and how many seats the visits to come ask for."""

    role: str
    people: int
    seats: int


def supply(counts: Iterable[StageCount]) -> list[SupplyRow]:
    """Compare people who can be asked with the seats of the reviews that were counted; one query.

    Who can really come on which day is asked on the page of the teams: this is the first look.
    """
    waiting = sum(one.count for one in counts if one.stage in BEFORE_VISIT)
    able = ReviewerProfile.objects.filter(takes_part=True, person__is_active=True)
    kinds = Counter(able.values_list("kind", flat=True))
    peers = kinds[ReviewerKind.PEER] + kinds[ReviewerKind.SPECIALIST]
    return [
        SupplyRow(_("Lead reviewers"), kinds[ReviewerKind.LEAD], waiting * SEATS[Role.LEAD]),
        SupplyRow(_("Peers and specialists"), peers, waiting * SEATS[Role.PEER]),
        SupplyRow(_("Experts by experience"), kinds[ReviewerKind.EXPERT], waiting * SEATS[Role.EXPERT]),
    ]
