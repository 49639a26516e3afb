"""Who may see and look after whom."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.permissions.roles import is_administrator

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_manage_people(actor: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``actor`` invites people, grants roles, ends sessions and deactivates."""
    return is_administrator(actor, at)


def can_see_person(actor: "User | AnonymousUser", person: "User", at: datetime) -> bool:
    """Say whether ``actor`` may open the page of ``person``: one's own, or as an administrator."""
    return (actor.is_active and actor.pk == person.pk) or can_manage_people(actor, at)


def can_change_details(actor: "User | AnonymousUser", person: "User", at: datetime) -> bool:
    """Say whether ``actor`` may change the name of ``person``."""
    return can_see_person(actor, person, at)


def can_end_sessions(actor: "User | AnonymousUser", person: "User", at: datetime) -> bool:
    """Say whether ``actor`` may sign ``person`` out elsewhere."""
    return can_see_person(actor, person, at)


def can_manage_organisations(actor: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``actor`` adds and changes organisations and affiliations."""
    return is_administrator(actor, at)
