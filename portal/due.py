"""Timed work: every job that ``run_due`` runs, registered by whoever owns it.

A job is safe to repeat and to run late: it asks what is due at ``at``, not what happened since the last run.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

# Does what is due and returns a line for each thing done; or says what it would do.
Work = Callable[[datetime], Iterable[str]]


@dataclass(frozen=True)
class Job:
    """One kind of timed work; ``run`` and ``preview`` may be dotted paths, resolved when first needed."""

    name: str
    run: Work | str
    preview: Work | str


@dataclass(frozen=True)
class Report:
    """What a job did, or why it could not."""

    job: str
    lines: list[str]
    error: str = ""


JOBS: dict[str, Job] = {}


def register_due(name: str, run: Work | str, preview: Work | str) -> None:
    """Add a job; jobs run in the order in which they were registered."""
    JOBS[name] = Job(name, run, preview)


def run_jobs(at: datetime, *, preview: bool = False) -> list[Report]:
    """Run every job, or ask what each would do. One that fails is reported and stops no other."""
    return [_run(job, at, preview=preview) for job in JOBS.values()]


def _run(job: Job, at: datetime, *, preview: bool) -> Report:
    work = job.preview if preview else job.run
    try:
        act: Work = import_string(work) if isinstance(work, str) else work
        return Report(job.name, list(act(at)))
    except Exception as error:
        # The door between jobs: whatever went wrong in one, the others must still run. It is logged in full.
        log.exception("timed work failed", extra={"job": job.name})
        return Report(job.name, [], f"{type(error).__name__}: {error}")
