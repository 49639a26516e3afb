"""Signs of life of what runs beside the pages, and how long they may be silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.models import Heartbeat

TIMER = "timer"
WORKER = "worker"
# The timer is meant to run every five minutes; the worker answers a question the timer asks it.
SILENT_FOR = {TIMER: timedelta(minutes=30), WORKER: timedelta(minutes=45)}


@dataclass(frozen=True)
class Sign:
    """When something was last seen, and whether that is long enough ago to worry."""

    name: str
    seen: datetime | None
    late: bool
    finding: str = ""


def beat(name: str, at: datetime, finding: str = "") -> None:
    """Note that ``name`` is alive; ``finding`` says what it could not do."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at, "finding": finding[:200]})


def signs(at: datetime) -> list[Sign]:
    """Return every sign of life that is expected."""
    seen = {row.name: row for row in Heartbeat.objects.all()}
    found = []
    for name, patience in SILENT_FOR.items():
        row = seen.get(name)
        late = row is None or at - row.at > patience
        found.append(Sign(name, row.at if row else None, late, row.finding if row else ""))
    return found
