import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.people.models import AuthoritySuccession, LocalAuthority, LookedAfterFigure, Region
from tests.factories.tables import LOOKED_AFTER_HEADINGS, figure_row, write_csv

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str, str]]
COMMAND = "import_children_looked_after"
CUMBRIA = {"number": "909", "name": "Cumbria", "code": "E10000006"}
CUMBERLAND = {"number": "942", "name": "Cumberland", "code": "E06000063"}
FURNESS = {"number": "943", "name": "Westmorland and Furness", "code": "E06000064"}
NOT_YET = {"population_estimate": "x", "children_count": "z", "rate_per_10000": "z"}


def counts(out: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    return found


def file_of(folder: Path, *rows: list[str]) -> str:
    return str(write_csv(folder / "figures.csv", [LOOKED_AFTER_HEADINGS, *rows]))


def test_a_dry_run_changes_nothing(tmp_path: Path, run_command: Run) -> None:
    status, out, _err = run_command(COMMAND, file_of(tmp_path, figure_row(2024)), "--json")
    assert (status, counts(out)["created"]) == (0, 2)
    assert not LocalAuthority.objects.exists()
    assert not LookedAfterFigure.objects.exists()


def test_letters_stay_distinguishable_from_numbers(tmp_path: Path, run_command: Run) -> None:
    rows = [
        figure_row(2023, children_count="c", rate_per_10000="c"),
        figure_row(2024, children_count="0", rate_per_10000="low"),
    ]
    run_command(COMMAND, file_of(tmp_path, *rows), "--apply")
    found = LookedAfterFigure.objects.order_by("year").values_list("children", "children_mark", "rate", "rate_mark")
    assert list(found) == [(None, "c", None, "c"), (0, "", None, "low")]


def test_repeating_an_import_changes_nothing(tmp_path: Path, run_command: Run) -> None:
    path = file_of(tmp_path, figure_row(2023), figure_row(2024))
    run_command(COMMAND, path, "--apply")
    _status, out, _err = run_command(COMMAND, path, "--apply", "--json")
    assert counts(out) == {"created": 0, "updated": 0, "closed": 0, "moved": 0, "unchanged": 3, "errors": 0}


def test_inner_and_outer_london_belong_to_london(tmp_path: Path, run_command: Run) -> None:
    inner = {"region_code": "E13000001", "region_name": "Inner London"}
    rows = [
        figure_row(2024, "202", "Camden", "E09000007", **inner),
        figure_row(2024, "", "", "", geographic_level="Regional", **inner),
        figure_row(
            2024, "", "", "", geographic_level="Regional", region_code="E12000007", region_name="London",
            children_count="9640",
        ),
    ]  # fmt: skip
    status, out, _err = run_command(COMMAND, file_of(tmp_path, *rows), "--apply", "--json")
    assert status == 0
    assert "1 rows of Inner and Outer London" in out
    assert LocalAuthority.objects.get(code="E09000007").region.name == "London"
    assert LookedAfterFigure.objects.get(region__name="London").children == 9640
    assert Region.objects.count() == 10


def test_authorities_begin_end_and_succeed_as_published(tmp_path: Path, run_command: Run) -> None:
    rows = [
        figure_row(2023, **CUMBRIA),
        figure_row(2024, **CUMBRIA, **NOT_YET),
        *(figure_row(2023, **each, **NOT_YET) for each in (CUMBERLAND, FURNESS)),
        *(figure_row(2024, **each) for each in (CUMBERLAND, FURNESS)),
    ]
    run_command(COMMAND, file_of(tmp_path, *rows), "--apply")
    assert LocalAuthority.objects.get(name="Cumbria").ends_on == date(2023, 4, 1)
    assert LocalAuthority.objects.get(name="Cumberland").starts_on == date(2023, 4, 1)
    assert set(AuthoritySuccession.objects.values_list("predecessor__name", "successor__name", "on")) == {
        ("Cumbria", "Cumberland", date(2023, 4, 1)),
        ("Cumbria", "Westmorland and Furness", date(2023, 4, 1)),
    }


def test_a_later_edition_renames_recodes_closes_and_revises(tmp_path: Path, run_command: Run) -> None:
    barnsley = {"region_code": "E12000003", "region_name": "Yorkshire and The Humber"}
    first = [
        figure_row(2024),
        figure_row(2024, "370", "Barnsley", "E08000016", **barnsley),
        figure_row(2024, "351", "Bury", "E08000002"),
        figure_row(2024, "838", "Dorset", "E06000059", region_code="E12000009", region_name="South West"),
    ]
    later = [
        figure_row(2024, children_count="641"),
        figure_row(2025),
        figure_row(2025, "370", "Barnsley", "E08000038", **barnsley),
        figure_row(2025, "838", "Dorset Council", "E06000059", region_code="E12000009", region_name="South West"),
    ]
    run_command(COMMAND, file_of(tmp_path, *first), "--apply")
    status, out, _err = run_command(COMMAND, file_of(tmp_path, *later), "--apply", "--json")
    # New: three figures of 2025. Changed: Barnsley's code, Dorset's name, Bolton's figure of 2024. Closed: Bury.
    expected = {"created": 3, "updated": 3, "closed": 1, "moved": 0, "unchanged": 1, "errors": 0}
    assert (status, counts(out)) == (0, expected)
    assert "Ended without a successor that we know of: Bury" in out
    assert LocalAuthority.objects.get(name="Bury").ends_on == date(2024, 4, 1)
    assert LocalAuthority.objects.get(number="370").code == "E08000038"
    changed = LookedAfterFigure.objects.get(authority__name="Bolton", year=2024)
    assert [row.children for row in changed.history.all()] == [641, 640]


def test_an_older_publication_is_refused(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, figure_row(2024)), "--apply")
    status, out, err = run_command(COMMAND, file_of(tmp_path, figure_row(2022)), "--apply", "--json")
    assert (status, counts(out)["errors"]) == (1, 1)
    assert "ends in 2022" in err


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"children_count": "many"}, "children_count"),
        ({"rate_per_10000": ""}, "rate_per_10000"),
        ({"time_period": "24"}, "time_period"),
        ({"population_type": "Adults"}, "population_type"),
        ({"geographic_level": "Village"}, "geographic_level"),
        ({"new_la_code": "E1"}, "new_la_code"),
        ({"new_la_code": ""}, "new_la_code"),
        ({"region_code": "E12000099"}, "region_code"),
        ({"region_name": "North East"}, "region_code"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    tmp_path: Path, run_command: Run, changes: dict[str, str], column: str
) -> None:
    path = file_of(tmp_path, figure_row(2024), figure_row(2023, **changes))
    status, out, err = run_command(COMMAND, path, "--apply", "--json")
    assert (status, counts(out)["errors"]) == (1, 1)
    assert f"Row 3, column “{column}”" in err
    assert not LocalAuthority.objects.exists()


