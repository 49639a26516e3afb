"""Who hosts a service's reviews; host staff write parts, the host lead hands in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from peerreview.enums.hosts import HostKind
from peerreview.models import HostRole, Service

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def host_kind(person: "Person", service: "Service | int", at: date | datetime) -> HostKind | None:
    """Return as what ``person`` hosts the service at ``at``."""
    if not person.is_authenticated or not person.is_active:
        return None
    key = service if isinstance(service, int) else service.pk
    kind = HostRole.objects.filter(person=person, service=key).active(at).values_list("kind", flat=True).first()
    return HostKind(kind) if kind else None


def is_host_lead(person: "Person", service: "Service | int", at: date | datetime) -> bool:
    """Say whether ``person`` leads the service's review on its side."""
    return host_kind(person, service, at) is HostKind.LEAD


def is_host(person: "Person", service: "Service | int", at: date | datetime) -> bool:
    """Say whether ``person`` is the service's host lead or host staff."""
    return host_kind(person, service, at) is not None
