"""Who declares conflicts, and who settles them: never the person concerned, never somebody tied to the same service."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.conflicts import Kind, can_be_waived
from peerreview.enums.conflicts import COUNTING
from peerreview.models import ReviewerConflict
from peerreview.queries.conflicts import visible_conflicts
from portal.people.enums import RoleKind
from portal.people.models import Affiliation
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from portal.people.models import User


def can_declare(person: "User", about: "User | None", at: datetime) -> bool:
    """Say whether ``person`` may declare a conflict: of oneself always; of others as programme manager."""
    if not person.is_active:
        return False
    return (about is not None and about.pk == person.pk) or has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_read_conflict(person: "User", conflict: ReviewerConflict, at: datetime) -> bool:
    """Say whether ``person`` may read a conflict."""
    return visible_conflicts(person, at).filter(pk=conflict.pk).exists()


def can_settle(person: "User", conflict: ReviewerConflict, at: datetime) -> bool:
    """Say whether ``person`` confirms, dismisses or waives: a programme manager who is not the one concerned."""
    if conflict.state not in COUNTING or not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        return False
    if conflict.person_id == person.pk or not can_read_conflict(person, conflict, at):
        return False
    own = Affiliation.objects.filter(person=person, organisation=conflict.organisation_id).active(at)
    return conflict.organisation_id is None or not own.exists()


def can_waive(person: "User", conflict: ReviewerConflict, at: datetime) -> bool:
    """Say whether ``person`` may waive it: who may settle it, if its kind can be waived at all."""
    return can_be_waived(Kind(conflict.kind)) and can_settle(person, conflict, at)
