"""Whom a service's reviews are kept from although their role would show them: the conflicted.

The rule is one condition over services, so that lists, counts and single questions cannot differ.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from peerreview.models.control import ControlGroupMembership
from peerreview.models.services import Service
from portal.people.models import Affiliation
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from portal.people.models import User

# Who works or worked for the host, or for one under the same control, is no impartial reader for so long*.
YEARS_AFTER_LEAVING = 5


def strange_services(person: "User", at: date | datetime) -> "QuerySet[Service]":
    """Return the services whose reviews ``person`` must not meet in any office of the network."""
    day = day_of(at)
    since = day - relativedelta(years=YEARS_AFTER_LEAVING)
    worked = (
        Affiliation.objects.filter(person=person, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=since))
        .values("organisation")
    )
    groups = ControlGroupMembership.objects.active(at).filter(organisation__in=worked).values("group")
    kin = ControlGroupMembership.objects.active(at).filter(group__in=groups).values("organisation")
    return Service.objects.filter(Q(owner__in=worked) | Q(owner__in=kin))
