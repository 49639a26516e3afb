"""Urgent decisions: how long one may hold before the board has said whether it stands by it."""

from datetime import datetime, timedelta

from governance.enums.urgents import UrgentState

ENDED = frozenset({UrgentState.RATIFIED, UrgentState.LAPSED, UrgentState.WITHDRAWN, UrgentState.DROPPED})
# What the public may know of: an act was done. What was only asked for never took effect.
TAKEN = frozenset({UrgentState.IN_FORCE, UrgentState.RATIFIED, UrgentState.LAPSED, UrgentState.WITHDRAWN})


def latest_end(decided_at: datetime, *, most_days: int) -> datetime:
    """Return the moment beyond which no urgent decision holds, whatever becomes of the meetings."""
    return decided_at + timedelta(days=most_days)


def ratify_by(
    decided_at: datetime, *, meeting_ends: datetime | None, grace_days: int, most_days: int, before: datetime | None
) -> datetime:
    """Return until when the board can ratify: its next meeting and a few days, but never longer than the rules allow.

    Without a meeting in the calendar it is the whole time the rules allow. ``before`` is the time given already:
    a meeting that is moved later gives more, one that is moved sooner takes nothing away.
    """
    latest = latest_end(decided_at, most_days=most_days)
    if meeting_ends is None:
        return before or latest
    wanted = min(latest, meeting_ends + timedelta(days=grace_days))
    return wanted if before is None else max(before, wanted)


def urgent_number(short: str, year: int, sequence: int) -> str:
    """Return the number people cite, like ``U-NW-2026-002``."""
    return f"U-{short}-{year}-{sequence:03d}"
