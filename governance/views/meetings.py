"""When a board meets."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import meetings as actions
from governance.enums.boards import MeetingState
from governance.forms.boards import MeetingForm, MoveMeetingForm, ReasonForm
from governance.models import Board, Meeting
from governance.models.standing import standing_of
from governance.permissions import agreedactions as may_actions
from governance.permissions import attendance as may_attendance
from governance.permissions import boards as permissions
from governance.queries import meetings as queries
from governance.queries.agreedactions import actions_from
from governance.queries.attendance import attended_at, recorded_at
from governance.queries.reportbacks import overdue
from governance.views.boards import board_or_404
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


def _planned_by(request: SignedInRequest, slug: str, at: datetime) -> Board:
    board = board_or_404(slug)
    if not permissions.can_plan_meetings(request.user, board, at):
        raise PermissionDenied
    return board


def meeting_or_404(board: Board, day: str) -> Meeting:
    """Return the board's meeting of a day."""
    try:
        found = queries.find_meeting(board, date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def meetings(request: HttpRequest, board: str) -> HttpResponse:
    """List the meetings of a board."""
    at = now()
    here = board_or_404(board)
    ahead, past = queries.meetings_of(here, at)
    plans = permissions.can_plan_meetings(request.user, here, at)
    context = {"board": here, "ahead": ahead, "past": past, "plans": plans}
    return render(request, "governance/boards/meetings.html", context)


@signed_in
def my_meetings(request: SignedInRequest) -> HttpResponse:
    """List the coming meetings of every board the person is near."""
    at = now()
    return render(request, "governance/boards/my_meetings.html", {"rows": queries.meetings_for(request.user, at)})


def meeting(request: HttpRequest, board: str, day: str) -> HttpResponse:
    """Show one meeting: when, and what was decided that day. How to join is for the board's own people."""
    at = now()
    here = board_or_404(board)
    found = meeting_or_404(here, day)
    is_near = here.pk in standing_of(request.user, at).near
    is_ahead = found.ends_at > at
    context = {
        "board": here,
        "meeting": found,
        "is_ahead": is_ahead,
        "overdue": overdue(request.user, here, at) if is_near and is_ahead else [],
        "has_started": found.starts_at <= at,
        "decisions": queries.decided_on(request.user, found, at),
        "is_near": is_near,
        "plans": permissions.can_plan_meetings(request.user, here, at),
        **_what_happened(request, found, at),
    }
    return render(request, "governance/boards/meeting.html", context)


def _what_happened(request: HttpRequest, found: Meeting, at: datetime) -> dict[str, object]:
    """Return who was there and what was agreed to be done, as far as the reader may know it."""
    here, person = found.board, request.user
    args = [here.slug, found.held_on.isoformat()]
    is_held = found.state == MeetingState.HELD
    records = is_held and may_attendance.can_record_attendance(person, here, at)
    inside = may_attendance.can_read_attendance(person, here, at)
    adds = found.state != MeetingState.CANCELLED and may_actions.can_add_action(person, here, at)
    return {
        "sums": attended_at(found) if is_held else [],
        "lines": recorded_at(found) if is_held and inside else [],
        "record_href": reverse("governance:attendance", args=args) if records else "",
        "actions": actions_from(person, found, at) if person.is_authenticated else [],
        "add_href": reverse("governance:add_meeting_action", args=args) if adds else "",
        "today": timezone.localdate(at),
    }


def calendar(request: HttpRequest, board: str, day: str) -> HttpResponse:
    """Give the meeting for somebody's own calendar."""
    found = meeting_or_404(board_or_404(board), day)
    address = request.build_absolute_uri(reverse("governance:meeting", args=[board, day]))
    return HttpResponse(
        queries.as_ics(found, address, now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{board}-{found.held_on.isoformat()}.ics"'},
    )


@signed_in
def plan(request: SignedInRequest, board: str) -> HttpResponse:
    """Set the date of a meeting."""
    at = now()
    here = _planned_by(request, board, at)
    form = MeetingForm(request.POST or None)
    back = reverse("governance:meetings", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        title = _("Meeting of the %(board)s") % {"board": here.name}
        if attempt(
            form,
            lambda: actions.plan_meeting(
                board=here,
                title=title,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                how=data["how"],
                by=request.user,
                at=at,
            ),
        ):
            messages.success(request, _("The meeting is planned."))
            return redirect(back)
    return act_page(
        request, form, title=_("Plan a meeting"), caption=here.name, back=back, submit=_("Plan the meeting")
    )


@signed_in
def move(request: SignedInRequest, board: str, day: str) -> HttpResponse:
    """Give a meeting another time."""
    at = now()
    here = _planned_by(request, board, at)
    found = meeting_or_404(here, day)
    starts, ends = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    initial = {"day": found.held_on, "starts": starts.time(), "ends": ends.time(), "how": found.how}
    form = MoveMeetingForm(request.POST or None, initial=initial)
    back = reverse("governance:meeting", args=[here.slug, day])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: actions.move_meeting(
                meeting=found,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                how=data["how"],
                reason=data["reason"],
                by=request.user,
                at=at,
            ),
        ):
            messages.success(request, _("The meeting is moved, and everybody concerned is told."))
            return redirect("governance:meeting", here.slug, data["day"].isoformat())
    return act_page(
        request, form, title=_("Move the meeting"), caption=here.name, back=back, submit=_("Move the meeting")
    )


@signed_in
def cancel(request: SignedInRequest, board: str, day: str) -> HttpResponse:
    """Call a meeting off."""
    at = now()
    here = _planned_by(request, board, at)
    found = meeting_or_404(here, day)
    form = ReasonForm(request.POST or None)
    back = reverse("governance:meeting", args=[here.slug, day])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.cancel_meeting(meeting=found, reason=reason, by=request.user, at=at)):
            messages.success(request, _("The meeting is called off, and everybody concerned is told."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Call the meeting off"),
        caption=found.title,
        back=back,
        submit=_("Call it off"),
        is_grave=True,
    )


@signed_in
def held(request: SignedInRequest, board: str, day: str) -> HttpResponse:
    """Record that the meeting took place."""
    at = now()
    here = _planned_by(request, board, at)
    found = meeting_or_404(here, day)
    if request.method == "POST" and found.state == "planned" and found.starts_at <= at:
        actions.record_meeting_held(meeting=found, by=request.user, at=at)
        messages.success(request, _("It is recorded that the meeting took place."))
    return redirect("governance:meeting", here.slug, day)
