"""The day of a visit: fixed for a team that is there already, what the team takes along, afterwards who came."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import visits as actions
from peerreview.domain.teams import SAID_YES
from peerreview.forms import visits as forms
from peerreview.models import Review
from peerreview.permissions import visits as permissions
from peerreview.permissions.selfassessments import can_read_workbook
from peerreview.permissions.teams import can_choose_team
from peerreview.queries.statements import said_in
from peerreview.queries.teams import invitation, seats_of
from peerreview.queries.timetables import day_of_visit, find_timetable
from peerreview.queries.visits import choices, replies_of
from peerreview.views.pages import ACT, act, review_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in


@ACT
@signed_in
def fix_day(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fix one of the three days that are held for the team."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_fix_day(request.user, review, at):
        raise Http404
    found = choices(review, review.visit.days, at)
    opens = can_choose_team(request.user, review, at)
    return act(
        request,
        forms.FixDayForm(sent(request), choices=found, opens_seats=opens),
        lambda data: actions.fix_day(review=review, by=request.user, at=at, **data),
        title=_("Fix the day of the visit"),
        caption=str(review),
        explanation=_(
            "Everybody on the team and in the service keeps all three free. The other two are free again. "
            "A day is fixed when everybody on the team has said that they can come."
        ),
        submit=_("Fix this day"),
        done=_("The day is fixed. Everybody concerned has been told, with a calendar file."),
        back=reverse("peerreview:team", args=[review.pk]),
    )


@ACT
@signed_in
def answer_days(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say on which of the days one can come."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    return _answer(request, review, at, back=reverse("peerreview:team", args=[review.pk]))


@ACT
@signed_in
def answer_invited(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say on which of the days one can come, before or after the yes to the invitation."""
    at = now()
    seat = invitation(request.user, pk, at)
    if seat is None:
        raise Http404
    return _answer(request, seat.team.review, at, back=reverse("peerreview:invitation", args=[seat.pk]))


def _answer(request: SignedInRequest, review: Review, at: datetime, *, back: str) -> HttpResponse:
    if not permissions.can_answer_days(request.user, review, at):
        raise Http404
    said = {day: row for (person, day), row in replies_of(review).items() if person == request.user.pk}
    start: dict[str, str] = {f"day_{day:%Y%m%d}": row.coming for day, row in said.items()}
    start["note"] = next((row.note for row in said.values()), "")
    form = forms.DaysForm(sent(request), days=review.visit.days, initial=start)
    return act(
        request,
        form,
        lambda data: actions.answer_days(
            review=review, coming=form.coming(), note=data["note"], by=request.user, at=at
        ),
        title=_("On which days can you come?"),
        caption=str(review),
        explanation=_("You can change it until the day is fixed. A day on which you cannot come leaves your calendar."),
        submit=_("Save what I say"),
        done=_("It is saved. You are told as soon as a day is fixed."),
        back=back,
    )


@require_safe
@signed_in
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the team takes along: the day, what young people and staff said, and where the rest is."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    links = permissions.visit_links(request.user, review, at)
    if not links.pack:
        raise Http404
    table = find_timetable(review)
    context = {
        "review": review,
        "day": day_of_visit(table) if table else None,
        "said": said_in(review, request.user, at),
        "links": links,
        "may_read_workbook": can_read_workbook(request.user, review, at),
    }
    return render(request, "peerreview/visits/pack.html", context)


@ACT
@signed_in
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record who was there; the report is begun with it."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_record_attendance(request.user, review, at):
        raise Http404
    seats = list(seats_of(review.team).filter(state__in=SAID_YES))
    form = forms.AttendanceForm(sent(request), seats=seats)
    return act(
        request,
        form,
        lambda _data: actions.record_attendance(review=review, missing=form.missing(), by=request.user, at=at),
        title=_("Who was there?"),
        caption=str(review),
        explanation=_("With this the visit has been, and the report is begun. It cannot be taken back."),
        submit=_("Record it and begin the report"),
        done=_("It is recorded. The team can read each other’s notes now."),
        back=reverse("peerreview:review", args=[review.pk]),
    )
