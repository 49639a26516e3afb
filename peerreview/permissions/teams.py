"""Who visits a review's service."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.models import Review

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def is_on_team(person: "User | AnonymousUser", review: Review, at: datetime) -> bool:
    """Say whether ``person`` is on the review's team, until thirty days after its final report.

    Seats are asked here: until teams are recorded in the portal nobody is on one.
    """
    return False
