"""Who says which standards a question is about."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

TAGS = frozenset({RoleKind.PROGRAMME_MANAGER, RoleKind.PARTICIPATION_LEAD})


def can_tag_questions(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` tags questions: who writes standards, and who asks."""
    return bool(roles_of(person, at) & TAGS)
