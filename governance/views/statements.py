"""What young people and staff said about a proposal, beside it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.actions.asking import ask_about
from governance.permissions.asking import can_ask_about
from governance.queries.statements import campaigns_about, said_about
from governance.views.pages import proposal_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def heard(request: SignedInRequest, number: str) -> HttpResponse:
    """Show themes and answers to whoever sees the proposal, and released words to its board's people."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    said = said_about(proposal, request.user, at)
    context = {
        "proposal": proposal,
        "said": said,
        "may_ask": not said.is_wanted and can_ask_about(request.user, proposal, at),
    }
    return render(request, "governance/proposals/heard.html", context)


@require_POST
@signed_in
def ask(request: SignedInRequest, number: str) -> HttpResponse:
    """Want it asked; whoever sets campaigns up fills the four boxes."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if campaigns_about(proposal.pk) or not can_ask_about(request.user, proposal, at):
        raise Http404
    ask_about(proposal=proposal, by=request.user, at=at)
    messages.success(request, _("The participation lead is told. Once the four boxes are filled, cards can be made."))
    return redirect("governance:proposal_heard", number=proposal.number)
