"""Applying in the background."""

from django.utils import timezone
from django_tasks import task

from portal.imports.actions.runs import apply_run
from portal.imports.models import ImportRun


@task(backend="bg")
def apply_import(run_id: int) -> None:
    """Apply a run, unless somebody has begun it already."""
    apply_run(run=ImportRun.objects.get(pk=run_id), at=timezone.now())


def enqueue(run_id: int) -> None:
    """Queue a run by its key."""
    apply_import.enqueue(run_id=run_id)
