import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import time_machine

from portal.people.models import LocalAuthority, NeighbourLink
from portal.people.queries.neighbours import neighbours_of
from tests.factories.people import LocalAuthorityFactory
from tests.factories.tables import NEIGHBOUR_HEADINGS, write_csv

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str, str]]
COMMAND = "import_neighbours"


@pytest.fixture(autouse=True)
def authorities() -> list[LocalAuthority]:
    """Eleven authorities, 100 to 110: one and its ten neighbours."""
    return [LocalAuthorityFactory(number=str(number), name=f"Authority {number}") for number in range(100, 111)]


def row(**changes: str) -> list[str]:
    values = {"old_la_code": "100", "la_name": "Authority 100", "region_ind": "5", "region_name": "North West"}
    for rank in range(1, 11):
        values |= {f"SN_{rank}": str(100 + rank), f"SN_{rank}P": "Close " if rank > 2 else "Very close"}
    values |= changes
    return [values[heading] for heading in NEIGHBOUR_HEADINGS]


def file_of(folder: Path, *rows: list[str], name: str = "statistical_neighbours_2025.csv") -> str:
    return str(write_csv(folder / name, [NEIGHBOUR_HEADINGS, *rows]))


def counts(out: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    return found


def test_ten_neighbours_come_in_order_with_their_closeness(
    tmp_path: Path, run_command: Run, authorities: list[LocalAuthority]
) -> None:
    run_command(COMMAND, file_of(tmp_path, row()), "--apply")
    links = neighbours_of(authorities[0])
    assert [link.neighbour.number for link in links] == [str(number) for number in range(101, 111)]
    assert [link.closeness for link in links][:3] == ["very", "very", "close"]
    assert {link.edition for link in links} == {2025}


def test_repeating_and_correcting_one_edition(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, row()), "--apply")
    _s, same, _e = run_command(COMMAND, file_of(tmp_path, row()), "--apply", "--json")
    swapped = row(SN_1="102", SN_2="101", SN_10P="Not close")
    _s, corrected, _e = run_command(COMMAND, file_of(tmp_path, swapped), "--apply", "--json")
    assert counts(same)["unchanged"] == 10
    assert (counts(corrected)["updated"], counts(corrected)["unchanged"]) == (3, 7)
    assert NeighbourLink.objects.count() == 10


def test_a_later_edition_stands_beside_the_earlier(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, row()), "--apply")
    run_command(COMMAND, file_of(tmp_path, row()), "--apply", "--edition", "2027")
    assert set(NeighbourLink.objects.values_list("edition", flat=True)) == {2025, 2027}


@time_machine.travel("2026-11-02 12:00", tick=False)
def test_the_edition_is_this_year_when_nothing_says_it(tmp_path: Path, run_command: Run) -> None:
    _status, out, _err = run_command(COMMAND, file_of(tmp_path, row(), name="neighbours.csv"), "--apply")
    assert "taken for 2026" in out
    assert set(NeighbourLink.objects.values_list("edition", flat=True)) == {2026}


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"SN_4": "999"}, "SN_4", "no known authority"),
        ({"old_la_code": "999"}, "old_la_code", "no known authority"),
        ({"SN_4": "100"}, "SN_4", "the authority itself"),
        ({"SN_4": "101"}, "SN_4", "a second time"),
        ({"SN_4": "12"}, "SN_4", "three digits"),
        ({"SN_4P": "Cosy"}, "SN_4P", "not a known degree of closeness"),
        ({"SN_4": ""}, "SN_4", "is empty"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    tmp_path: Path, run_command: Run, changes: dict[str, str], column: str, words: str
) -> None:
    status, out, err = run_command(COMMAND, file_of(tmp_path, row(**changes)), "--apply", "--json")
    assert (status, counts(out)["errors"]) == (1, 1)
    assert f"Row 2, column “{column}”" in err
    assert words in err
    assert not NeighbourLink.objects.exists()


def test_of_two_authorities_with_one_code_the_later_is_meant(tmp_path: Path, run_command: Run) -> None:
    later = LocalAuthorityFactory(number="101", name="Successor", starts_on=date(2023, 4, 1))
    run_command(COMMAND, file_of(tmp_path, row()), "--apply")
    assert NeighbourLink.objects.get(rank=1).neighbour == later
