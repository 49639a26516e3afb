"""One's own conflicts, with what each means for a seat."""

from dataclasses import dataclass

from peerreview.domain.conflicts import Kind, can_be_waived
from peerreview.models import ReviewerConflict
from portal.people.models import User


@dataclass(frozen=True)
class OwnConflict:
    """A tie somebody declared or that was declared about them."""

    row: ReviewerConflict
    may_be_waived: bool


def own_conflicts(person: User) -> list[OwnConflict]:
    """Return them, the latest first."""
    rows = ReviewerConflict.objects.filter(person=person).select_related("service", "host_organisation", "person")
    return [OwnConflict(row, can_be_waived(Kind(row.kind))) for row in rows]
