"""Reading organisations and who belongs to them."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from portal.people.models import Affiliation, Organisation
from portal.people.models.periods import day_of


def organisation_list(at: datetime, *, words: str = "", kind: str = "", region: str = "") -> QuerySet[Organisation]:
    """Return organisations, narrowed, each with the number of people who belong to it now."""
    day = day_of(at)
    now = Q(affiliations__starts_on__lte=day) & (
        Q(affiliations__ends_on__isnull=True) | Q(affiliations__ends_on__gt=day)
    )
    rows = Organisation.objects.select_related("region").annotate(
        people_now=Count("affiliations__person", filter=now, distinct=True)
    )
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if region:
        rows = rows.filter(region__slug=region)
    return rows.order_by("name", "pk")


def find_organisation(slug: str) -> Organisation | None:
    """Return the organisation at this address."""
    return (
        Organisation.objects.select_related("region", "authority", "owned_by", "owned_by__owned_by")
        .filter(slug=slug)
        .first()
    )


def people_of(organisation: Organisation, at: datetime) -> QuerySet[Affiliation]:
    """Return who belongs to ``organisation`` now."""
    return organisation.affiliations.active(at).select_related("person").order_by("person__name", "pk")
