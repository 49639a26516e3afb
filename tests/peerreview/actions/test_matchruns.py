"""Looking for teams: real processes, stopped at any moment, and nothing left running."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from peerreview.actions.matchruns import cancel_search, do_search, start_search
from peerreview.actions.solving import ROOT, SolverFailed, SolverStopped, solve_apart
from peerreview.domain.matching.problem import SEATS
from peerreview.domain.matching.rules import breaches
from peerreview.domain.matching.wire import digest, problem_as_text, problem_from_text, proposal_from_text
from peerreview.enums.teams import MatchState
from peerreview.models import MatchRun, ReviewCycle
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.matching import draw_problem
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.reviewers import VisitFactory, reviewers
from tests.people import person
from tests.remembering import remembered

SMALL = problem_as_text(draw_problem(5, 1))
# Takes minutes; no test waits for it.
LARGE = problem_as_text(draw_problem(70, 1, people_per_service=2.5))


def solvers_of(parent: int) -> list[int]:
    """Return the processes of solvers that ``parent`` started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            command = (status.parent / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        running = lines["State"].split()[0] != "Z"
        if int(lines["PPid"]) == parent and b"peerreview.domain.matching.child" in command and running:
            found.append(int(status.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until_gone(pid: int, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_alive(pid):
            return True
        time.sleep(0.1)
    return False


def test_process_of_its_own_gives_a_proposal_that_breaks_no_rule_and_the_same_one_again() -> None:
    first = solve_apart(SMALL, seconds=20, hear=lambda progress, elapsed: True)
    assert breaches(problem_from_text(SMALL), proposal_from_text(first)) == []
    assert solve_apart(SMALL, seconds=20, hear=lambda progress, elapsed: True) == first
    assert solvers_of(os.getpid()) == []


def test_stopping_leaves_nothing_running() -> None:
    seen: list[int] = []

    def hear(progress: object, elapsed: float) -> bool:
        seen.extend(solvers_of(os.getpid()))
        return elapsed < 1

    with pytest.raises(SolverStopped):
        solve_apart(LARGE, seconds=60, hear=hear)
    assert seen
    assert not any(is_alive(pid) for pid in seen)


def test_solver_that_takes_longer_than_it_was_given_is_killed() -> None:
    seen: list[int] = []

    def hear(progress: object, elapsed: float) -> bool:
        seen.extend(solvers_of(os.getpid()))
        return True

    with pytest.raises(SolverFailed):
        solve_apart(LARGE, seconds=60, grace=-58.5, hear=hear)
    assert not any(is_alive(pid) for pid in seen)


def test_solver_ends_by_itself_when_whoever_asked_is_killed() -> None:
    code = (
        "import sys\n"
        "from peerreview.actions.solving import solve_apart\n"
        "solve_apart(sys.stdin.read(), seconds=120, hear=lambda progress, elapsed: True)\n"
    )
    asker = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, cwd=ROOT)
    try:
        assert asker.stdin is not None
        asker.stdin.write(LARGE.encode())
        asker.stdin.close()
        end = time.monotonic() + 20
        while not (solvers := solvers_of(asker.pid)) and time.monotonic() < end:
            time.sleep(0.1)
        assert solvers
        # It has read the problem once it uses the processor; until then nobody has let go of anything.
        time.sleep(2)
    finally:
        asker.send_signal(signal.SIGKILL)
        asker.wait()
    assert wait_until_gone(solvers[0])


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
@remembered
def cycle() -> ReviewCycle:
    row: ReviewCycle = ReviewCycleFactory()
    return row


def queued(cycle: ReviewCycle, by: User, problem: str) -> MatchRun:
    return MatchRun.objects.create(
        cycle=cycle, by=by, at=NOON, seconds=60, input_hash="x", problem=problem, seats_wanted=350
    )


@pytest.mark.django_db
def test_search_over_the_tables_finds_a_whole_team(cycle: ReviewCycle, manager: User) -> None:
    review = ReviewFactory(cycle=cycle)
    VisitFactory(review=review)
    reviewers()
    run = start_search(cycle=cycle, seconds=20, by=manager, at=NOON)
    assert do_search(run_id=run.pk, at=NOON) is MatchState.DONE
    run.refresh_from_db()
    assert (run.seats_found, run.seats_wanted) == (5, sum(SEATS.values()))
    again = start_search(cycle=cycle, seconds=20, by=manager, at=NOON)
    assert again.input_hash == run.input_hash == digest(problem_from_text(run.problem))
    do_search(run_id=again.pk, at=NOON)
    again.refresh_from_db()
    assert again.proposal == run.proposal


@pytest.mark.django_db
def test_search_needs_days_and_a_programme_manager_and_is_one_at_a_time(cycle: ReviewCycle, manager: User) -> None:
    with pytest.raises(Refused):
        start_search(cycle=cycle, by=manager, at=NOON)
    VisitFactory(review=ReviewFactory(cycle=cycle))
    with pytest.raises(PermissionDenied):
        start_search(cycle=cycle, by=person("administrator"), at=NOON)
    run = start_search(cycle=cycle, by=manager, at=NOON)
    with pytest.raises(Refused):
        start_search(cycle=cycle, by=manager, at=NOON)
    with pytest.raises(PermissionDenied):
        cancel_search(run=run, by=person("programme_manager"), at=NOON)
    cancel_search(run=run, by=manager, at=NOON)
    assert do_search(run_id=run.pk, at=NOON) is MatchState.CANCELLED
    assert start_search(cycle=cycle, by=manager, at=NOON).pk


def test_solver_that_breaks_down_says_how() -> None:
    with pytest.raises(SolverFailed, match="JSONDecodeError"):
        solve_apart("no problem at all", seconds=20, hear=lambda progress, elapsed: True)
    assert solvers_of(os.getpid()) == []


@pytest.mark.django_db(transaction=True)
def test_cancelling_a_search_that_runs_kills_the_solver(cycle: ReviewCycle, manager: User) -> None:
    run = queued(cycle, manager, LARGE)
    seen: list[int] = []

    def stop() -> None:
        try:
            end = time.monotonic() + 20
            while not (found := solvers_of(os.getpid())) and time.monotonic() < end:
                time.sleep(0.1)
            seen.extend(found)
            time.sleep(1.5)
            cancel_search(run=run, by=manager, at=NOON)
        finally:
            connection.close()

    thread = threading.Thread(target=stop)
    thread.start()
    state = do_search(run_id=run.pk, at=NOON)
    thread.join()
    assert state is MatchState.CANCELLED
    run.refresh_from_db()
    assert (run.state, run.proposal) == (MatchState.CANCELLED, "")
    assert seen
    assert not any(is_alive(pid) for pid in seen)
