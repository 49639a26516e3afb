"""Reading people: the list an administrator works with, and one person's page."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.people.enums import RoleKind
from portal.people.models import Affiliation, Invitation, RoleGrant, User
from portal.people.models.periods import day_of
from portal.people.secondfactor import FACTORS
from portal.statements import Kept, total_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def people_list(
    viewer: "User | AnonymousUser", at: datetime, *, words: str = "", role: str = "", state: str = ""
) -> QuerySet[User]:
    """Return whom ``viewer`` may see, narrowed; each row knows how its person signs in without asking."""
    people = User.objects.visible_to(viewer, at)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(known_as__icontains=word))
    if role:
        people = people.filter(Exists(RoleGrant.objects.filter(person=OuterRef("pk"), role=role).active(at)))
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    people = people.annotate(
        has_second_factor=Exists(factors),
        is_invited=Exists(Invitation.objects.filter(person=OuterRef("pk")).open(at)),
    )
    narrow = {
        "active": Q(is_active=True),
        "invited": Q(is_active=False, is_invited=True),
        "inactive": Q(is_active=False, is_invited=False),
        "one-factor": Q(is_active=True, has_second_factor=False),
    }
    if state in narrow:
        people = people.filter(narrow[state])
    return people.only("name", "email", "is_active").order_by("name", "pk")


def everybody(viewer: "User | AnonymousUser", at: datetime, number: object, size: int) -> "Page[User]":
    """Return one page of the same list when nothing narrows it; a number that is not there becomes the nearest."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Paginator(people_list(viewer, at), size).get_page(number)  # type: ignore[arg-type]
    values: dict[str, Any] = {"viewer": viewer.pk, "at": at}
    [total] = _TOTAL.ask(**values)
    page: Page[Any] = Paginator(range(total), size).get_page(number)  # type: ignore[arg-type]
    page.object_list = _EVERYBODY.ask(shape=(page.number, size), **values)
    return page


def _everybody(number: int, size: int, *, viewer: int, at: datetime) -> QuerySet[User]:
    first = (number - 1) * size
    return people_list(User(pk=viewer), at)[first : first + size]


def _total(viewer: int, at: datetime) -> "QuerySet[Any, Any]":
    return total_of(User.objects.visible_to(User(pk=viewer), at))


_EVERYBODY, _TOTAL = Kept(_everybody), Kept(_total)


def shown_in_list(rows: Iterable[Any], at: datetime) -> list[dict[str, object]]:
    """Return what the list shows of rows of ``people_list``, as plain values; two queries."""
    rows = list(rows)
    here = tuple(row.pk for row in rows)
    belongs, holds = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for person, name in _BELONGING.ask(people=here, day=day_of(at)):
        belongs[person].append(name)
    for person, role in _HOLDING.ask(people=here, day=day_of(at)):
        holds[person].append(str(RoleKind(role).label))
    return [
        {
            "pk": row.pk,
            "name": row.name,
            "email": row.email,
            "organisations": belongs[row.pk],
            "roles": holds[row.pk],
            "is_active": row.is_active,
            "has_second_factor": row.has_second_factor,
            "is_invited": row.is_invited,
        }
        for row in rows
    ]


_BELONGING = Kept(
    lambda people, day: (
        Affiliation.objects.active(day).filter(person__in=people).values_list("person", "organisation__name")
    )
)
_HOLDING = Kept(
    lambda people, day: RoleGrant.objects.active(day).filter(person__in=people).values_list("person", "role")
)


def find_person(viewer: "User | AnonymousUser", pk: int, at: datetime) -> User | None:
    """Return the person with this key if ``viewer`` may open their page."""
    return User.objects.visible_to(viewer, at).filter(pk=pk).first()


def affiliations_of(person: User) -> QuerySet[Affiliation]:
    """Return where ``person`` belongs and belonged, latest first."""
    return person.affiliations.select_related("organisation").order_by("-starts_on", "-pk")


def grants_of(person: User) -> QuerySet[RoleGrant]:
    """Return the roles ``person`` holds, held and will hold, latest first."""
    return person.role_grants.order_by("-starts_on", "-pk")


def invitation_waiting_for(person: User, at: datetime) -> Invitation | None:
    """Return the invitation ``person`` may still accept."""
    return Invitation.objects.open(at).filter(person=person).first()
