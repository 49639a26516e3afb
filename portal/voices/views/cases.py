"""Safeguarding: the alert, the list, the case and what is done in it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.permissions import cases as permissions
from portal.voices.queries import cases as queries


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
    return render(request, "voices/cases/alert.html", {"alert": row, "at": at})


@require_safe
@signed_in
def case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one case."""
    row = queries.find_case(request.user, pk, now())
    if row is None:
        raise Http404
    return render(request, "voices/cases/case.html", {"case": row})
