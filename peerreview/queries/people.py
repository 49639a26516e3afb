"""Who is told and reminded of a review: those who host it, and those who run it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from peerreview.enums.hosts import HostKind
from peerreview.models import HostRole, Review
from peerreview.models.strangers import strange_services
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User


def hosts_of(services: Iterable[int], at: datetime, *, leads_only: bool = False) -> dict[int, frozenset[int]]:
    """Return the keys of the people who host each service, by the service's key; one query."""
    rows = HostRole.objects.active(at).filter(service__in=list(services))
    if leads_only:
        rows = rows.filter(kind=HostKind.LEAD)
    found: dict[int, set[int]] = {}
    for service, person in rows.values_list("service", "person"):
        found.setdefault(service, set()).add(person)
    return {service: frozenset(people) for service, people in found.items()}


def managers_by_service(
    services: Collection[int], hosts: Mapping[int, frozenset[int]], at: datetime
) -> dict[int, frozenset[int]]:
    """Return who runs the reviews of each service: programme managers, without the conflicted and its own ``hosts``.

    One query, and one for each programme manager: there are few.
    """
    grants = RoleGrant.objects.active(at).filter(role=RoleKind.PROGRAMME_MANAGER)
    managers = list(User.objects.filter(pk__in=grants.values("person"), is_active=True))
    strange = {
        manager.pk: set(strange_services(manager, at).filter(pk__in=services).values_list("pk", flat=True))
        for manager in managers
    }
    return {
        service: frozenset(
            manager.pk
            for manager in managers
            if service not in strange[manager.pk] and manager.pk not in hosts.get(service, ())
        )
        for service in services
    }


def hosts_of_review(review: Review, at: datetime) -> frozenset[int]:
    """Return who hosts a review."""
    return hosts_of([review.service_id], at).get(review.service_id, frozenset())


def managers_of_review(review: Review, at: datetime) -> frozenset[int]:
    """Return who runs a review."""
    services = [review.service_id]
    return managers_by_service(services, hosts_of(services, at), at)[review.service_id]
