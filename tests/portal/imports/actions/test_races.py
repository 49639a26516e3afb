"""Two administrators, and the worker and the page, at one instant: real connections, so on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from portal.imports.actions import runs as actions
from portal.imports.enums import RunState
from portal.imports.kinds.registry import kind_called
from portal.imports.models import ImportRun
from portal.imports.refusals import AnotherIsRunning
from portal.people.models import LookedAfterFigure
from tests.factories.tables import LOOKED_AFTER_HEADINGS, figure_row, write_csv
from tests.people import person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at one instant, each with its own connection; a refusal is a result."""
    gate = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except AnotherIsRunning as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def check(folder: Path, at: datetime) -> ImportRun:
    path = write_csv(folder / "figures.csv", [LOOKED_AFTER_HEADINGS, figure_row(2024)])
    upload = actions.Upload("figures.csv", [path.read_bytes()])
    kind = kind_called("children-looked-after")
    return actions.check_upload(kind=kind, upload=upload, options={}, actor=person("administrator"), at=at)


def test_of_two_administrators_one_applies_and_the_other_is_told(tmp_path: Path, noon: datetime) -> None:
    runs = [check(tmp_path, noon), check(tmp_path, noon)]
    results = at_once(*(lambda run=run: actions.ask_to_apply(run=run, actor=run.by, at=noon) for run in runs))
    assert sum(isinstance(result, AnotherIsRunning) for result in results) == 1
    assert ImportRun.objects.filter(state=RunState.APPLYING).count() == 1


def test_worker_and_page_together_apply_once(tmp_path: Path, noon: datetime) -> None:
    run = check(tmp_path, noon)
    actions.ask_to_apply(run=run, actor=run.by, at=noon)  # type: ignore[arg-type]
    results = at_once(*[lambda: actions.apply_run(run=run, at=noon)] * 2)
    assert sorted(results) == [False, True]
    assert LookedAfterFigure.objects.count() == 1
    assert LookedAfterFigure.history.count() == 1  # type: ignore[attr-defined]
