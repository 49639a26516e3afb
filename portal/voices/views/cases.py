"""Safeguarding: the alert, the list, the case. Its content is shown to who has said that they read it."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import cases as actions
from portal.voices.models import Case
from portal.voices.permissions import cases as permissions
from portal.voices.queries import cases as queries
from portal.voices.queries.procedures import clocks_of
from portal.voices.queries.readingnow import reading_now

A_PAGE = 25


@require_safe
@signed_in
def alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the case; an administrator reads that something waits, and whom to ring, never what it is."""
    at = now()
    row = queries.find_alert(request.user, pk, at)
    if row is None:
        raise Http404
    if permissions.can_know_case(request.user, row.case, at):
        return redirect("voices:case", pk=row.case_id)
    context = {"alert": row, "at": at, "leads": queries.who_should_read(row.case, at)}
    return render(request, "voices/cases/alert.html", context)


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the cases the reader may know of, what nobody has taken first."""
    at = now()
    if not permissions.can_open_cases(request.user, at):
        raise Http404
    show = "closed" if request.GET.get("show") == "closed" else "open"
    page = Paginator(queries.cases_known_to(request.user, at, show), A_PAGE).get_page(request.GET.get("page"))
    rows = [queries.listed(row, at) for row in page.object_list]
    context = {"page": page, "rows": rows, "show": show, "at": at, "reading": reading_now(at)}
    return render(request, "voices/cases/index.html", context)


@require_safe
@signed_in
def case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a case: its clocks and alerts at once, what was told to who has opened it."""
    at = now()
    row = case_or_404(request, pk, at)
    has_read = queries.has_read(request.user, row)
    context = {
        "case": row,
        "at": at,
        "has_read": has_read,
        "clocks": clocks_of(row, at),
        "alerts": queries.alerts_of(row),
        "steps": queries.steps_of(row) if has_read else [],
        "kept_out": queries.kept_out_of(row) if has_read else [],
        "statement": queries.readable_statement(row, request.user, at) if has_read else None,
        "may_take": permissions.can_take_case(request.user, row, at),
        "may_work": permissions.can_work_on_case(request.user, row, at),
        "may_close": permissions.can_close_case(request.user, row, at),
        "may_reopen": permissions.can_reopen_case(request.user, row, at),
    }
    return render(request, "voices/cases/case.html", context)


@require_POST
@signed_in
def read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Note that somebody who acts reads it now: it stops the climbing of what is unread."""
    at = now()
    row = case_or_404(request, pk, at)
    actions.read_case(case=row, by=request.user, at=at)
    return redirect("voices:case", pk=row.pk)


def case_or_404(request: SignedInRequest, pk: UUID, at: datetime) -> Case:
    """Return a case its reader may know of; to anybody else there is none."""
    row = queries.find_case(request.user, pk, at)
    if row is None:
        raise Http404
    return row
