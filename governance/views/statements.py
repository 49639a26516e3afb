"""What young people and staff said about a proposal, beside it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.permissions.campaigns import can_ask_young_people, looks_after
from governance.queries.statements import said_about
from governance.views.pages import proposal_or_404
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.queries.campaigns import campaigns_about


@require_safe
@signed_in
def heard(request: SignedInRequest, number: str) -> HttpResponse:
    """Show themes and answers to whoever sees the proposal, and released words to its board's people."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    keeps = looks_after(request.user, proposal, at)
    context = {
        "proposal": proposal,
        "said": said_about(proposal, request.user, at),
        "asked": campaigns_about("proposal", proposal.pk, drafts=keeps),
        "keeps_campaigns": keeps,
        "may_ask": can_ask_young_people(request.user, proposal, at),
    }
    return render(request, "governance/proposals/heard.html", context)
