"""Imports and their planned changes, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from portal.imports import storage
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.imports.models import ImportRun, PlannedChange
from portal.imports.permissions.visibility import visible_runs
from portal.people.models import User

PROBLEMS_SHOWN = 50
# A worker takes a queued task within seconds; after this the page offers to do it itself.
WORKER_TAKES_SECONDS = 15


def find_run(person: User, pk: int, at: datetime) -> ImportRun | None:
    """Return an import that ``person`` may see."""
    return visible_runs(person, at).select_related("by", "applied_by").filter(pk=pk).first()


def run_list(person: User, at: datetime) -> QuerySet[ImportRun]:
    """Return the imports that ``person`` may see, the newest first; without the long lists a row does not show."""
    return visible_runs(person, at).select_related("by", "applied_by").defer("problems", "notes")


def planned_changes(run: ImportRun, *, change: str = "", words: str = "") -> QuerySet[PlannedChange]:
    """Return the changes of a run in their order, narrowed by kind or by words of their title."""
    rows = run.changes.all()
    if change:
        rows = rows.filter(change=change)
    return rows.filter(title__icontains=words) if words else rows


def problems_of(run: ImportRun) -> list[Problem]:
    """Return the first problems of a refused file."""
    return [Problem.from_json(each) for each in run.problems[:PROBLEMS_SHOWN]]


@dataclass(frozen=True)
class Count:
    """How many records fall under one change."""

    change: Change
    number: int


def counts_of(run: ImportRun) -> list[Count]:
    """Return the counts in a fixed order."""
    return [Count(change, run.count(change)) for change in Change]


@dataclass(frozen=True)
class Advance:
    """How far a run that is being applied has come."""

    percent: int
    has_begun: bool
    waits_too_long: bool
    seems_dead: bool
    is_stopping: bool

    @property
    def refreshes(self) -> bool:
        """Say whether the page looks again by itself; not under a button that takes longer than the pause."""
        return not self.waits_too_long and not self.seems_dead


def advance_of(run: ImportRun, at: datetime) -> Advance:
    """Return how far a run has come, and whether anybody still works on it."""
    progress = storage.progress_of(run.pk)
    waited = (at - run.asked_at).total_seconds() if run.asked_at else 0.0
    begun = run.started_at is not None
    return Advance(
        percent=progress.percent if progress else 0,
        has_begun=begun,
        waits_too_long=not begun and waited > WORKER_TAKES_SECONDS,
        seems_dead=begun and (progress is None or progress.seconds_ago() > storage.SILENT_SECONDS),
        is_stopping=storage.asked_to_stop(run.pk),
    )
