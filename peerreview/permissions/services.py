"""Who may read the whole register and who may change what is said of a service; the rest is ``visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.models.services import REGISTER_READERS, Service
from portal.people.enums import RoleKind
from portal.people.models import Affiliation
from portal.people.permissions.roles import has_role, roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_read_register(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` may read every service with its name as registered."""
    return bool(roles_of(person, at) & REGISTER_READERS)


def can_manage_services(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` keeps memberships, public names and questions: the programme manager."""
    return has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_read_record(person: "User | AnonymousUser", service: Service, at: datetime) -> bool:
    """Say whether ``person`` may read a service's record and its history: the register's readers and its own people."""
    if can_read_register(person, at):
        return True
    if not person.is_authenticated or not person.is_active or service.owner_id is None:
        return False
    return Affiliation.objects.filter(person=person, organisation=service.owner_id).active(at).exists()
