"""Who runs the cycle, who acts in one review, to whom it does not exist; reading is asked of ``visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.reviews import ALLOWED, BEING_WRITTEN
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.models.strangers import is_strange
from peerreview.permissions.hosts import is_host_lead
from peerreview.queries.hosts import hosting
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def is_stranger(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether a conflict makes ``person`` a stranger to the review in every office of the network.

    The rule is ``models/strangers.py``, which lists and counts ask too: a new kind of conflict is added there.
    """
    if not person.is_authenticated:
        return True
    return is_strange(person, review.service, at)


def can_run_cycles(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` opens cycles and plans their reviews: the programme manager."""
    return has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_manage_review(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` runs this review: a programme manager who neither hosts nor is conflicted there."""
    if not person.is_authenticated or not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        return False
    if is_stranger(person, review, at):
        return False
    return review.service_id not in hosting(person, at)


def can_start_self_review(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` may begin the self-review: the host lead, and who runs the review."""
    if review.state != ReviewState.PLANNED:
        return False
    return is_host_lead(person, review.service_id, at) or can_manage_review(person, review, at)


def can_submit(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` may hand the self-review in: the host lead alone; staff write and never hand in."""
    return ReviewState(review.state) in BEING_WRITTEN and is_host_lead(person, review.service_id, at)


def can_move(person: "Person", review: Review, to: ReviewState, at: datetime) -> bool:
    """Say whether ``person`` may return, schedule, postpone or cancel it: who runs it, where the arrow exists."""
    return to in ALLOWED[ReviewState(review.state)] and can_manage_review(person, review, at)
