"""Who says which standards a question is about."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_tag_questions(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` does: whoever writes the questions."""
    return has_role(person, RoleKind.PARTICIPATION_LEAD, at)
