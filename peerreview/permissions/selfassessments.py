"""Who reads a service's workbook and who writes in it; handing it in is ``permissions/reviews.py: can_submit``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.reviews import BEING_WRITTEN
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.teams import is_on_team
from peerreview.queries.hosts import hosting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def hosts_as(person: "Person", review: Review, at: datetime) -> HostKind | None:
    """Return as what ``person`` hosts the review; asked of the database once however often a page asks."""
    if not person.is_authenticated or not person.is_active:
        return None
    return hosting(person, at).get(review.service_id)


def can_read_workbook(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads it: those who host, always; the team and who runs the review once handed in."""
    if hosts_as(person, review, at):
        return True
    if review.submitted_at is None:
        return False
    return can_manage_review(person, review, at) or is_on_team(person, review, at)


def is_open(review: Review) -> bool:
    """Say whether the workbook may be written in: once it is handed in, it stands still."""
    return ReviewState(review.state) in BEING_WRITTEN


def can_write_workbook(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` writes answers: the host lead and host staff, while it is open."""
    return is_open(review) and hosts_as(person, review, at) is not None


def can_say_why_not_heard(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` states why young people were not heard: the host lead answers for that."""
    return is_open(review) and hosts_as(person, review, at) is HostKind.LEAD


def can_withdraw_words(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` takes young people's words away when they no longer agree: hosts, at every stage."""
    return hosts_as(person, review, at) is not None
