"""Who is acting and why, where no request says it: consumers, tasks, commands, Wagtail's own saves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.people.models import User


@dataclass(frozen=True)
class Act:
    """A person (or nobody: the portal itself) and the reason for what is saved meanwhile."""

    user: "User | None"
    reason: str


_CURRENT: ContextVar[Act | None] = ContextVar("portal_history_act", default=None)


def current_act() -> Act | None:
    """Return who acts here and why, if ``acting_as`` said so."""
    return _CURRENT.get()


@contextmanager
def acting_as(user: "User | None", reason: str) -> Iterator[None]:
    """Give every history row written inside the block this user and reason."""
    token = _CURRENT.set(Act(user, reason))
    try:
        yield
    finally:
        _CURRENT.reset(token)
