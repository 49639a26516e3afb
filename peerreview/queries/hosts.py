"""What those who host a service read of it: membership, profile, review of this cycle, who hosts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from peerreview.enums.hosts import HostKind
from peerreview.models import HostRole, Membership, PracticeProfile, Review, Service
from portal.people.permissions.roles import beside_roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Reader = User | AnonymousUser


@dataclass(frozen=True)
class OurService:
    """The host's page of their service."""

    service: Service
    membership: Membership | None
    hosts: list[HostRole]
    reviews: list[Review]
    profile: PracticeProfile | None
    public: PracticeProfile | None


def hosted_services(person: "Reader", at: datetime) -> QuerySet[Service]:
    """Return the services ``person`` hosts."""
    roles = HostRole.objects.active(at).filter(person=person.pk) if person.is_authenticated else HostRole.objects.none()
    return Service.objects.filter(pk__in=roles.values("service")).select_related("region", "owner").order_by("urn")


def hosting(person: "User", at: date | datetime) -> Mapping[int, HostKind]:
    """Return as what ``person`` hosts which service, by its key; asked together with their roles."""
    return {service: HostKind(kind) for kind, service in beside_roles(person, at, HOSTING)}


HOSTING = "host"


def hosted_rows(person: int, day: date) -> "QuerySet[Any, Any]":
    """Return what ``hosting`` says, as it is asked beside the roles."""
    return HostRole.objects.active(day).filter(person=person).values_list("kind", "service")


def find_hosted(person: "Reader", urn: str, at: datetime) -> Service | None:
    """Return a service ``person`` hosts."""
    return hosted_services(person, at).filter(urn=urn).first()


def our_service(service: Service, person: "User", at: datetime) -> OurService:
    """Gather the page of a service for one of its hosts; five queries."""
    profiles = list(PracticeProfile.objects.filter(service=service).order_by("-n"))
    return OurService(
        service=service,
        membership=Membership.objects.active(at).filter(service=service).first(),
        hosts=hosts_of_service(service, at),
        reviews=list(
            Review.objects.visible_to(person, at)
            .filter(service=service)
            .select_related("cycle", "edition__set")
            .order_by("-cycle__opens_on", "pk")
        ),
        profile=profiles[0] if profiles else None,
        public=next((row for row in profiles if row.is_public), None),
    )


def hosts_of_service(service: Service, at: datetime) -> list[HostRole]:
    """Return who hosts a service now, leads first."""
    rows = HostRole.objects.active(at).filter(service=service).select_related("person")
    return list(rows.order_by("kind", "person__name", "pk"))


def find_role(service: Service, pk: int, at: datetime) -> HostRole | None:
    """Return a host role that holds now."""
    return HostRole.objects.active(at).filter(service=service, pk=pk).select_related("person", "service").first()
