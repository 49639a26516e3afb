"""Who hosts a service's reviews; host staff write parts, the host lead hands in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from peerreview.enums.hosts import HostKind
from peerreview.models import Service
from peerreview.queries.hosts import hosting
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def host_kind(person: "Person", service: "Service | int", at: date | datetime) -> HostKind | None:
    """Return as what ``person`` hosts the service at ``at``; asked once for a person object and a moment."""
    if not person.is_authenticated or not person.is_active:
        return None
    return hosting(person, at).get(service if isinstance(service, int) else service.pk)


def is_host_lead(person: "Person", service: "Service | int", at: date | datetime) -> bool:
    """Say whether ``person`` leads the service's review on its side."""
    return host_kind(person, service, at) is HostKind.LEAD


def is_host(person: "Person", service: "Service | int", at: date | datetime) -> bool:
    """Say whether ``person`` is the service's host lead or host staff."""
    return host_kind(person, service, at) is not None


def can_name_hosts(person: "Person", service: Service, at: date | datetime) -> bool:
    """Say whether ``person`` says who hosts a service: the programme manager, and its host lead."""
    return has_role(person, RoleKind.PROGRAMME_MANAGER, at) or is_host_lead(person, service, at)


def can_name_host_as(person: "Person", service: Service, kind: HostKind, at: date | datetime) -> bool:
    """Say whether ``person`` may name somebody as this: a lead is named by the programme manager alone."""
    if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        return True
    return kind is HostKind.STAFF and is_host_lead(person, service, at)
