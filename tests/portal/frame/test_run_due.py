"""Timed work: every job runs, one that fails stops no other, repeating changes nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal import due
from portal.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Replace the jobs by three of our own; the middle one fails."""
    done: list[str] = []

    def job(name: str) -> due.Work:
        def run(at: datetime) -> Iterable[str]:
            if name == "second":
                raise ValueError("broken")
            done.append(name)
            yield f"{name} at {at:%H:%M}"

        return run

    monkeypatch.setattr(due, "JOBS", {})
    for name in ("first", "second", "third"):
        due.register_due(name, job(name), lambda at, name=name: [f"{name} would run"])
    return done


def run(*arguments: str) -> tuple[str, str]:
    """Run the command and return what it wrote."""
    out, err = StringIO(), StringIO()
    try:
        call_command("run_due", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(f"{error} ({error.returncode})")
    return out.getvalue(), err.getvalue()


def test_a_job_that_fails_is_named_and_stops_no_other(jobs: list[str]) -> None:
    out, err = run("--at", "2026-11-22T07:30")
    assert jobs == ["first", "third"]
    assert "third: third at 07:30" in out
    assert "second: ValueError: broken" in err
    assert "1 of 3 jobs failed (1)" in err
    assert Heartbeat.objects.get(name="timer").finding == "second"


def test_a_preview_runs_nothing_and_leaves_no_sign(jobs: list[str]) -> None:
    out, err = run("--preview")
    assert jobs == []
    assert "second would run" in out
    assert err == ""
    assert not Heartbeat.objects.exists()


def test_a_time_nobody_can_read_is_refused() -> None:
    with pytest.raises(CommandError, match="not a time"):
        call_command("run_due", "--at", "tomorrow")


def test_all_the_portals_jobs_run_and_run_again() -> None:
    assert list(due.JOBS) == [
        "governance",
        "accreditation",
        "safeguarding",
        "reminders",
        "editors",
        "letters",
        "search",
        "evidence",
        "voices",
        "sessions",
        "worker",
    ]
    run()
    out, err = run()
    assert err == ""
    assert out == ""
    assert run("--preview") == ("", "")


def test_told_to_be_quiet_it_does_everything_and_says_only_what_failed(jobs: list[str]) -> None:
    out, err = run("--verbosity", "0")
    assert jobs == ["first", "third"]
    assert out == ""
    assert "second: ValueError: broken" in err
