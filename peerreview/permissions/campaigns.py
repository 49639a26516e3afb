"""Who asks young people and staff before a visit, and whether it got better after it: whoever runs the review."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.actionplans import FOLLOWED
from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.models import Review
from peerreview.permissions.reviews import can_manage_review

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_ask_before(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` begins a campaign about a review: while the visit is still to come."""
    return review.state in BEFORE_VISIT and can_manage_review(person, review, at)


def can_ask_after(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` asks if it got better: until the progress review closes the plan."""
    return review.state == FOLLOWED and can_manage_review(person, review, at)


def keeps(key: int, person: "Person", at: datetime) -> bool:
    """Answer for voices, which knows reviews by their keys: who looks after campaigns about one."""
    review = _review(key)
    return review is not None and can_manage_review(person, review, at)


def may_ask(key: int, person: "Person", at: datetime) -> bool:
    """Answer for voices: who may begin one now."""
    review = _review(key)
    return review is not None and can_ask_before(person, review, at)


def may_ask_after(key: int, person: "Person", at: datetime) -> bool:
    """Answer for voices: who may ask now whether it got better."""
    review = _review(key)
    return review is not None and can_ask_after(person, review, at)


def _review(key: int) -> Review | None:
    return Review.objects.select_related("service").filter(pk=key).first()
