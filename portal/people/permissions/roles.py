"""Who holds a role in the whole portal at a moment."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from portal.people.enums import RoleKind
from portal.people.models import RoleGrant
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User


def roles_of(person: "User | AnonymousUser", at: date | datetime) -> frozenset[str]:
    """Return the roles ``person`` holds at ``at``; nobody and the deactivated hold none.

    Asked once per person, day and object in memory: a page asks it many times.
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    cache: dict[object, frozenset[str]] = person.__dict__.setdefault("_roles_at", {})
    if at not in cache:
        cache[at] = frozenset(_ROLES.ask(person=person.pk, day=day_of(at)))
    return cache[at]


def _roles(person: int, day: date) -> "QuerySet[Any, Any]":
    return RoleGrant.objects.filter(person=person).active(day).order_by().values_list("role", flat=True)


_ROLES = Kept(_roles)


def has_role(person: "User | AnonymousUser", role: RoleKind, at: date | datetime) -> bool:
    """Say whether ``person`` holds ``role`` at ``at``."""
    return role in roles_of(person, at)


def is_administrator(person: "User | AnonymousUser", at: date | datetime) -> bool:
    """Say whether ``person`` looks after people, imports and health; no right to read content follows from it."""
    return has_role(person, RoleKind.ADMINISTRATOR, at)


def is_editor(person: "User | AnonymousUser", at: date | datetime) -> bool:
    """Say whether ``person`` writes pages in the CMS."""
    return has_role(person, RoleKind.EDITOR, at)
