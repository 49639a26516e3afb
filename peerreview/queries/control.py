"""Which organisations are under one control on a day."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from peerreview.models import ControlGroup, ControlGroupMembership
from peerreview.queries.services import as_events
from portal.history.as_of import history_rows
from portal.history.timeline import Source, timeline
from portal.people.models import Organisation


def group_of(organisation: Organisation, day: date) -> ControlGroup | None:
    """Return the control group an organisation belongs to on a day."""
    rows = ControlGroupMembership.objects.active(day).filter(organisation=organisation).select_related("group")
    row = rows.first()
    return row.group if row else None


def members_of(group: ControlGroup, day: date) -> QuerySet[Organisation]:
    """Return the organisations a group controls on a day."""
    members = ControlGroupMembership.objects.active(day).filter(group=group).values("organisation")
    return Organisation.objects.filter(pk__in=members)


def groups(day: date) -> list[ControlGroup]:
    """Return every group with how many organisations and services are under it on a day; one query."""
    now = Q(memberships__starts_on__lte=day) & (Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gt=day))
    return list(
        ControlGroup.objects.annotate(
            organisations=Count("memberships__organisation", filter=now, distinct=True),
            services=Count("memberships__organisation__services", filter=now, distinct=True),
        ).order_by("name")
    )


def find_group(pk: int) -> ControlGroup | None:
    """Return a group."""
    return ControlGroup.objects.filter(pk=pk).first()


def memberships_of_group(group: ControlGroup) -> list[ControlGroupMembership]:
    """Return who is and was under a group's control, those of now first."""
    rows = ControlGroupMembership.objects.filter(group=group).select_related("organisation")
    return list(rows.order_by(F("ends_on").desc(nulls_first=True), "organisation__name", "pk"))


def find_membership(group: ControlGroup, pk: int) -> ControlGroupMembership | None:
    """Return one organisation's time under a group's control that has not ended."""
    rows = ControlGroupMembership.objects.filter(group=group, pk=pk, ends_on__isnull=True)
    return rows.select_related("organisation", "group").first()


def history_of_group(group: ControlGroup, *, limit: int = 30) -> list[dict[str, Any]]:
    """Return the latest changes of a group and of who is under it."""
    sources = [
        Source(history_rows(group)),
        Source(history_rows(ControlGroupMembership).filter(group_id=group.pk)),
    ]
    return as_events(timeline(sources, limit=limit, hidden_fields=("group",)))
