"""Whom a service's reviews are kept from although their role would show them: the conflicted.

The rule is one condition over services, so that lists, counts and single questions cannot differ.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

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
    Three small questions come first: as one statement it is deeper than SQLite reads.
    """
    owners, services = _strange_keys(person, at)
    return Service.objects.filter(Q(owner__in=owners) | Q(pk__in=services))


def strange_organisations(person: "User", at: date | datetime) -> "QuerySet[Organisation]":
    """Return the organisations behind those services."""
    owners, services = _strange_keys(person, at)
    return Organisation.objects.filter(Q(pk__in=owners) | Q(services__in=services)).distinct()


def _strange_keys(person: "User", at: date | datetime) -> tuple[list[int], list[int]]:
    """Return the owners and the single services, by their keys."""
    day = day_of(at)
    since = day - relativedelta(years=YEARS_AFTER_LEAVING)
    recent = Q(ends_on__isnull=True) | Q(ends_on__gt=since)
    places = Affiliation.objects.filter(recent, person=person, starts_on__lte=day).values_list(
        "organisation", "ends_on"
    )
    worked = {organisation for organisation, _ends_on in places}
    works = {organisation for organisation, ends_on in places if ends_on is None or ends_on > day}
    tied = ReviewerConflict.objects.counting(at).filter(Q(person=person) | Q(organisation__isnull=False))
    rows = list(tied.values_list("person", "organisation", "service", "host_organisation"))
    if not worked and not rows:
        return [], []
    groups = dict(ControlGroupMembership.objects.active(at).values_list("organisation", "group"))
    known = _with_kin(works, groups)
    own = [row for row in rows if row[0] == person.pk or row[1] in known]
    owners = _with_kin(worked, groups) | _with_kin({row[3] for row in own if row[3]}, groups)
    return sorted(owners), sorted(row[2] for row in own if row[2])


def _with_kin(organisations: set[int], groups: dict[int, int]) -> set[int]:
    """Return organisations with everybody under the same control."""
    ours = {groups[one] for one in organisations if one in groups}
    return organisations | {one for one, group in groups.items() if group in ours}
