"""Whom a service's reviews are kept from although their role would show them: the conflicted.

The rule is one condition over services, so that lists, counts and single questions cannot differ.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from peerreview.models.conflicts import ReviewerConflict
from peerreview.models.control import ControlGroupMembership
from peerreview.models.services import Service
from portal.people.models import Affiliation, Organisation
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from portal.people.models import User

# Who works or worked for the host, or for one under the same control, is no impartial reader for so long*.
YEARS_AFTER_LEAVING = 5
# Owners and single services, by their keys.
Keys = tuple[tuple[int, ...], tuple[int, ...]]
# Where a person object keeps them.
_KEPT = "_strange_at"
# What a row of the one statement tells of.
_WORKED, _WORKS, _TIE, _GROUP = range(4)


def strange_services(person: "User", at: date | datetime) -> "QuerySet[Service]":
    """Return the services whose reviews ``person`` must not meet in any office of the network.

    Those of whom they work for or worked for, and those somebody declared a conflict with that nobody has waived.
    A small question comes first: as one statement it is deeper than SQLite reads.
    """
    return Service.objects.filter(strange_among(*strange_keys(person, at)))


def strange_among(owners: Collection[int], services: Collection[int]) -> Q:
    """Return the condition on services: whose these are, and which."""
    return Q(owner__in=owners) | Q(pk__in=services)


def is_strange(person: "User", service: Service, at: date | datetime) -> bool:
    """Say of one service what ``strange_services`` says of all."""
    owners, services = strange_keys(person, at)
    return service.owner_id in owners or service.pk in services


def strange_organisations(person: "User", at: date | datetime) -> "QuerySet[Organisation]":
    """Return the organisations behind those services."""
    owners, services = strange_keys(person, at)
    return Organisation.objects.filter(Q(pk__in=owners) | Q(services__in=services)).distinct()


def forget_strangers(person: "User") -> None:
    """Ask anew from here on: after declaring or settling a conflict, and in an act, once it holds its lock.

    What a page asked before the lock may be untrue by now, for somebody else may have declared a conflict meanwhile.
    """
    person.__dict__.pop(_KEPT, None)


def strange_keys(person: "User", at: date | datetime) -> Keys:
    """Return the owners and the single services, by their keys; asked once for a person object and a moment.

    A person object lives as long as a request, and only what its last moment gave is kept.
    """
    kept: tuple[date | datetime, Keys] | None = person.__dict__.get(_KEPT)
    if kept is None or kept[0] != at:
        kept = person.__dict__[_KEPT] = (at, _asked(person, at))
    return kept[1]


def _asked(person: "User", at: date | datetime) -> Keys:
    """Ask in one statement where they work or worked, what ties there are, and who is under the same control."""
    day = day_of(at)
    since = day - relativedelta(years=YEARS_AFTER_LEAVING)
    worked, works, ties, groups = set(), set(), [], {}
    for person_id, organisation, service, key, what in _ROWS.ask(person=person.pk, day=day, since=since):
        if what == _TIE:
            ties.append((person_id, organisation, service, key))
        elif what == _GROUP:
            groups[organisation] = key
        else:
            worked.add(organisation)
            if what == _WORKS:
                works.add(organisation)
    if not worked and not ties:
        return (), ()
    known = _with_kin(works, groups)
    own = [row for row in ties if row[0] == person.pk or row[1] in known]
    owners = _with_kin(worked, groups) | _with_kin({row[3] for row in own if row[3]}, groups)
    return tuple(sorted(owners)), tuple(sorted(row[2] for row in own if row[2]))


def _places(person: int, day: date, since: date) -> "QuerySet[Any, Any]":
    recent = Q(ends_on__isnull=True) | Q(ends_on__gt=since)
    works = Case(When(Q(ends_on__isnull=True) | Q(ends_on__gt=day), then=Value(_WORKS)), default=Value(_WORKED))
    rows = Affiliation.objects.filter(recent, person=person, starts_on__lte=day).order_by()
    return rows.annotate(service=_NOTHING, key=_NOTHING, what=works).values_list(
        "person", "organisation", "service", "key", "what"
    )


def _ties(person: int, day: date) -> "QuerySet[Any, Any]":
    rows = ReviewerConflict.objects.counting(day).filter(Q(person=person) | Q(organisation__isnull=False)).order_by()
    return rows.annotate(what=Value(_TIE)).values_list("person", "organisation", "service", "host_organisation", "what")


def _groups(day: date) -> "QuerySet[Any, Any]":
    rows = ControlGroupMembership.objects.active(day).order_by()
    return rows.annotate(person=_NOTHING, service=_NOTHING, what=Value(_GROUP)).values_list(
        "person", "organisation", "service", "group", "what"
    )


def _rows(person: int, day: date, since: date) -> "QuerySet[Any, Any]":
    return _places(person, day, since).union(_ties(person, day), _groups(day), all=True)


_ROWS = Kept(_rows)
# A column of keys in which there is none: both halves of the statement need the same kinds of columns.
_NOTHING = Cast(Value(None), BigIntegerField(null=True))


def _with_kin(organisations: set[int], groups: dict[int, int]) -> set[int]:
    """Return organisations with everybody under the same control."""
    ours = {groups[one] for one in organisations if one in groups}
    return organisations | {one for one, group in groups.items() if group in ours}
