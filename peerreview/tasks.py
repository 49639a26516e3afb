"""What a worker and the timer do for peer review."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from peerreview.actions.accreditation import bring_back_by_calendar
from peerreview.actions.awards import lapse
from peerreview.actions.evidence import forget_stray_files
from peerreview.actions.matchruns import do_search
from peerreview.queries.accreditation import deferrals_over, ended_by_calendar
from peerreview.queries.evidence import stray_files


@task(backend="bg")
def find_teams(run_id: int) -> None:
    """Look for teams, unless somebody has begun or stopped it already."""
    do_search(run_id=run_id, at=timezone.now())


def enqueue_search(run_id: int) -> None:
    """Queue a search by its key."""
    find_teams.enqueue(run_id=run_id)


def forget_strays(at: datetime) -> list[str]:
    """Delete the evidence files that belong to nothing; return a line for each."""
    return [
        _("A file that belonged to no evidence was deleted: %(name)s") % {"name": name}
        for name in forget_stray_files(at=at)
    ]


def preview_strays(at: datetime) -> list[str]:
    """Return what ``forget_strays`` would do at ``at``."""
    return [
        _("A file that belongs to no evidence would be deleted: %(name)s") % {"name": name} for name in stray_files(at)
    ]


def run_accreditation(at: datetime) -> list[str]:
    """End what has run out, and bring back what was deferred until now; each once, however late. A line for each."""
    lines = preview_accreditation(at)
    for award in ended_by_calendar(at):
        lapse(award=award, at=at)
    for case in deferrals_over(at):
        bring_back_by_calendar(case=case, at=at)
    return lines


def preview_accreditation(at: datetime) -> list[str]:
    """Return what ``run_accreditation`` does at ``at``."""
    return [
        *(_("An accreditation has run out: case %(case)d") % {"case": row.case_id} for row in ended_by_calendar(at)),
        *(_("A deferral is over: case %(case)d") % {"case": row.pk} for row in deferrals_over(at)),
    ]
