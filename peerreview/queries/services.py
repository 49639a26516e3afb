"""Services: the public directory, the register for those who keep it, one service with its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from peerreview.domain.register import FAMILIES, kinds_of
from peerreview.domain.services import CountTable, count_table
from peerreview.enums.services import ServiceFamily, ServiceKind, ServiceSource
from peerreview.models import Membership, MembershipQuestion, Service, ServiceOwnership
from peerreview.queries.accreditation import with_badges
from portal.history.as_of import history_rows
from portal.history.timeline import Source, TimelineItem, timeline
from portal.longlists import UpTo, counted_to, long_page
from portal.people.models import Region
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Reader = User | AnonymousUser


@dataclass(frozen=True)
class Narrowed:
    """What a reader asked a list for."""

    region: str = ""
    family: str = ""
    words: str = ""
    state: str = ""


def directory(at: datetime, narrowed: Narrowed) -> QuerySet[Service]:
    """Return the members that chose to be named, in the order of their names: the same list for every reader."""
    return with_badges(_listed(day_of(at), narrowed), at)


def _listed(day: date, narrowed: Narrowed) -> QuerySet[Service]:
    rows = Service.objects.public(day).select_related("region")
    shown = ("public_slug", "public_name", "kind", "region__name")
    return _narrow(rows, narrowed).only(*shown).order_by("public_name", "pk")


def directory_page(at: datetime, narrowed: Narrowed, number: object, size: int) -> "Page[Service]":
    """Return one page of the directory; a number that is not there becomes the nearest. One query."""
    shape = (bool(narrowed.region), narrowed.family)
    values: dict[str, Any] = {"day": day_of(at), "region": narrowed.region}
    return long_page(
        lambda page: _NAMED.ask(shape=(*shape, page, size), **values),
        lambda: _listed(day_of(at), narrowed).count(),
        number,
        size,
    )


def _named(in_region: bool, family: str, number: int, size: int, *, day: date, region: str) -> "QuerySet[Any, Any]":
    first = (number - 1) * size
    rows = _listed(day, Narrowed(region=region if in_region else "", family=family))
    return with_badges(rows, day).annotate(total=UpTo(rows, counted_to(number, size)))[first : first + size]


_NAMED = Kept(_named)


def find_public(slug: str, at: datetime) -> Service | None:
    """Return a member that chose to be named."""
    return Service.objects.public(at).select_related("region").filter(public_slug=slug).first()


def membership_of(service: Service, at: datetime) -> Membership | None:
    """Return the membership that holds now."""
    return Membership.objects.active(at).filter(service=service).first()


def registered_counts(at: datetime) -> CountTable:
    """Count open services of the published register by region and family: services, never children or places."""
    counted = _REGISTERED.ask(day=day_of(at))
    counts: dict[tuple[str, str], int] = {}
    for region, kind, _order, number in counted:
        key = (region, str(FAMILIES[ServiceKind(kind)].label))
        counts[key] = counts.get(key, 0) + number
    return count_table(
        list(dict.fromkeys(region for region, *_rest in counted)),
        [str(family.label) for family in ServiceFamily],
        counts,
    )


_REGISTERED = Kept(
    lambda day: (
        Service.objects.open_at(day)
        .filter(source=ServiceSource.REGISTER)
        .order_by("region__order", "region__name")
        .values_list("region__name", "kind", "region__order")
        .annotate(number=Count("pk"))
    )
)


def regions() -> list[tuple[str, str]]:
    """Return the word in addresses and the name of every region, in their order."""
    return _REGIONS.ask()


_REGIONS = Kept(lambda: Region.objects.values_list("slug", "name"))


def register_list(person: "Reader", at: datetime, narrowed: Narrowed) -> QuerySet[Service]:
    """Return the services ``person`` may see with their owners, in a total order."""
    # Not whether one exists: of that PostgreSQL first makes a list of all members, for fifty rows.
    member = Membership.objects.active(at).filter(service=OuterRef("pk")).annotate(found=Value(True))
    rows = Service.objects.visible_to(person, at).select_related("region", "owner", "authority")
    shown = ("urn", "name", "kind", "owner__name", "authority__name", "authority_name", "region__name")
    found = _narrow(rows, narrowed, at).only(*shown, "closed_on", "status")
    return found.annotate(is_member=Coalesce(Subquery(member.values("found")[:1]), Value(False))).order_by("urn")


def find_record(person: "Reader", urn: str, at: datetime) -> Service | None:
    """Return a service that ``person`` may know of; whether they may read its record is a permission."""
    rows = Service.objects.visible_to(person, at).select_related("region", "owner", "authority", "consented_by")
    return rows.filter(urn=urn).first()


def ownerships_of(service: Service) -> list[ServiceOwnership]:
    """Return who owned a service when, the latest first."""
    return list(service.ownerships.select_related("organisation"))


def history_of_service(service: Service, *, limit: int = 30) -> list[dict[str, Any]]:
    """Return the latest changes of a service, its owners, memberships and the questions about them."""
    sources = [
        Source(history_rows(service)),
        Source(history_rows(ServiceOwnership).filter(service_id=service.pk)),
        Source(history_rows(Membership).filter(service_id=service.pk), label=lambda row: row.get_track_display()),
        Source(
            history_rows(MembershipQuestion).filter(service_id=service.pk), label=lambda row: row.get_about_display()
        ),
    ]
    return as_events(timeline(sources, limit=limit, hidden_fields=("service", "source")))


def as_events(items: Iterable[TimelineItem]) -> list[dict[str, Any]]:
    """Return changes as the timeline component takes them."""
    return [
        {
            "title": f"{item.verb.label}: {item.record}",
            "by": item.who,
            "at": item.at,
            "reason": item.reason,
            "changes": [{"label": change.label, "old": change.old, "new": change.new} for change in item.changes],
        }
        for item in items
    ]


def _narrow(rows: QuerySet[Service], narrowed: Narrowed, at: datetime | None = None) -> QuerySet[Service]:
    if narrowed.region:
        rows = rows.filter(region__slug=narrowed.region)
    if narrowed.family:
        rows = rows.filter(kind__in=kinds_of(ServiceFamily(narrowed.family)))
    if at is None:
        return rows.filter(public_name__icontains=narrowed.words) if narrowed.words else rows
    if narrowed.words:
        words = narrowed.words
        rows = rows.filter(
            Q(urn__iexact=words)
            | Q(name__icontains=words)
            | Q(owner__name__icontains=words)
            | Q(authority_name__icontains=words)
        )
    members = Membership.objects.active(at).values("service")
    match narrowed.state:
        case "open":
            return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day_of(at)))
        case "closed":
            return rows.filter(closed_on__lte=day_of(at))
        case "member":
            return rows.filter(pk__in=members)
        case _:
            return rows
