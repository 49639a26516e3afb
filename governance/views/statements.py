"""What young people and staff said about a proposal, beside it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.queries.statements import said_about
from governance.views.pages import proposal_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def heard(request: SignedInRequest, number: str) -> HttpResponse:
    """Show themes and answers to whoever sees the proposal, and released words to its board's people."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    context = {"proposal": proposal, "said": said_about(proposal, request.user, at)}
    return render(request, "governance/proposals/heard.html", context)
