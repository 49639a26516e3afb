"""Whom a service's reviews are kept from although their role would show them: the conflicted.

The rule is one condition over services, so that lists, counts and single questions cannot differ.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from peerreview.models.conflicts import ReviewerConflict
from peerreview.models.control import ControlGroupMembership
from peerreview.models.services import Service
from portal.people.models import Affiliation, Organisation
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from portal.people.models import User

# Who works or worked for the host, or for one under the same control, is no impartial reader for so long*.
YEARS_AFTER_LEAVING = 5


def strange_services(person: "User", at: date | datetime) -> "QuerySet[Service]":
    """Return the services whose reviews ``person`` must not meet in any office of the network.

    Those of whom they work for or worked for, and those somebody declared a conflict with that nobody has waived.
    """
    day = day_of(at)
    since = day - relativedelta(years=YEARS_AFTER_LEAVING)
    worked = (
        Affiliation.objects.filter(person=person, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=since))
        .values("organisation")
    )
    kin = _kin(worked, at)
    works = Affiliation.objects.filter(person=person).active(at).values("organisation")
    tied = ReviewerConflict.objects.counting(at).filter(
        Q(person=person) | Q(organisation__in=works) | Q(organisation__in=_kin(works, at))
    )
    hosts = tied.filter(host_organisation__isnull=False).values("host_organisation")
    # A service is named by its owner's conflicts and its owner's kin.
    owned = Q(owner__in=worked) | Q(owner__in=kin) | Q(owner__in=hosts) | Q(owner__in=_kin(hosts, at))
    return Service.objects.filter(owned | Q(pk__in=tied.filter(service__isnull=False).values("service")))


def strange_organisations(person: "User", at: date | datetime) -> "QuerySet[Organisation]":
    """Return the organisations behind those services."""
    owners = strange_services(person, at).filter(owner__isnull=False).values("owner")
    return Organisation.objects.filter(Q(pk__in=owners) | Q(pk__in=_kin(owners, at)))


def _kin(organisations: Any, at: date | datetime) -> Any:
    """Return everybody under the same control as one of ``organisations``, as a subquery."""
    groups = ControlGroupMembership.objects.active(at).filter(organisation__in=organisations).values("group")
    return ControlGroupMembership.objects.active(at).filter(group__in=groups).values("organisation")