def test_a_row_given_twice_is_refused(tmp_path: Path, run_command: Run) -> None:
    status, _out, err = run_command(COMMAND, file_of(tmp_path, figure_row(2024), figure_row(2024)), "--apply")
    assert status == 1
    assert "repeats the place, year and measure of row 2" in err


def test_only_the_first_fifty_problems_are_printed_with_their_number(tmp_path: Path, run_command: Run) -> None:
    path = file_of(tmp_path, *(figure_row(2024, children_count="?") for _ in range(60)))
    status, out, err = run_command(COMMAND, path, "--json")
    assert (status, counts(out)["errors"]) == (1, 60)
    assert err.count("column “children_count”") == 50
    assert "and 10 more problems" in err


def test_the_published_file_is_imported_whole_and_again_without_change(
    real: Callable[[str], Path], run_command: Run
) -> None:
    path = str(real("children_looked_after_2021_2024.csv"))
    _status, first, _err = run_command(COMMAND, path, "--apply", "--json")
    _status, second, _err = run_command(COMMAND, path, "--json")
    assert counts(first) == {"created": 2139, "updated": 0, "closed": 0, "moved": 0, "unchanged": 0, "errors": 0}
    assert counts(second) == {"created": 0, "updated": 0, "closed": 0, "moved": 0, "unchanged": 2135, "errors": 0}
    closed = LocalAuthority.objects.filter(ends_on__isnull=False).values_list("name", "ends_on")
    assert set(closed) == {("Cumbria", date(2023, 4, 1)), ("Northamptonshire", date(2021, 4, 1))}
    assert LookedAfterFigure.objects.get(nation="england", year=2024, measure="looked_after").children == 83530
    # The publisher withholds ("c") one pair of figures and prints "z" for 15 authorities' years.
    assert LookedAfterFigure.objects.filter(children_mark="c").count() == 1
