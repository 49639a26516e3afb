"""The timetable of a visit: its page, its print sheet, each session, and agreeing to it."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peerreview.actions import timetables as actions
from peerreview.domain.teams import SAID_YES
from peerreview.forms.cycles import NothingForm
from peerreview.forms.visits import SessionForm, of_session
from peerreview.models import Review, Timetable, TimetableSession
from peerreview.permissions import visits as permissions
from peerreview.queries import timetables as queries
from peerreview.queries.teams import seats_of
from peerreview.views.pages import ACT, act, review_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def timetable(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the day; the same page prints as one sheet."""
    at = now()
    review = _readable(request, pk, at)
    table = queries.find_timetable(review)
    context = {
        "review": review,
        "day": queries.day_of_visit(table) if table else None,
        "may_plan": permissions.can_plan_day(request.user, review, at),
        "may_agree": table is not None and permissions.can_agree_to_timetable(request.user, table, at),
    }
    return render(request, "peerreview/visits/timetable.html", context)


@require_POST
@signed_in
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay out the default day."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_plan_day(request.user, review, at):
        raise Http404
    actions.begin_timetable(review=review, by=request.user, at=at)
    return redirect(_page(review))


@ACT
@signed_in
def add_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a session."""
    return _save(request, _planned(request, pk, now()), None)


@ACT
@signed_in
def change_session(request: SignedInRequest, pk: int, session: int) -> HttpResponse:
    """Change a session."""
    table = _planned(request, pk, now())
    return _save(request, table, _session(table, session))


def _save(request: SignedInRequest, table: Timetable, session: TimetableSession | None) -> HttpResponse:
    review = table.visit.review
    seats = {one.key: one.seats for one in queries.planned_day(table)}
    form = SessionForm(
        sent(request),
        team=seats_of(review.team).filter(state__in=SAID_YES),
        initial=of_session(session, seats[session.pk]) if session else None,
    )
    return act(
        request,
        form,
        lambda _data: actions.save_session(table=table, session=session, part=form.part(), by=request.user, at=now()),
        title=_("Change a session") if session else _("Add a session"),
        caption=str(review),
        explanation=_("What the service has agreed to is open again when it changes: show it the day anew."),
        submit=_("Save"),
        done=_("The timetable is changed."),
        back=_page(review),
    )


@ACT
@signed_in
def remove_session(request: SignedInRequest, pk: int, session: int) -> HttpResponse:
    """Take a session out."""
    table = _planned(request, pk, now())
    row = _session(table, session)
    return act(
        request,
        NothingForm(sent(request)),
        lambda _data: actions.remove_session(table=table, session=row, by=request.user, at=now()),
        title=_("Take a session out"),
        caption=str(row),
        explanation=_("Notes that are about it stay where they are."),
        submit=_("Take it out"),
        done=_("The session is not part of the day any more."),
        back=_page(table.visit.review),
        is_grave=True,
    )


@ACT
@signed_in
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the service how the day would go."""
    table = _planned(request, pk, now())
    return act(
        request,
        NothingForm(sent(request)),
        lambda _data: actions.show_timetable(table=table, by=request.user, at=now()),
        title=_("Show the timetable to the service"),
        caption=str(table.visit.review),
        explanation=_("Its lead is asked to agree. Until then, and afterwards, you can change it and show it again."),
        submit=_("Show it"),
        done=_("The service’s lead has been told."),
        back=_page(table.visit.review),
    )


@ACT
@signed_in
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree for the service."""
    at = now()
    table = queries.find_timetable(_readable(request, pk, at))
    if table is None or not permissions.can_agree_to_timetable(request.user, table, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda _data: actions.agree_to_timetable(table=table, by=request.user, at=at),
        title=_("Agree to the timetable"),
        caption=str(table.visit.review),
        explanation=_(
            "If something does not fit, talk to who leads the team: they change it and show it to you again."
        ),
        submit=_("The day can go like this"),
        done=_("Thank you. The team has been told."),
        back=_page(table.visit.review),
    )


def _readable(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_see_timetable(request.user, review, at):
        raise Http404
    return review


def _planned(request: SignedInRequest, pk: int, at: datetime) -> Timetable:
    review = review_or_404(request, pk, at, whole=True)
    table = queries.find_timetable(review)
    if table is None or not permissions.can_plan_day(request.user, review, at):
        raise Http404
    table.visit.review = review
    return table


def _session(table: Timetable, pk: int) -> TimetableSession:
    found = queries.find_session(table, pk)
    if found is None:
        raise Http404
    return found


def _page(review: Review) -> str:
    return reverse("peerreview:timetable", args=[review.pk])
