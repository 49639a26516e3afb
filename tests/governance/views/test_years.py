"""A board's year: what it tells to whom, at which cost, and that a spreadsheet takes nothing for a formula."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from governance.actions.agreedactions import finish_action
from governance.actions.attendance import record_attendance
from governance.enums.attendance import AttendanceKind
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import Stance
from portal.notifications.actions.notices import mark_all_read
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.meetings import BEGAN, held, marks_for, recorded, taken_on
from tests.factories.reviews import doubted
from tests.factories.rounds import WEEK, adopted, opened, published, take
from tests.factories.urgents import taken
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Any:
    with travel(NOON + 2 * WEEK, tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def text(answer: Any) -> str:
    assert answer.status_code == 200
    body: str = answer.content.decode()
    return body


def page_of(board: SmallBoard, year: int = 2026, ending: str = "/") -> str:
    return f"/boards/{board.board.slug}/year/{year}{ending}"


def test_the_public_reads_of_open_decisions_and_sums(board: SmallBoard, client: Client) -> None:
    shown, hidden = doubted(board), adopted(board, confidentiality=Confidentiality.MEMBERS, title="Pay of the director")
    urgent = taken(board)
    published(board)
    body = text(client.get(page_of(board)))
    assert shown.number in body
    assert "it usually took 7 days" in body
    assert str(urgent.number) in body
    assert "too few to say" in body
    assert f"{shown.number} · 1 December 2026" in body
    for secret in (hidden.number, hidden.title, "Proposals begun"):
        assert secret not in body
    assert f"/boards/{board.board.slug}/year/2026/" in text(client.get(f"/boards/{board.board.slug}/"))
    assert hidden.number in text(browser(board.secretary).get(page_of(board)))
    assert "Proposals begun" in text(browser(board.secretary).get(page_of(board)))


def test_participation_and_blocks_are_told_when_they_are_many(board: SmallBoard, client: Client) -> None:
    for _ in range(3):
        adopted(board)
    round = opened(board)
    take(round, board.everyone[0], Stance.BLOCK)
    assert "6 of 6" in text(client.get(page_of(board)))
    assert "Blocks, and how they ended" not in text(client.get(page_of(board)))
    assert "Not yet tested: 1" in text(browser(board.secretary).get(page_of(board)))


def test_file_says_what_the_page_says_and_holds_no_formula(board: SmallBoard, client: Client) -> None:
    shown = doubted(board, title="=1+1")
    hidden = adopted(board, confidentiality=Confidentiality.MEMBERS)
    body = text(client.get(page_of(board, ending=".csv"))).lstrip("\ufeff")
    rows = list(csv.DictReader(StringIO(body)))
    assert {row["part"] for row in rows} == {"decision", "participation", "review due"}
    assert rows[0]["name"] == f"{shown.number} =1+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert hidden.number not in body
    inside = text(browser(board.secretary).get(page_of(board, ending=".csv")))
    assert hidden.number in inside
    assert "proposals," in inside


def test_a_year_without_anything_says_so_and_one_that_has_not_begun_is_none(board: SmallBoard, client: Client) -> None:
    assert "Nothing to tell" in text(client.get(page_of(board, 2025)))
    for year in (1999, 2027, 99999):
        assert client.get(page_of(board, year)).status_code == 404


def test_the_page_costs_the_same_with_one_and_three_and_ten_at_most(board: SmallBoard, client: Client) -> None:
    readers = (client, browser(board.secretary))

    def cost() -> list[int]:
        found = []
        for reader in readers:
            reader.get(page_of(board))
            with CaptureQueriesContext(connection) as asked:
                reader.get(page_of(board))
            found.append(len(asked))
        return found

    def happen(day: int) -> None:
        doubted(board)
        taken(board)
        taken_on(board, recorded(board, held(board, BEGAN + timedelta(days=day))))
        # What is unread costs every page one more question; this counts the page.
        mark_all_read(by=board.secretary, at=timezone.now())

    happen(0)
    few = cost()
    for day in (1, 2):
        happen(day)
    assert cost() == few
    assert max(few) <= 10


def test_attendance_is_public_by_constituency_and_actions_by_number(board: SmallBoard, client: Client) -> None:
    meeting = held(board)
    away = {board.trustees["providers"][0]: AttendanceKind.APOLOGIES}
    record_attendance(meeting=meeting, marks=marks_for(meeting, away), by=board.secretary, at=NOON)
    taken_on(board, meeting, what="Look for a room.")
    action = taken_on(board, adopted(board), NOON + 2 * WEEK, what="Write to the homes.")
    finish_action(action=action, outcome="Written.", by=action.owner, at=NOON + 2 * WEEK)
    body = text(client.get(page_of(board)))
    assert body.index("Who came to meetings") < body.index("1 of 2") < body.index("Actions due in this year")
    assert "Done in time: 1; Done late: 0; Not due yet: 0; Late: 0" in body
    for secret in ("Write to the homes.", "Look for a room."):
        assert secret not in body
        assert secret in text(browser(board.secretary).get(page_of(board)))
    rows = list(csv.DictReader(StringIO(text(client.get(page_of(board, ending=".csv"))).lstrip("\ufeff"))))
    assert {(row["name"], row["value"], row["of"]) for row in rows if row["part"] == "attendance"} >= {
        ("Providers", "1", "2"),
        ("Staff", "2", "2"),
    }
    assert [row["value"] for row in rows if row["part"] == "actions"] == ["1", "0", "0", "0"]
    assert not [row for row in rows if row["part"] == "action"]
    inside = text(browser(board.secretary).get(page_of(board, ending=".csv")))
    assert "action,Look for a room.,2026-11-30" in inside
