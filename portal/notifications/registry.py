"""What people can be told of, who may see it, and what stands in their calendars: registered by the apps above.

Nothing here touches the database, so that an app may register in its ``ready()``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from portal.notifications.enums import Choice

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from portal.people.models import User

    Visible = Callable[[User, Collection[int], datetime], set[int]]
    VisibleSubjects = Callable[[User, Mapping[str, Collection[int]], datetime], set[tuple[str, int]]]
    CalendarSource = Callable[[User, datetime], "Iterable[CalendarEntry]"]
    LetterSource = Callable[[User, str, int, datetime], "Iterable[CalendarEntry]"]


class UnknownEvent(LookupError):
    """Nobody registered this event, group or kind of subject."""


@dataclass(frozen=True)
class Group:
    """Events that people set one preference for."""

    key: str
    label: "str | Promise"
    hint: "str | Promise"
    default: Choice


@dataclass(frozen=True)
class Event:
    """One kind of thing that happens."""

    key: str
    label: "str | Promise"
    group: str
    default: Choice
    always_at_once: bool = False
    """Goes out by e-mail at once, whatever its person chose: somebody's safety may hang on it."""


@dataclass(frozen=True)
class CalendarEntry:
    """One entry of somebody's calendar; a ``date`` in ``starts`` makes it last the whole day."""

    uid: str
    title: str
    starts: date | datetime
    url: str
    changed: datetime
    ends: date | datetime | None = None
    where: str = ""
    cancelled: bool = False
    tentative: bool = False
    sequence: int = 0
    """How often it has changed: the same ``uid`` with a higher number takes the place of what a calendar has."""


GROUPS: dict[str, Group] = {}
EVENTS: dict[str, Event] = {}
SUBJECTS: "dict[str, VisibleSubjects]" = {}
CALENDARS: "list[CalendarSource]" = []
IN_LETTERS: "dict[str, LetterSource]" = {}


def register_group(
    key: str, label: "str | Promise", hint: "str | Promise" = "", default: Choice | str = Choice.DIGEST
) -> None:
    """Name a group of events for the settings page; ``default`` holds until a person chooses."""
    GROUPS[key] = Group(key, label, hint, Choice(default))


def register_event(
    event: str,
    label: "str | Promise",
    group: str,
    default: Choice | str | None = None,
    *,
    always_at_once: bool = False,
) -> None:
    """Name an event. Its default is its group's; another one holds until the person chooses for the group.

    ``always_at_once`` takes the choice away; say so in the hint of the group.
    """
    if group not in GROUPS:
        msg = f"register the group {group!r} before its events"
        raise UnknownEvent(msg)
    chosen = Choice.AT_ONCE if always_at_once else Choice(default) if default else GROUPS[group].default
    EVENTS[event] = Event(event, label, group, chosen, always_at_once)


def register_subject(kind: str, visible: "Visible") -> None:
    """Say how to ask which of some rows a person may see at a moment, in a constant number of queries.

    A notice about a row that is no longer visible is in no list, count, digest or letter. Of a kind nobody
    registered nothing is visible.
    """

    def ask(person: "User", keys: Mapping[str, Collection[int]], at: datetime) -> set[tuple[str, int]]:
        return {(kind, key) for key in visible(person, keys[kind], at)}

    SUBJECTS[kind] = ask


def register_subjects(kinds: Iterable[str], visible: "VisibleSubjects") -> None:
    """Say the same for several kinds at once: ``visible`` is asked a single time about all that are wanted."""
    for kind in kinds:
        SUBJECTS[kind] = visible


def register_calendar(source: "CalendarSource") -> None:
    """Add a source of calendar entries; it returns only what the person may see."""
    if source not in CALENDARS:
        CALENDARS.append(source)


def register_calendar_letter(event: str, source: "LetterSource") -> None:
    """Let letters about an event bring its dates as a calendar file: ``source`` is asked of the notice's subject."""
    IN_LETTERS[event] = source


def event_named(key: str) -> Event:
    """Return the registered event, or say which name nobody knows."""
    try:
        return EVENTS[key]
    except KeyError:
        msg = f"no event {key!r} is registered"
        raise UnknownEvent(msg) from None
