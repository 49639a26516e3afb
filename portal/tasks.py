"""What a worker does for the frame."""

from django.utils import timezone
from django_tasks import task

from portal.heartbeats import WORKER, beat


@task(backend="bg")
def answer() -> None:
    """Say that the worker works."""
    beat(WORKER, timezone.now())
