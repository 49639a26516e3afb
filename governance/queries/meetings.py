"""Meetings as pages and calendars show them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from governance.enums.boards import MeetingState
from governance.models import Board, Decision, Meeting
from governance.models.standing import standing_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

A_PAGE = 50


def meetings_of(board: Board, at: datetime) -> tuple[list[Meeting], list[Meeting]]:
    """Return what is to come, the next first, and what has been, the last first."""
    ahead = Meeting.objects.filter(board=board, ends_at__gt=at).order_by("starts_at")
    past = Meeting.objects.filter(board=board, ends_at__lte=at).order_by("-starts_at")
    return list(ahead[:A_PAGE]), list(past[:A_PAGE])


def meetings_for(person: "Person", at: datetime) -> list[Meeting]:
    """Return the coming meetings of every board ``person`` is near, the next first."""
    near = standing_of(person, at).near
    rows = Meeting.objects.filter(board_id__in=near, ends_at__gt=at).exclude(state=MeetingState.CANCELLED)
    return list(rows.select_related("board").order_by("starts_at")[:A_PAGE]) if near else []


def find_meeting(board: Board, day: date) -> Meeting | None:
    """Return the meeting of that day; one that was called off only when no other took its place."""
    rows = Meeting.objects.filter(board=board, held_on=day).select_related("board")
    return rows.exclude(state=MeetingState.CANCELLED).first() or rows.first()


def decided_on(person: "Person", meeting: Meeting, at: datetime) -> list[Decision]:
    """Return the board's decisions of that day, as far as ``person`` may read them."""
    return list(Decision.objects.visible_to(person, at).filter(board=meeting.board, decided_on=meeting.held_on))


def as_ics(meeting: Meeting, address: str, at: datetime) -> bytes:
    """Return the meeting for somebody's own calendar; called off, it takes itself away again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hearth//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@hearth")
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("dtstamp", at)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
