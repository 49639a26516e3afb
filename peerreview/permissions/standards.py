"""Who may write and publish standards; what may be read is said by ``StandardSetEdition.objects.visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_write_standards(actor: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``actor`` loads the text of a draft edition."""
    return has_role(actor, RoleKind.PROGRAMME_MANAGER, at)


def can_publish_edition(actor: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``actor`` publishes editions, opens them for consultation and withdraws them."""
    return has_role(actor, RoleKind.PROGRAMME_MANAGER, at)


def can_import_standards(actor: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``actor`` has files of standards checked, confirms their lineage and sees what was imported."""
    return has_role(actor, RoleKind.PROGRAMME_MANAGER, at)
