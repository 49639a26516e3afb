"""Who was at a meeting: recorded once for every seat, corrected with a reason, by the secretary."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.actions.alternates import hand_over_voice, name_alternate
from governance.actions.attendance import Mark, record_attendance
from governance.actions.meetings import cancel_meeting
from governance.domain.refusals import NotAllowed
from governance.enums.attendance import AttendanceKind as Kind
from governance.models import Attendance, AttendanceInterval, Meeting
from governance.queries.attendance import attended_at
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.meetings import BEGAN, held, marks_for, recorded
from tests.factories.urgents import meets

pytestmark = pytest.mark.django_db
LATE = (BEGAN + timedelta(minutes=30), BEGAN + timedelta(hours=2))


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def seat_of(board: SmallBoard, code: str = "staff") -> int:
    return int(board.trustees[code][0].appointments.get().seat_id)


def test_every_seat_is_recorded_with_those_who_came_late(board: SmallBoard) -> None:
    meeting = held(board)
    away = {board.trustees["providers"][0]: Kind.APOLOGIES, board.trustees["providers"][1]: Kind.ABSENT}
    marks = marks_for(meeting, away) | {seat_of(board): Mark(Kind.PRESENT, (LATE,))}
    record_attendance(meeting=meeting, marks=marks, by=board.secretary, at=NOON)
    assert {one.constituency: (one.there, one.expected) for one in attended_at(meeting)} == {
        "Local authorities": (2, 2),
        "Directors": (2, 2),
        "Providers": (0, 2),
        "Staff": (2, 2),
        "Young people": (2, 2),
    }
    interval = AttendanceInterval.objects.get()
    assert (interval.attendance.person, interval.joined_at, interval.left_at) == (board.trustees["staff"][0], *LATE)


def test_recording_twice_changes_nothing_and_a_correction_says_why(board: SmallBoard) -> None:
    meeting = recorded(board)
    assert record_attendance(meeting=meeting, marks=marks_for(meeting), by=board.secretary, at=NOON) == []
    changed = marks_for(meeting) | {seat_of(board): Mark(Kind.PRESENT, (LATE,))}
    with pytest.raises(NotAllowed, match="why"):
        record_attendance(meeting=meeting, marks=changed, by=board.secretary, at=NOON)
    said = "They wrote that they left early."
    for _ in range(2):
        record_attendance(meeting=meeting, marks=changed, reason=said, by=board.secretary, at=NOON)
    back = changed | {seat_of(board): Mark(Kind.APOLOGIES)}
    record_attendance(meeting=meeting, marks=back, reason="Another mistake.", by=board.secretary, at=NOON)
    row = Attendance.objects.get(meeting=meeting, seat=seat_of(board))
    reasons = row.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["Attendance recorded", said, "Another mistake."]
    assert not AttendanceInterval.objects.exists()
    assert AttendanceInterval.history.count() == 2


def test_only_the_secretary_records_it_and_only_of_a_meeting_that_was_held(board: SmallBoard) -> None:
    meeting = held(board)
    for person in (board.chair, *board.everyone[:2]):
        with pytest.raises(PermissionDenied):
            record_attendance(meeting=meeting, marks=marks_for(meeting), by=person, at=NOON)
    ahead = meets(board, datetime(2026, 12, 1, 13, tzinfo=UTC))
    for _ in range(2):
        with pytest.raises(NotAllowed, match="took place"):
            record_attendance(meeting=ahead, marks=marks_for(ahead), by=board.secretary, at=NOON)
        if ahead.state == "planned":
            ahead = cancel_meeting(meeting=ahead, reason="Snow.", by=board.secretary, at=NOON)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark(Kind.ALTERNATE), "Nobody was named"),
        (Mark(Kind.APOLOGIES, (LATE,)), "not there"),
        (Mark(Kind.PRESENT, ((LATE[1], LATE[0]),)), "before joining"),
        (Mark(Kind.PRESENT, (LATE, LATE)), "twice at once"),
        (Mark(Kind.PRESENT, ((BEGAN - timedelta(hours=1), LATE[1]),)), "outside"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(board: SmallBoard, mark: Mark, words: str) -> None:
    meeting = held(board)
    with pytest.raises(NotAllowed, match=words):
        record_attendance(
            meeting=meeting, marks=marks_for(meeting) | {seat_of(board): mark}, by=board.secretary, at=NOON
        )
    assert not Attendance.objects.exists()


def test_a_seat_left_out_is_refused(board: SmallBoard) -> None:
    meeting = held(board)
    marks = marks_for(meeting)
    del marks[seat_of(board)]
    with pytest.raises(NotAllowed, match="every seat"):
        record_attendance(meeting=meeting, marks=marks, by=board.secretary, at=NOON)


def test_an_alternate_who_has_the_voice_fills_the_seat(board: SmallBoard) -> None:
    principal = board.trustees["staff"][0]
    other = ConstituencyMembershipFactory(board=board.board).person
    alternate = name_alternate(
        appointment=principal.appointments.get(),
        person=other,
        starts_on=BEGAN.date(),
        meeting=None,
        by=board.secretary,
        at=BEGAN - timedelta(days=3),
    )
    until = BEGAN.date() + timedelta(days=1)
    hand_over_voice(
        alternate=alternate, starts_on=BEGAN.date(), ends_on=until, by=principal, at=BEGAN - timedelta(days=2)
    )
    meeting = held(board)
    marks = marks_for(meeting, {principal: Kind.ALTERNATE})
    record_attendance(meeting=meeting, marks=marks, by=board.secretary, at=NOON)
    row = Attendance.objects.get(meeting=meeting, person=principal)
    assert row.alternate == other
    assert next(one for one in attended_at(meeting) if one.constituency == "Staff").there == 2


def test_the_database_keeps_one_record_a_seat_and_names_the_alternate(board: SmallBoard) -> None:
    meeting: Meeting = recorded(board)
    row = Attendance.objects.filter(meeting=meeting).first()
    assert row is not None
    for wrong in ({"kind": Kind.ALTERNATE}, {"alternate": board.secretary}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            meeting=meeting, seat=row.seat, person=board.secretary, constituency=row.constituency, kind=Kind.PRESENT
        )
