"""Looking for teams: asked for by a person, done by the worker in a process of its own, stopped at any moment."""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peerreview.actions.solving import SolverFailed, SolverStopped, solve_apart
from peerreview.announcements import teams as announce
from peerreview.domain.matching.problem import SEATS
from peerreview.domain.matching.progress import Progress
from peerreview.domain.matching.rules import breaches
from peerreview.domain.matching.scoring import SEAT
from peerreview.domain.matching.wire import digest, problem_as_text, problem_from_text, proposal_from_text
from peerreview.enums.teams import UNFINISHED, MatchState
from peerreview.models import MatchRun, ReviewCycle
from peerreview.permissions import teams as permissions
from peerreview.queries.matching import problem_of, reviews_to_match
from portal.people.models import User
from portal.people.refusals import Refused

log = logging.getLogger(__name__)
SECONDS = 120
MOST_SECONDS = 900


@transaction.atomic
def start_search(*, cycle: ReviewCycle, by: User, at: datetime, seconds: int = SECONDS) -> MatchRun:
    """Ask for teams for the reviews ``by`` runs; the worker looks for them after the commit."""
    if not permissions.can_find_teams(by, at):
        raise PermissionDenied
    problem = problem_of(cycle, reviews_to_match(cycle, by, at), at, manager=by)
    if not problem.reviews:
        raise Refused(_("No service has offered days for its visit yet, so there is nothing to look for."))
    run = MatchRun(
        cycle=cycle,
        by=by,
        at=at,
        seconds=min(max(seconds, 5), MOST_SECONDS),
        input_hash=digest(problem),
        problem=problem_as_text(problem),
        seats_wanted=len(problem.reviews) * sum(SEATS.values()),
    )
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as clash:
        raise Refused(_("You are looking for teams already. Wait for it, or stop it first.")) from clash
    announce.search_asked(run)
    return run


@transaction.atomic
def cancel_search(*, run: MatchRun, by: User, at: datetime) -> MatchRun:
    """Stop a search; the worker kills the solver within a second. One that has ended stays as it is."""
    run = MatchRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk:
        raise PermissionDenied
    if permissions.can_cancel_run(by, run, at):
        run.state, run.ended_at = MatchState.CANCELLED, at
        run.save(update_fields=["state", "ended_at"])
        announce.search_moved(run.pk)
    return run


def do_search(*, run_id: int, at: datetime) -> MatchState:
    """Look for teams, once: whoever comes second finds it begun. Called by the worker, outside any transaction."""
    begun = {"state": MatchState.RUNNING, "heard_at": at}
    # no history: peerreview.MatchRun has none
    if not MatchRun.objects.filter(pk=run_id, state=MatchState.QUEUED).update(**begun):
        return MatchState(MatchRun.objects.values_list("state", flat=True).get(pk=run_id))
    run = MatchRun.objects.get(pk=run_id)
    kept = len(problem_from_text(run.problem).kept)

    def hear(progress: Progress | None, elapsed: float) -> bool:
        return _note(run_id, progress, elapsed, kept, at)

    try:
        answer = solve_apart(run.problem, seconds=run.seconds, hear=hear)
    except SolverStopped:
        return MatchState.CANCELLED
    except SolverFailed as failed:
        log.error("the solver gave no answer: %s", failed, extra={"run": run_id})
        return _end(run, MatchState.FAILED, "", at)
    except BaseException:
        _end(run, MatchState.FAILED, "", at)
        raise
    # Nothing is offered that breaks a rule, whatever the solver says.
    if breaches(problem_from_text(run.problem), proposal_from_text(answer)):
        log.error("the solver's answer breaks a rule", extra={"run": run_id})
        return _end(run, MatchState.FAILED, "", at)
    return _end(run, MatchState.DONE, answer, at)


def _note(run_id: int, progress: Progress | None, elapsed: float, kept: int, at: datetime) -> bool:
    """Write down how far it is; false when somebody has stopped it."""
    said = {"elapsed": elapsed, "heard_at": at + timedelta(seconds=elapsed)}
    if progress is not None:
        said |= {"gap": progress.gap, "seats_found": kept + max(0, round(progress.value / SEAT))}
    # no history: peerreview.MatchRun has none
    goes_on = MatchRun.objects.filter(pk=run_id, state=MatchState.RUNNING).update(**said)
    with transaction.atomic():
        announce.search_moved(run_id)
    return bool(goes_on)


def _end(run: MatchRun, state: MatchState, proposal: str, at: datetime) -> MatchState:
    """Write the end, unless somebody stopped it at the last moment."""
    found = proposal_from_text(proposal) if proposal else None
    run.refresh_from_db(fields=["elapsed"])
    ended = {
        "state": state,
        "proposal": proposal,
        "ended_at": at + timedelta(seconds=run.elapsed),
        "gap": found.gap if found else None,
        "seats_found": len(found.seats) if found else None,
    }
    # no history: peerreview.MatchRun has none
    written = MatchRun.objects.filter(pk=run.pk, state__in=UNFINISHED).update(**ended)
    with transaction.atomic():
        announce.search_moved(run.pk)
    return state if written else MatchState.CANCELLED
