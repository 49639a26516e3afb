from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from portal.imports import storage
from portal.imports.actions import runs as actions
from portal.imports.actions.writing import BulkWriter
from portal.imports.enums import RunState
from portal.imports.kinds.registry import kind_called
from portal.imports.models import ImportRun
from portal.imports.refusals import AnotherIsRunning, NotPlanned
from portal.people.models import LocalAuthority, LookedAfterFigure, User
from tests.factories.tables import LOOKED_AFTER_HEADINGS, figure_row, write_csv
from tests.people import administrator, person

pytestmark = pytest.mark.django_db
SLUG = "children-looked-after"


def check(folder: Path, actor: User, at: datetime, *rows: list[str]) -> ImportRun:
    path = write_csv(folder / "figures.csv", [LOOKED_AFTER_HEADINGS, *(rows or (figure_row(2024),))])
    upload = actions.Upload("figures.csv", [path.read_bytes()])
    return actions.check_upload(kind=kind_called(SLUG), upload=upload, options={}, actor=actor, at=at)


def asked(folder: Path, actor: User, at: datetime, *rows: list[str]) -> ImportRun:
    return actions.ask_to_apply(run=check(folder, actor, at, *rows), actor=actor, at=at)


def kept_files() -> list[str]:
    return [path.name for path in storage.root().iterdir()]


def test_a_checked_file_waits_under_a_random_name_with_its_changes(tmp_path: Path, noon: datetime) -> None:
    run = check(tmp_path, administrator(), noon)
    assert (run.state, run.counts["created"], run.changes.count()) == (RunState.PLANNED, 2, 2)
    assert kept_files() == [run.stored_as]
    assert "figures" not in run.stored_as
    assert not LocalAuthority.objects.exists()


def test_a_refused_file_is_recorded_and_deleted(tmp_path: Path, noon: datetime) -> None:
    run = check(tmp_path, administrator(), noon, figure_row(2024, children_count="?"))
    assert (run.state, run.problem_count, run.changes.count()) == (RunState.REFUSED, 1, 0)
    assert kept_files() == []


def test_applying_writes_everything_with_history_in_the_name_of_who_asked(tmp_path: Path, noon: datetime) -> None:
    actor = administrator()
    run = asked(tmp_path, actor, noon)
    assert actions.apply_run(run=run, at=noon)
    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    past = LookedAfterFigure.objects.get().history.get()
    assert (past.history_user, past.history_date) == (actor, noon)
    assert past.history_change_reason == "Import of figures.csv (Children looked after)"
    assert kept_files() == []


def test_a_queued_import_is_begun_once_whoever_comes_second(tmp_path: Path, noon: datetime) -> None:
    run = asked(tmp_path, administrator(), noon)
    assert actions.apply_run(run=run, at=noon)
    assert not actions.apply_run(run=run, at=noon)
    assert LookedAfterFigure.objects.count() == 1


def test_two_of_one_kind_are_not_applied_at_once(tmp_path: Path, noon: datetime) -> None:
    first, second = check(tmp_path, administrator(), noon), check(tmp_path, person("administrator"), noon)
    actions.ask_to_apply(run=first, actor=first.by, at=noon)  # type: ignore[arg-type]
    with pytest.raises(AnotherIsRunning, match="Another import of this kind"):
        actions.ask_to_apply(run=second, actor=second.by, at=noon)  # type: ignore[arg-type]
    second.refresh_from_db()
    assert second.state == RunState.PLANNED


def test_a_plan_that_is_out_of_date_is_not_applied(tmp_path: Path, noon: datetime) -> None:
    actor = administrator()
    stale = check(tmp_path, actor, noon)
    actions.apply_run(run=asked(tmp_path, actor, noon, figure_row(2024, children_count="1")), at=noon)
    actions.apply_run(run=actions.ask_to_apply(run=stale, actor=actor, at=noon), at=noon)
    stale.refresh_from_db()
    assert stale.state == RunState.REFUSED
    assert "have changed since the file was checked" in stale.problems[0]["message"]
    assert LookedAfterFigure.objects.get().children == 1


def test_an_import_that_fails_half_way_leaves_nothing(
    tmp_path: Path, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(tmp_path, administrator(), noon)
    create = BulkWriter.create

    def cut(self: BulkWriter, rows: Any) -> Any:
        if rows and isinstance(rows[0], LookedAfterFigure):
            raise OSError("the disk is full")
        return create(self, rows)

    monkeypatch.setattr(BulkWriter, "create", cut)
    with pytest.raises(OSError, match="disk is full"):
        actions.apply_run(run=run, at=noon)
    run.refresh_from_db()
    assert run.state == RunState.REFUSED
    assert not LocalAuthority.objects.exists()
    assert not LocalAuthority.history.exists()  # type: ignore[attr-defined]


def test_a_running_import_stops_at_its_next_step_and_changes_nothing(
    tmp_path: Path, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = administrator()
    run = asked(tmp_path, actor, noon)
    say = storage.say_progress

    def stop_when_it_says_something(run_id: int, done: int, total: int) -> None:
        say(run_id, done, total)
        if done:
            assert actions.cancel_run(run=run, actor=actor, at=noon).state == RunState.APPLYING

    monkeypatch.setattr(storage, "say_progress", stop_when_it_says_something)
    assert not actions.apply_run(run=run, at=noon)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not LocalAuthority.objects.exists()
    assert kept_files() == []


def test_an_import_whose_process_is_gone_can_be_ended(tmp_path: Path, noon: datetime) -> None:
    actor = administrator()
    run = asked(tmp_path, actor, noon)
    ImportRun.objects.filter(pk=run.pk).update(started_at=noon)  # a process began and was killed
    run = actions.cancel_run(run=run, actor=actor, at=noon + timedelta(minutes=5))
    assert run.state == RunState.CANCELLED
    again = asked(tmp_path, actor, noon + timedelta(minutes=6))
    assert actions.apply_run(run=again, at=noon)


def test_throwing_a_checked_file_away_deletes_it(tmp_path: Path, noon: datetime) -> None:
    actor = administrator()
    run = actions.cancel_run(run=check(tmp_path, actor, noon), actor=actor, at=noon)
    assert (run.state, kept_files()) == (RunState.CANCELLED, [])
    with pytest.raises(NotPlanned):
        actions.ask_to_apply(run=run, actor=actor, at=noon)


@pytest.mark.parametrize("role", ["programme_manager", "editor", ""])
def test_nobody_but_administrators_imports(tmp_path: Path, noon: datetime, role: str) -> None:
    run = check(tmp_path, administrator(), noon)
    other = person(role) if role else person()
    with pytest.raises(PermissionDenied):
        check(tmp_path, other, noon)
    with pytest.raises(PermissionDenied):
        actions.ask_to_apply(run=run, actor=other, at=noon)
    with pytest.raises(PermissionDenied):
        actions.cancel_run(run=run, actor=other, at=noon)


def test_a_kept_file_is_only_found_by_a_name_we_made() -> None:
    for name in ("../settings", "", "a/b", "run-1.progress"):
        with pytest.raises(ValueError, match="not the name"):
            storage.path_of(name)
