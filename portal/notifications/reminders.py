"""Timed reminders: what each app reminds people of, declared once; ``run_due`` tells, and previews what it will tell.

A source is asked two things: what stands at ``now``, and which reminders of it fall due until ``until``. It does
not send, does not remember, and need not care how often or how late it is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Source = Callable[[datetime, datetime], "Iterable[Reminder]"]


@dataclass(frozen=True)
class Reminder:
    """One person or several are reminded of one thing at one moment.

    ``thing`` names what it is about within its event (``17``, or ``17:2026-12-01`` where a moved date begins a new
    series). Of several reminders of one thing that have fallen due only the newest is told: two days late, nobody
    gets the ones before it. From ``ends`` on it is told no more. ``people`` may all see the subject.
    """

    event: str
    thing: str
    due: datetime
    people: frozenset[int]
    subject_kind: str
    subject_id: int
    title: "str | Promise"
    url: str
    ends: datetime | None = None
    where: str = ""
    """What whoever may not read the subject is shown of it in the preview: the board, never the matter."""

    @property
    def series(self) -> str:
        """Return what the keys of all reminders of this thing begin with."""
        return f"{self.event}:{self.thing}:"

    @property
    def key(self) -> str:
        """Name the occasion; of one thing later keys sort later, and each is told a person once (invariant 21)."""
        return f"{self.series}{self.due.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


SOURCES: "dict[str, Source]" = {}


def register_reminders(name: str, source: "Source") -> None:
    """Add a source of reminders; their events are registered like any other, so that people choose how to hear."""
    SOURCES[name] = source
