"""Reviewers there are against reviewers the year's visits ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peerreview.domain.matching.problem import SEATS, Role
from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.queries.cycles import CycleNumbers, StageCount


@dataclass(frozen=True)
class SupplyRow:
    """One kind of reviewer: how many people there are, and how many seats the visits to come ask for."""

    role: str
    people: int
    seats: int


def supply(counts: Iterable[StageCount], able: CycleNumbers) -> list[SupplyRow]:
    """Compare people who can be asked with the seats of the reviews that were counted.

    Who can really come on which day is asked on the page of the teams: this is the first look.
    """
    waiting = sum(one.count for one in counts if one.stage in BEFORE_VISIT)
    return [
        SupplyRow(_("Lead reviewers"), able.leads, waiting * SEATS[Role.LEAD]),
        SupplyRow(_("Peers and specialists"), able.peers, waiting * SEATS[Role.PEER]),
        SupplyRow(_("Experts by experience"), able.experts, waiting * SEATS[Role.EXPERT]),
    ]
