"""Who holds a role in the whole portal at a moment."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value

from portal.people.enums import RoleKind
from portal.people.models import RoleGrant
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User


def roles_of(person: "User | AnonymousUser", at: date | datetime) -> frozenset[str]:
    """Return the roles ``person`` holds at ``at``; nobody and the deactivated hold none.

    Asked once per person, day and object in memory: a page asks it many times.
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    cache: dict[object, frozenset[str]] = person.__dict__.setdefault("_roles_at", {})
    if at not in cache:
        cache[at] = frozenset(word for word, _key in _asked(person, at)[ROLE])
    return cache[at]


# What else somebody is, and to what, by the name under which an app above registered it.
Beside = Callable[[int, date], "QuerySet[Any, Any]"]
ROLE = "role"
_BESIDE: dict[str, Beside] = {}


def register_beside(name: str, rows: Beside) -> None:
    """Let what people are to an app be asked together with their roles: every page asks both.

    ``rows`` gives, for a person's key and a day, records whose ``values_list`` is a word and a key.
    """
    _BESIDE[name] = rows


def beside_roles(person: "User", at: date | datetime, name: str) -> list[tuple[str, int]]:
    """Return what ``person`` is to the app that registered ``name``, as words and keys; asked once with the roles."""
    return _asked(person, at)[name]


def _asked(person: "User", at: date | datetime) -> dict[str, list[tuple[str, int]]]:
    kept: tuple[object, dict[str, list[tuple[str, int]]]] | None = person.__dict__.get("_beside_at")
    if kept is None or kept[0] != at:
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in (ROLE, *_BESIDE)}
        for name, word, key in _STATEMENT.ask(person=person.pk, day=day_of(at)):
            found[name].append((word, key))
        kept = person.__dict__["_beside_at"] = (at, found)
    return kept[1]


def _statement(person: int, day: date) -> "QuerySet[Any, Any]":
    parts = [_named(ROLE, RoleGrant.objects.filter(person=person).active(day).values_list("role", "pk"))]
    parts += [_named(name, rows(person, day)) for name, rows in _BESIDE.items()]
    return parts[0].union(*parts[1:], all=True)


def _named(name: str, rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    word, key = rows.query.values_select
    named: QuerySet[Any, Any] = rows.order_by().annotate(of=Value(name, output_field=CharField()))
    return named.values_list("of", word, key)


_STATEMENT = Kept(_statement)


def has_role(person: "User | AnonymousUser", role: RoleKind, at: date | datetime) -> bool:
    """Say whether ``person`` holds ``role`` at ``at``."""
    return role in roles_of(person, at)


def is_administrator(person: "User | AnonymousUser", at: date | datetime) -> bool:
    """Say whether ``person`` looks after people, imports and health; no right to read content follows from it."""
    return has_role(person, RoleKind.ADMINISTRATOR, at)


def is_editor(person: "User | AnonymousUser", at: date | datetime) -> bool:
    """Say whether ``person`` writes pages in the CMS."""
    return has_role(person, RoleKind.EDITOR, at)
