"""Reading organisations and who belongs to them."""

from collections.abc import Collection
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


def control_group(organisations: Collection[int]) -> frozenset[int]:
    """Return these organisations with everybody's owners and what they own: one control group counts as one body.

    One question for each step up or down, which are few.
    """
    known, fresh = frozenset[int](), frozenset(organisations)
    while fresh:
        known |= fresh
        near = Organisation.objects.filter(Q(owned_by__in=fresh) | Q(pk__in=fresh)).values_list("pk", "owned_by")
        fresh = frozenset(key for pair in near for key in pair if key is not None) - known
    return known
