"""Recording who was at a meeting."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.attendance import Mark, record_attendance
from governance.enums.boards import MeetingState
from governance.forms.attendance import AttendanceForm
from governance.permissions import attendance as permissions
from governance.queries.attendance import recorded_at
from governance.views.boards import board_or_404
from governance.views.meetings import meeting_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def record(request: SignedInRequest, board: str, day: str) -> HttpResponseBase:
    """Say of every seat how it was filled; later the same page corrects it."""
    at = now()
    here = board_or_404(board)
    meeting = meeting_or_404(here, day)
    if not permissions.can_record_attendance(request.user, here, at):
        raise PermissionDenied
    lines = recorded_at(meeting)
    form = AttendanceForm(request.POST if request.method == "POST" else None, meeting=meeting, lines=lines)
    explanation = _(
        "Leave the times empty for whoever was there from beginning to end. Sums by constituency are public."
    )
    if meeting.state != MeetingState.HELD:
        explanation = _("Record first, on the page of the meeting, that it took place.")

    def act() -> None:
        marks = {seat: Mark(kind, times) for seat, (kind, times) in form.marked().items()}
        reason = form.cleaned_data.get("reason", "")
        record_attendance(meeting=meeting, marks=marks, reason=reason, by=request.user, at=at)

    return done_or_page(
        request,
        form,
        act,
        said=_("It is recorded who was there."),
        back=reverse("governance:meeting", args=[here.slug, day]),
        title=_("Who was there"),
        caption=meeting.title,
        explanation=explanation,
        submit=_("Record who was there"),
    )
