"""The dates on which a board meets."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import signals
from governance.domain.refusals import NotAllowed
from governance.enums.boards import MeetingState
from governance.models import Board, Meeting
from governance.permissions import boards as permissions
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def plan_meeting(
    *, board: Board, title: str, starts_at: datetime, ends_at: datetime, how: str, by: User, at: datetime
) -> Meeting:
    """Set the date of a meeting; a board meets once a day."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_plan_meetings(by, board, at):
        raise PermissionDenied
    meeting = Meeting(board=board, title=title, how=how)
    _place(meeting, starts_at, ends_at)
    save_with_history(meeting, by=by, reason="Meeting planned", at=at)
    signals.meeting_planned.send(sender=Meeting, meeting_id=meeting.pk, by=by, at=at)
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, starts_at: datetime, ends_at: datetime, how: str, reason: str, by: User, at: datetime
) -> Meeting:
    """Give a planned meeting another time or place, and say why."""
    meeting = _locked(meeting, by, at)
    meeting.how = how
    _place(meeting, starts_at, ends_at)
    save_with_history(meeting, by=by, reason=reason, at=at)
    signals.meeting_planned.send(sender=Meeting, meeting_id=meeting.pk, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Call a planned meeting off, and say why."""
    meeting = _locked(meeting, by, at)
    meeting.state = MeetingState.CANCELLED
    save_with_history(meeting, by=by, reason=reason, at=at)
    signals.meeting_cancelled.send(sender=Meeting, meeting_id=meeting.pk, by=by, at=at)
    return meeting


@transaction.atomic
def record_meeting_held(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Say that the meeting took place."""
    meeting = _locked(meeting, by, at)
    if meeting.starts_at > at:
        raise NotAllowed(_("The meeting has not started yet."))
    meeting.state = MeetingState.HELD
    save_with_history(meeting, by=by, reason="Meeting held", at=at)
    return meeting


def _locked(meeting: Meeting, by: User, at: datetime) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not permissions.can_plan_meetings(by, meeting.board, at):
        raise PermissionDenied
    if meeting.state != MeetingState.PLANNED:
        raise NotAllowed(_("The meeting is no longer planned: it was held or called off."))
    return meeting


def _place(meeting: Meeting, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise NotAllowed(_("A meeting ends after it starts."))
    meeting.starts_at, meeting.ends_at, meeting.held_on = starts_at, ends_at, timezone.localdate(starts_at)
    same_day = Meeting.objects.filter(board_id=meeting.board_id, held_on=meeting.held_on)
    if same_day.exclude(pk=meeting.pk).exclude(state=MeetingState.CANCELLED).exists():
        raise NotAllowed(_("The board already meets on that day."))
