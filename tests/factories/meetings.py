"""Meetings that were held, who was there, and what was agreed, by the real actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from governance.actions.agreedactions import add_action
from governance.actions.attendance import Mark, record_attendance
from governance.actions.meetings import plan_meeting, record_meeting_held
from governance.enums.attendance import AttendanceKind
from governance.models import AgreedAction, Decision, Meeting
from governance.queries.attendance import recorded_at
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.remembering import remembered

BEGAN = datetime(2026, 10, 6, 12, 30, tzinfo=UTC)
DUE = date(2026, 11, 30)


@remembered
def held(board: SmallBoard, starts_at: datetime = BEGAN) -> Meeting:
    """Hold a meeting of two and a half hours."""
    before, ends_at = starts_at - timedelta(days=30), starts_at + timedelta(hours=2, minutes=30)
    meeting = plan_meeting(
        board=board.board, title="Meeting", starts_at=starts_at, ends_at=ends_at, how="", by=board.secretary, at=before
    )
    return record_meeting_held(meeting=meeting, by=board.secretary, at=ends_at)


def marks_for(meeting: Meeting, away: dict[User, AttendanceKind] | None = None) -> dict[int, Mark]:
    """Say of everybody that they were there, but for those ``away``."""
    marks = {}
    for line in recorded_at(meeting):
        kind = (away or {}).get(line.expected.person, AttendanceKind.PRESENT)
        marks[line.expected.seat.pk] = Mark(kind)
    return marks


@remembered
def recorded(board: SmallBoard, meeting: Meeting | None = None, at: datetime = NOON) -> Meeting:
    """Record that everybody was there."""
    meeting = meeting or held(board)
    record_attendance(meeting=meeting, marks=marks_for(meeting), by=board.secretary, at=at)
    return meeting


@remembered
def taken_on(board: SmallBoard, source: Meeting | Decision, at: datetime = NOON, **more: Any) -> AgreedAction:
    """Let a trustee take something on."""
    given = {"what": "Write to the homes.", "owner": board.trustees["staff"][1], "due_on": DUE, **more}
    return add_action(source=source, by=board.secretary, at=at, **given)
