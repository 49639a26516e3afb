"""Which organisations are under one control on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from peerreview.models import ControlGroup, ControlGroupMembership
from portal.people.models import Organisation


def group_of(organisation: Organisation, day: date) -> ControlGroup | None:
    """Return the control group an organisation belongs to on a day."""
    rows = ControlGroupMembership.objects.active(day).filter(organisation=organisation).select_related("group")
    row = rows.first()
    return row.group if row else None


def groups_of(organisations: Iterable[int], day: date) -> dict[int, int]:
    """Return the control group of each organisation by its key: one query for all; who is in none is left out."""
    rows = ControlGroupMembership.objects.active(day).filter(organisation__in=list(organisations))
    return dict(rows.values_list("organisation", "group"))


def members_of(group: ControlGroup, day: date) -> QuerySet[Organisation]:
    """Return the organisations a group controls on a day."""
    members = ControlGroupMembership.objects.active(day).filter(group=group).values("organisation")
    return Organisation.objects.filter(pk__in=members)
