"""Who keeps who is under whose control, and who owns which service."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

KEEPERS = frozenset({RoleKind.PROGRAMME_MANAGER, RoleKind.ADMINISTRATOR})


def can_keep_control(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` keeps control groups and ownership: programme managers and administrators."""
    return bool(roles_of(person, at) & KEEPERS)
