"""Who gathers what was heard, who publishes it, who answers."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role, roles_of
from portal.voices.enums.themes import ThemeState
from portal.voices.models import Theme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

PUBLISHES = frozenset({RoleKind.PARTICIPATION_LEAD, RoleKind.MODERATOR})
ANSWERS = frozenset({RoleKind.PARTICIPATION_LEAD, RoleKind.PROGRAMME_MANAGER})


def can_gather(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` writes themes from what was released: the participation lead."""
    return has_role(person, RoleKind.PARTICIPATION_LEAD, at)


def gathers_from(person: "Person", at: datetime) -> Q | None:
    """Say of which released statements ``person`` is an audience because they put together what was heard: of all."""
    return Q() if can_gather(person, at) else None


def can_see_themes(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` sees themes that are not published."""
    return bool(roles_of(person, at) & (PUBLISHES | ANSWERS))


def can_change_theme(person: "Person", theme: Theme, at: datetime) -> bool:
    """Say whether ``person`` writes it anew: until it is published."""
    return theme.state == ThemeState.DRAFT and can_gather(person, at)


def can_publish_theme(person: "Person", theme: Theme, at: datetime) -> bool:
    """Say whether ``person`` publishes it: somebody who did not write it."""
    if theme.state != ThemeState.DRAFT or theme.made_by_id == person.pk:
        return False
    return bool(roles_of(person, at) & PUBLISHES)


def can_take_down(person: "Person", theme: Theme, at: datetime) -> bool:
    """Say whether ``person`` takes it down again."""
    return theme.state == ThemeState.PUBLISHED and bool(roles_of(person, at) & PUBLISHES)


def can_answer(person: "Person", theme: Theme, at: datetime) -> bool:
    """Say whether ``person`` writes down an answer, in the name of whoever it was asked of."""
    return theme.state == ThemeState.PUBLISHED and bool(roles_of(person, at) & ANSWERS)


def can_publish_numbers(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` publishes a table of answers."""
    return can_gather(person, at)
