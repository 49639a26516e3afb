"""Who raises an immediate concern, who knows of it, who settles it; never anybody who hosts the review."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.enums.concerns import ConcernState
from peerreview.models import ImmediateConcern, Review
from peerreview.permissions.observations import OPEN
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.teams import is_on_team
from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_raise_concern(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` raises one: the team and who runs the review, from the arranged visit to the end."""
    return review.state in OPEN and (is_on_team(person, review, at) or can_manage_review(person, review, at))


def can_know_concern(person: "Person", concern: ImmediateConcern, at: datetime) -> bool:
    """Say whether ``person`` knows of it; the rule is the list's."""
    return ImmediateConcern.objects.visible_to(person, at).filter(pk=concern.pk).exists()


def can_settle_concern(person: "Person", concern: ImmediateConcern, at: datetime) -> bool:
    """Say whether ``person`` refers it or writes why not: everybody who knows of it may pass it on."""
    return concern.state == ConcernState.OPEN and can_know_concern(person, concern, at)


def can_watch_concerns(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has the list of all: the programme manager and the safeguarding lead."""
    return bool(roles_of(person, at) & {RoleKind.PROGRAMME_MANAGER, RoleKind.SAFEGUARDING_LEAD})
