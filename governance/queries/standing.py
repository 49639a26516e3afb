"""Statements about what one person may read, written once for everybody: see ``portal.statements``."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from governance.models.standing import Standing, standing_of
from portal.statements import Kept, Values

if TYPE_CHECKING:
    from portal.people.models import User

    Person = User | AnonymousUser

PLACES = ("trustee_of", "chair_of", "secretary_of", "observer_of", "member_of", "alternate_of")


class KeptFor:
    """A statement that ``build`` writes for a person and a moment, from the same querysets everybody asks.

    ``build(person, at, *shape, **values)`` meets somebody who stands where nobody stands; the text it writes is asked
    with where the real person stands. A moment worked out from ``at`` is given to it as a value of its own.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self.build = build
        self.kept = Kept(self._written)

    def ask(self, person: "Person", at: datetime, *shape: Hashable, **values: Any) -> list[Any]:
        """Return the rows for ``person`` at ``at``; visitors have a text of their own."""
        text, given = self._given(person, at, shape, values)
        return self.kept.ask(shape=text, **given)

    def statement(self, person: "Person", at: datetime, *shape: Hashable, **values: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the words and parameters for ``person`` at ``at``."""
        text, given = self._given(person, at, shape, values)
        return self.kept.statement(shape=text, **given)

    def _given(
        self, person: "Person", at: datetime, shape: tuple[Hashable, ...], values: Values
    ) -> tuple[tuple[Hashable, ...], Values]:
        if not person.is_authenticated or not person.is_active:
            return (AnonymousUser(), *shape), {"_at": at, **values}
        standing = standing_of(person, at)
        places = {f"_{name}": tuple(getattr(standing, name)) for name in PLACES}
        return (None, *shape), {"_person": person.pk, "_at": at, **places, **values}

    def _written(
        self, visitor: AnonymousUser | None, *shape: Hashable, _at: datetime, _person: int = 0, **values: Any
    ) -> "QuerySet[Any, Any]":
        if visitor is not None:
            return self.build(visitor, _at, *shape, **values)
        somebody = get_user_model()(pk=_person, is_active=True)
        places = {name: frozenset(values.pop(f"_{name}")) for name in PLACES}
        somebody.__dict__["_standing_at"] = {_at: Standing(**places)}
        return self.build(somebody, _at, *shape, **values)
