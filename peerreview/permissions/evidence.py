"""Who adds evidence, who opens which of it, and who freezes the portfolio."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.enums.evidence import Sensitivity
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import EvidenceItem, Review
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.selfassessments import can_write_workbook, hosts_as
from peerreview.permissions.teams import is_on_team

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

ALL = frozenset(Sensitivity)
ORDINARY = frozenset({Sensitivity.ORDINARY})
BEFORE_VISIT = frozenset({ReviewState.SUBMITTED, ReviewState.POSTPONED})


def openable(person: "Person", review: Review, at: datetime) -> frozenset[Sensitivity]:
    """Return which sensitivities ``person`` may know of in this review; nothing for who has no part in it.

    Restricted evidence is for the host lead and the team, and for who added it (``can_open``): neither for the other
    staff nor for the programme.
    """
    kind = hosts_as(person, review, at)
    if kind is not None:
        return ALL if kind is HostKind.LEAD else ORDINARY
    if review.submitted_at is None:
        return frozenset()
    if is_on_team(person, review, at):
        return ALL
    return ORDINARY if can_manage_review(person, review, at) else frozenset()


def can_open(person: "Person", item: EvidenceItem, at: datetime) -> bool:
    """Say whether ``person`` may open one item."""
    return may_open(person, item, openable(person, item.review, at))


def may_open(person: "Person", item: EvidenceItem, allowed: frozenset[Sensitivity]) -> bool:
    """Say the same of each of a list: ``allowed`` is asked once for the review (``openable``)."""
    return item.sensitivity in allowed or (bool(allowed) and item.added_by_id == person.pk)


def can_add_evidence(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` adds evidence: those who write the workbook, while it is open or a plan is followed."""
    if review.state == ReviewState.ACTION_PLAN:
        return hosts_as(person, review, at) is not None
    return can_write_workbook(person, review, at)


def can_change_item(person: "Person", item: EvidenceItem, at: datetime) -> bool:
    """Say whether ``person`` changes one item: who may add, and may open it, while it is in the library.

    While a plan is followed, only what was added for it: what the team was given stands.
    """
    review = item.review
    if review.state == ReviewState.ACTION_PLAN and item.added_at < review.state_since:
        return False
    return item.removed_at is None and can_add_evidence(person, review, at) and can_open(person, item, at)


def can_freeze(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` freezes what the team will be given: who runs the review, before the visit is arranged."""
    return review.state in BEFORE_VISIT and can_manage_review(person, review, at)
