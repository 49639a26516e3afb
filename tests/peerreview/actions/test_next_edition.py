"""The demonstration's second edition: in consultation, with every sort of change, and the first still in force."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from peerreview.actions.standards_shipped import load_shipped_standards
from peerreview.models import StandardSetEdition
from peerreview.queries.standards_changes import changes_of
from portal.demonstration.calendar import Calendar
from portal.demonstration.standards import SET, add_next_edition
from tests.conftest import NOON
from tests.people import person


class Told:
    """As much of the story as it needs."""

    def __init__(self) -> None:
        self.calendar = Calendar(date(2026, 11, 20))
        self.cast = {"programme-manager": person("programme_manager")}


@pytest.mark.django_db
def test_second_edition_shows_every_sort_of_change(client: Client, tmp_path: Any, settings: Any) -> None:
    settings.IMPORT_ROOT = tmp_path
    load_shipped_standards(by=None, at=NOON)
    add_next_edition(Told())  # type: ignore[arg-type]
    first, second = StandardSetEdition.objects.filter(set__code=SET).order_by("number")
    assert (first.state, second.state) == ("published", "consultation")
    found = changes_of(second, person("reviewer"), NOON)
    assert found is not None
    assert {kind.value: len(rows) for kind, rows in found.by_kind.items()} == {
        "new": 1, "reworded": 2, "split": 1, "merged": 1, "retired": 1,
    }  # fmt: skip
    assert client.get(f"/standards/{SET}/2/changes/").status_code == 200
    # What a consultation leaves out is not yet said of the edition in force.
    assert "Retired" not in client.get(f"/standards/{SET}/1/1.6/").content.decode()
