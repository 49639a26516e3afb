"""Who was at a meeting: which times may stand, and how attendance adds up."""

from datetime import datetime

import pytest

from governance.domain.attendance import Attended, Wrong, attended, wrong_with
from governance.enums.attendance import AttendanceKind as Kind


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 6, hour, minute)  # noqa: DTZ001  (the rule asks for no zone)


MEETING = (at(13, 30), at(16))


@pytest.mark.parametrize(
    ("kind", "times", "wrong"),
    [
        (Kind.PRESENT, [], None),
        (Kind.PRESENT, [(at(13, 30), at(16))], None),
        (Kind.ALTERNATE, [(at(14), at(15))], None),
        (Kind.PRESENT, [(at(13, 30), at(14)), (at(14), at(16))], None),
        (Kind.APOLOGIES, [], None),
        (Kind.APOLOGIES, [(at(14), at(15))], Wrong.NOT_THERE),
        (Kind.ABSENT, [(at(14), at(15))], Wrong.NOT_THERE),
        (Kind.PRESENT, [(at(15), at(14))], Wrong.BACKWARDS),
        (Kind.PRESENT, [(at(14), at(14))], Wrong.BACKWARDS),
        (Kind.PRESENT, [(at(14), at(15)), (at(14, 59), at(16))], Wrong.OVERLAP),
        (Kind.PRESENT, [(at(15), at(16)), (at(14), at(14, 30))], Wrong.OVERLAP),
        (Kind.PRESENT, [(at(13), at(16))], Wrong.OUTSIDE),
        (Kind.PRESENT, [(at(14), at(16, 1))], Wrong.OUTSIDE),
    ],
)
def test_times_stand_inside_the_meeting_and_one_after_the_other(
    kind: Kind, times: list[tuple[datetime, datetime]], wrong: Wrong | None
) -> None:
    assert wrong_with(kind, times, MEETING) is wrong


def test_a_seat_is_filled_by_its_trustee_or_an_alternate() -> None:
    rows = [
        ("Providers", "present"),
        ("Staff", "alternate"),
        ("Providers", "apologies"),
        ("Staff", "absent"),
        ("Providers", "present"),
    ]
    assert attended(rows) == [Attended("Providers", 2, 3), Attended("Staff", 1, 2)]
    assert [one.percent for one in attended(rows)] == [67, 50]
    assert attended([]) == []
