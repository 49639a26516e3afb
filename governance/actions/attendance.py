"""Recording who was at a meeting, and correcting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.domain.attendance import Interval, Wrong, wrong_with
from governance.domain.refusals import NotAllowed
from governance.enums.attendance import AttendanceKind
from governance.enums.boards import MeetingState
from governance.models import Attendance, AttendanceInterval, Meeting
from governance.permissions import attendance as permissions
from governance.queries.attendance import Expected, Line, recorded_at
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User


@dataclass(frozen=True)
class Mark:
    """How a seat was filled; no ``times`` mean the whole meeting."""

    kind: AttendanceKind
    times: tuple[Interval, ...] = ()


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, marks: Mapping[int, Mark], by: User, at: datetime, reason: str = ""
) -> list[Attendance]:
    """Write down how each seat was filled, by seat; what changes afterwards needs a reason. Twice changes nothing."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("board").get(pk=meeting.pk)
    if not permissions.can_record_attendance(by, meeting.board, at):
        raise PermissionDenied
    if meeting.state != MeetingState.HELD:
        raise NotAllowed(_("Record first that the meeting took place."))
    lines = recorded_at(meeting)
    if marks.keys() != {line.expected.seat.pk for line in lines}:
        raise NotAllowed(_("Say of every seat how it was filled: the seats have changed since you opened the page."))
    is_correction = any(line.attendance for line in lines)
    changed = [line for line in lines if marks[line.expected.seat.pk] != _mark(line)]
    if is_correction and changed and not reason.strip():
        raise NotAllowed(_("Say why the record is corrected."))
    words = reason.strip() if is_correction else "Attendance recorded"
    saved = []
    for line in changed:
        mark = marks[line.expected.seat.pk]
        _check(line.expected, mark, meeting)
        row = line.attendance or _new(meeting, line.expected)
        row.kind = mark.kind
        row.alternate = line.expected.alternate if mark.kind == AttendanceKind.ALTERNATE else None
        save_with_history(row, by=by, reason=words, at=at)
        if line.times != mark.times:
            _keep_times(row, mark.times, by, words, at)
        saved.append(row)
    return saved


def _mark(line: Line) -> Mark | None:
    return None if line.kind is None else Mark(line.kind, line.times)


def _new(meeting: Meeting, expected: Expected) -> Attendance:
    return Attendance(meeting=meeting, seat=expected.seat, constituency=expected.constituency, person=expected.person)


def _check(expected: Expected, mark: Mark, meeting: Meeting) -> None:
    if mark.kind == AttendanceKind.ALTERNATE and expected.alternate is None:
        raise NotAllowed(_("Nobody was named to stand in for %(person)s on that day.") % {"person": expected.person})
    words = {
        Wrong.NOT_THERE: _("%(person)s has times although they were not there."),
        Wrong.BACKWARDS: _("%(person)s leaves before joining: check the times."),
        Wrong.OVERLAP: _("%(person)s is there twice at once: check the times."),
        Wrong.OUTSIDE: _("%(person)s is there outside the meeting’s own times."),
    }
    wrong = wrong_with(mark.kind, mark.times, (meeting.starts_at, meeting.ends_at))
    if wrong is not None:
        raise NotAllowed(words[wrong] % {"person": expected.person})


def _keep_times(row: Attendance, times: tuple[Interval, ...], by: User, reason: str, at: datetime) -> None:
    for old in row.intervals.all():
        delete_with_history(old, by=by, reason=reason, at=at)
    for joined_at, left_at in times:
        interval = AttendanceInterval(attendance=row, joined_at=joined_at, left_at=left_at)
        save_with_history(interval, by=by, reason=reason, at=at)
