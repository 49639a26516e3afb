"""Who reads a service's workbook and who writes in it; handing it in is ``permissions/reviews.py: can_submit``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.reviews import BEING_WRITTEN
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.permissions.hosts import is_host, is_host_lead
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.teams import is_on_team

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_read_workbook(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads it: those who host, always; the team and who runs the review once handed in."""
    if is_host(person, review.service_id, at):
        return True
    if review.submitted_at is None:
        return False
    return can_manage_review(person, review, at) or is_on_team(person, review, at)


def is_open(review: Review) -> bool:
    """Say whether the workbook may be written in: once it is handed in, it stands still."""
    return ReviewState(review.state) in BEING_WRITTEN


def can_write_workbook(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` writes answers: the host lead and host staff, while it is open."""
    return is_open(review) and is_host(person, review.service_id, at)


def can_say_why_not_heard(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` states why young people were not heard: the host lead answers for that."""
    return is_open(review) and is_host_lead(person, review.service_id, at)


def can_withdraw_words(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` takes young people's words away when they no longer agree: hosts, at every stage."""
    return is_host(person, review.service_id, at)
