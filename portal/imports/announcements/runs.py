"""What follows from an import, after the commit."""

from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string

from portal.imports.models import ImportRun


def asked_to_apply(run: ImportRun) -> None:
    """Put the run in the worker's queue once it is committed; the task stands above us, so it is found by name."""
    transaction.on_commit(partial(_enqueue, run.pk))


def _enqueue(run_id: int) -> None:
    import_string("portal.imports.tasks.enqueue")(run_id)
