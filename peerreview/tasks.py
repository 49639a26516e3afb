"""What a worker does for peer review."""

from django.utils import timezone
from django_tasks import task

from peerreview.actions.matchruns import do_search


@task(backend="bg")
def find_teams(run_id: int) -> None:
    """Look for teams, unless somebody has begun or stopped it already."""
    do_search(run_id=run_id, at=timezone.now())


def enqueue_search(run_id: int) -> None:
    """Queue a search by its key."""
    find_teams.enqueue(run_id=run_id)
