"""Which seat reports back to whom, and by when."""

from datetime import date

import pytest

from governance.domain.reportbacks import SeatThen, due_on, is_late, owes_report_backs, who_reports

SPOKE, SILENT = {"spoke": True}, {"spoke": False}
RECUSED = {"spoke": False, "recused": True}


def seat(number: int, speaks_for: int, part: dict[str, bool]) -> SeatThen:
    return SeatThen(
        seat=100 + number, number=number, speaks_for=speaks_for, spoke=part["spoke"], recused="recused" in part
    )


@pytest.mark.parametrize(
    ("seats", "reports"),
    [
        ([], {}),
        ([seat(1, 7, SILENT)], {7: 101}),
        ([seat(2, 7, SPOKE), seat(1, 7, SPOKE)], {7: 101}),
        # Whoever spoke knows best what was said.
        ([seat(1, 7, SILENT), seat(2, 7, SPOKE)], {7: 102}),
        ([seat(1, 7, RECUSED), seat(2, 7, SILENT)], {7: 102}),
        # What is public a seat with a conflict can tell, when there is no other.
        ([seat(2, 7, RECUSED), seat(1, 7, RECUSED)], {7: 101}),
        ([seat(1, 7, SPOKE), seat(2, 8, SILENT), seat(3, 8, SILENT)], {7: 101, 8: 102}),
        # Nationally every regional board is its own.
        ([seat(1, -4, SPOKE), seat(2, -5, SPOKE)], {-4: 101, -5: 102}),
    ],
)
def test_one_seat_of_each_constituency_reports_back(seats: list[SeatThen], reports: dict[int, int]) -> None:
    assert who_reports(seats) == reports


def test_report_back_is_late_once_its_day_has_passed() -> None:
    due = due_on(date(2026, 11, 2), 14)
    assert due == date(2026, 11, 16)
    assert [is_late(due, date(2026, 11, day)) for day in (15, 16, 17)] == [False, False, True]


def test_only_open_decisions_are_told() -> None:
    assert owes_report_backs(is_open=True)
    assert not owes_report_backs(is_open=False)
