"""Who keeps the directory of reviewers, and who reads what of one of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.models import ReviewerProfile
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role, roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_keep_reviewers(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` reads the directory and enters training and clearance: the programme manager."""
    return has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_record_checks(person: "Person", profile: ReviewerProfile, at: datetime) -> bool:
    """Say whether ``person`` enters a training or a clearance: never one's own."""
    return can_keep_reviewers(person, at) and profile.person_id != person.pk


def can_review(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has a reviewer's own page: those with the role, and those with a profile."""
    if RoleKind.REVIEWER in roles_of(person, at):
        return True
    return person.is_authenticated and person.is_active and ReviewerProfile.objects.filter(person=person).exists()


def can_keep_own(person: "Person", profile: ReviewerProfile, at: datetime) -> bool:
    """Say whether ``person`` changes a profile and its days: oneself, or the programme manager when told."""
    return profile.person_id == person.pk or can_keep_reviewers(person, at)


def can_read_clearance(person: "Person", profile: ReviewerProfile, at: datetime) -> bool:
    """Say whether ``person`` reads the details of clearances: the person and the programme manager, nobody else."""
    return can_keep_own(person, profile, at)
