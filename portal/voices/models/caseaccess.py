"""Who may know of a case: lead and deputy; the chair when it is about the lead or has climbed; never who is named.

The chair of the national group is said by the app above, which knows who chairs; until it says so there is none.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.people.enums import RoleKind
from portal.people.models import Affiliation
from portal.people.permissions.roles import roles_of
from portal.people.queries.organisations import control_group

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Chairs = Callable[[datetime], set[int]]

Row = TypeVar("Row", bound=models.Model, covariant=True)
CHAIRS: "list[Chairs]" = []


def register_chairs(chairs: "Chairs") -> None:
    """Say who takes over a case that the safeguarding lead and deputy cannot: the keys of people at a moment."""
    if chairs not in CHAIRS:
        CHAIRS.append(chairs)


def chairs_at(at: datetime) -> set[int]:
    """Return the chairs at a moment."""
    return {key for chairs in CHAIRS for key in chairs(at)}


class SafeguardingCaseQuerySet(models.QuerySet[Row]):
    """Cases as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may know of at ``at``: to everybody else, and whoever is named, there is no case."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        roles = roles_of(person, at)
        rows = self.filter(~Exists(_exclusions().filter(case=OuterRef("pk"), person=person.pk)))
        rows = rows.exclude(place__organisation__in=organisations_of(person, at))
        mine = Q(pk__in=[])
        if RoleKind.SAFEGUARDING_DEPUTY in roles:
            mine = Q()
        elif RoleKind.SAFEGUARDING_LEAD in roles:
            mine = Q(is_about_lead=False)
        elif person.pk in chairs_at(at):
            alerts = apps.get_model("voices", "CaseAlert").objects.filter(case=OuterRef("pk"), person=person.pk)
            mine = Q(is_about_lead=True) | Q(Exists(alerts))
        if RoleKind.SAFEGUARDING_LEAD in roles:
            mine &= Q(is_about_lead=False)
        return rows.filter(mine)


class CaseAlertQuerySet(models.QuerySet[Row]):
    """Alerts as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep one's own, of cases one may know of; an administrator's say only that something waits."""
        rows = self.filter(person=person.pk)
        rows = rows.filter(~Exists(_exclusions().filter(case=OuterRef("case"), person=person.pk)))
        if RoleKind.ADMINISTRATOR in roles_of(person, at):
            return rows.exclude(case__place__organisation__in=organisations_of(person, at))
        cases: SafeguardingCaseQuerySet[models.Model] = SafeguardingCaseQuerySet(apps.get_model("voices", "Case"))
        return rows.filter(case__in=cases.visible_to(person, at).values("pk"))


def organisations_of(person: "User | AnonymousUser", at: datetime) -> frozenset[int]:
    """Return for which organisations somebody works, with the rest of their control groups.

    Asked once per person, moment and object in memory: a page asks it several times.
    """
    if not person.is_authenticated:
        return frozenset()
    cache: dict[datetime, frozenset[int]] = person.__dict__.setdefault("_organisations_at", {})
    if at not in cache:
        own = Affiliation.objects.active(at).filter(person=person).values_list("organisation", flat=True)
        cache[at] = control_group(set(own))
    return cache[at]


def _exclusions() -> "models.QuerySet[models.Model]":
    return apps.get_model("voices", "CaseExclusion").objects.all()
