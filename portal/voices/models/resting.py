"""What an answer may rest on, said by the apps above: a decision, an agreed action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RestsOn:
    """A public record: what it is called and where it stands."""

    label: str
    href: str


Shows = Callable[[int, datetime], RestsOn | None]
Finds = Callable[[str], int | None]
KINDS: dict[str, tuple[Shows, Finds]] = {}


def register_rests_on(kind: str, shows: Shows, finds: Finds) -> None:
    """Say how a record is shown (nothing unless it is public) and found by what people call it."""
    KINDS[kind] = (shows, finds)


def address_of(kind: str, key: int | None, at: datetime) -> RestsOn | None:
    """Return what an answer rests on, if everybody may know of it."""
    if key is None or kind not in KINDS:
        return None
    return KINDS[kind][0](key, at)


def found(kind: str, called: str) -> int | None:
    """Return the key of what somebody calls so; nothing when there is none."""
    return KINDS[kind][1](called) if kind in KINDS else None
