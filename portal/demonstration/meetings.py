"""Who was at each meeting that was held, and what was agreed to be done."""

from datetime import datetime, timedelta
from zlib import crc32

from governance.actions.agreedactions import add_action, finish_action
from governance.actions.attendance import Mark, record_attendance
from governance.enums.attendance import AttendanceKind
from governance.models import Meeting
from governance.queries.attendance import Line, recorded_at
from portal.demonstration.boards import BoardStory
from portal.demonstration.people import Cooperative

# What was agreed at the North West's meetings, the last one first: what, by whom (as a seat), due after days, and
# what was said when it was done, after how many days; nothing where it is still to be done.
AGREED: tuple[tuple[str, str, int, str, int], ...] = (
    ("Ask three homes what a quiet room would need.", "staff", 42, "", 0),
    ("Send the plain page about complaints to every household.", "young-people", 14, "", 0),
    (
        "Invite the two new authorities to the next meeting.",
        "local-authorities",
        21,
        "Both said that they will come.",
        9,
    ),
    ("Find out what a shared supervisor for nights would cost.", "directors", 28, "Costed for two clusters.", 35),
    ("Collect what homes do about bicycles.", "providers", 30, "Nine answered; the list is with the papers.", 20),
)
CONTINUES = timedelta(hours=5)


def add_attendance(boards: list[BoardStory]) -> None:
    """Record who was there, some hours after each meeting: most were, some sent apologies, a few came late."""
    for story in boards:
        for meeting in Meeting.objects.filter(board=story.board, state="held").select_related("board"):
            marks = {line.expected.seat.pk: _mark(line, meeting) for line in recorded_at(meeting)}
            if marks:
                record_attendance(meeting=meeting, marks=marks, by=story.secretary, at=meeting.starts_at + CONTINUES)


def _mark(line: Line, meeting: Meeting) -> Mark:
    turn = crc32(f"{meeting.board.slug} {meeting.held_on} {line.expected.seat.number}".encode()) % 100
    if line.expected.alternate is not None:
        return Mark(AttendanceKind.ALTERNATE)
    # Young people meet after school and miss more; that is what the board's year shows.
    away = 22 if line.expected.constituency.code == "young-people" else 11
    if turn < away:
        return Mark(AttendanceKind.APOLOGIES)
    if turn < away + 3:
        return Mark(AttendanceKind.ABSENT)
    if turn > 95:
        return Mark(AttendanceKind.PRESENT, ((meeting.starts_at + timedelta(minutes=30), meeting.ends_at),))
    return Mark(AttendanceKind.PRESENT)


def add_actions(cooperative: Cooperative, north_west: BoardStory) -> None:
    """Let the last meetings of the North West have agreed that somebody does something: some done, one late."""
    held = Meeting.objects.filter(board=north_west.board, state="held").order_by("-starts_at")
    for meeting, (what, code, days, outcome, after) in zip(_twice_the_last(list(held)), AGREED, strict=False):
        at = meeting.starts_at + CONTINUES
        owner = next(line.expected.person for line in recorded_at(meeting) if line.expected.constituency.code == code)
        action = add_action(
            source=meeting,
            what=what,
            owner=owner,
            due_on=meeting.held_on + timedelta(days=days),
            by=north_west.secretary,
            at=at,
        )
        done: datetime = at + timedelta(days=after)
        if outcome and done < cooperative.calendar.at(0, 8):
            finish_action(action=action, outcome=outcome, by=owner, at=done)


def _twice_the_last(meetings: list[Meeting]) -> list[Meeting]:
    return [meetings[0], *meetings]
