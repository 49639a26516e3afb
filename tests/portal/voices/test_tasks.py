"""The nightly job says beforehand exactly what it does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.due import JOBS
from portal.voices.actions.cases import close_case, open_case, take_case
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.statements import StatementState
from portal.voices.models import Case, Statement
from portal.voices.models.files import keep_sealed
from portal.voices.tasks import preview_forgetting, run_forgetting
from tests.conftest import NOON
from tests.factories.statements import lead, statement

pytestmark = pytest.mark.django_db


def test_preview_of_the_night_is_what_the_night_does(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    assert JOBS["voices"].run == "portal.voices.tasks.run_forgetting"
    assert list(preview_forgetting(NOON)) == []
    keeper = lead()
    for state in (StatementState.DRAFT, StatementState.RELEASED, StatementState.RECEIVED):
        statement(state=state)
    waits = statement()
    open_case(source=CaseSource.STATEMENT, statement=waits, at=NOON)
    over = take_case(case=open_case(source=CaseSource.ADULT, told="A worry.", at=NOON), by=keeper, at=NOON)
    close_case(case=over, reason="Children’s services have it.", by=keeper, at=NOON)
    Statement.objects.update(keep_until=NOON.date())
    Case.objects.update(keep_until=NOON.date())
    keep_sealed(b"drawing", (NOON - timedelta(days=3)).date())
    said = preview_forgetting(NOON)
    assert said == ["3 statements kept long enough", "1 cases kept long enough", "1 files that belong to no statement"]
    assert run_forgetting(NOON) == said
    assert list(Statement.objects.all()) == [waits]
    assert (preview_forgetting(NOON), run_forgetting(NOON)) == ([], [])
