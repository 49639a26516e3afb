"""Rooms: what an open page can listen to, and who may."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person: TypeAlias = User | AnonymousUser

NAME = re.compile(r"([a-z][a-z0-9_]{0,39}):([1-9][0-9]{0,17})")


class Room(NamedTuple):
    """One record's room, written ``proposal:5``."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def group(self) -> str:
        """Return the name the channel layer allows: no colon there."""
        return f"room.{self.kind}.{self.id}"

    @classmethod
    def named(cls, name: str) -> "Room | None":
        """Read ``proposal:5``; None when it is not the name of a room."""
        found = NAME.fullmatch(name)
        return cls(found[1], int(found[2])) if found else None


MayJoin = Callable[["Person", int, datetime], bool]
KINDS: dict[str, MayJoin] = {}


def register_room(kind: str, may_join: MayJoin) -> None:
    """Say who may listen to rooms of a kind, in an app's ``ready()``: the permission its page asks too.

    It is asked when somebody joins, every minute while they listen, and whenever ``permission.changed``
    is announced in one of their rooms. It is a synchronous function; it may read the database.
    """
    if not NAME.fullmatch(f"{kind}:1"):
        msg = f"{kind!r} cannot be the kind of a room: small letters, digits and underscores"
        raise ValueError(msg)
    if KINDS.get(kind, may_join) is not may_join:
        msg = f"rooms of kind {kind!r} are already registered"
        raise ValueError(msg)
    KINDS[kind] = may_join


def may_join(person: "Person", room: Room, at: datetime) -> bool:
    """Say whether ``person`` may listen now; a kind nobody registered is answered like a forbidden one."""
    ask = KINDS.get(room.kind)
    return ask is not None and ask(person, room.id, at)


def is_oneself(person: "Person", person_id: int, at: datetime) -> bool:
    """Everybody hears what concerns themselves, and nobody else does."""
    return person.is_authenticated and person.pk == person_id
