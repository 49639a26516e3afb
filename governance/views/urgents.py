"""Deciding what cannot wait, in two acts of two people; the public record of it; letting a proposal lapse."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.lapses import lapse_proposal
from governance.actions.urgents import ask_urgent, confirm_urgent, drop_urgent
from governance.enums.proposals import ProposalState
from governance.enums.urgents import UrgentState
from governance.forms.urgents import AskUrgentForm, ConfirmUrgentForm, LapseForm, TakeBackForm
from governance.models import Proposal, UrgentDecision
from governance.permissions import proposals as proposal_permissions
from governance.permissions import urgents as permissions
from governance.permissions.rounds import is_chair
from governance.queries.urgents import urgent_decisions, urgent_of, urgent_page
from governance.queries.versions import working_copy, working_stamp
from governance.views.pages import proposal_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def ask(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Ask, as chair, that a draft be decided at once: it is sealed as it stands."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    back = reverse("governance:proposal", args=[number])
    if not is_chair(request.user, proposal, at):
        raise PermissionDenied
    if urgent_of(proposal) is not None:
        return redirect(back)
    if not permissions.can_ask_urgent(request.user, proposal, at):
        raise PermissionDenied
    stamp = working_stamp(proposal, working_copy(proposal))
    form = AskUrgentForm(request.POST or None, initial={"expected": stamp})
    return done_or_page(
        request,
        form,
        lambda: ask_urgent(
            proposal=proposal,
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["expected"] or None,
            by=request.user,
            at=at,
        ),
        said=_("The board has been told. Write the reasons now: a trustee can confirm once they are complete."),
        back=back,
        title=_("Ask for an urgent decision"),
        caption=number,
        explanation=_(
            "The text is sealed as version 1. It holds once a trustee of another constituency confirms it, and only"
            " until the board has ratified it. If the board does not, it lapses by itself."
        ),
        submit=_("Seal the text and ask"),
    )


@signed_in
def confirm(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Confirm, as a trustee of another constituency, what the chair asks for: from then on it holds."""
    at = now()
    urgent = asked_or_404(request, number, at)
    back = reverse("governance:proposal", args=[number])
    if urgent.state != UrgentState.ASKED:
        return redirect(back)
    if not permissions.can_confirm_urgent(request.user, urgent, at):
        raise PermissionDenied
    form = ConfirmUrgentForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: confirm_urgent(urgent=urgent, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("It holds from now on. The board has been told and is asked to ratify it."),
        back=back,
        title=_("Confirm this urgent decision"),
        caption=number,
        explanation=_(
            "“%(title)s” holds from the moment you confirm it, until the board has said whether it stands by it."
            " If you think it can wait, do nothing: it is then discussed in the ordinary way."
        )
        % {"title": urgent.title},
        quote=urgent.chair_reason,
        quoted=_("%(person)s, in the chair: why it cannot wait") % {"person": urgent.chair.name},
        submit=_("Confirm it"),
        is_grave=True,
    )


@signed_in
def take_back(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take the request back while nobody has confirmed it."""
    at = now()
    urgent = asked_or_404(request, number, at)
    back = reverse("governance:proposal", args=[number])
    if urgent.state == UrgentState.DROPPED:
        return redirect(back)
    if not permissions.can_drop_urgent(request.user, urgent, at):
        raise PermissionDenied
    form = TakeBackForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: drop_urgent(urgent=urgent, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("The proposal is discussed in the ordinary way."),
        back=back,
        title=_("Take the request back"),
        caption=number,
        explanation=_("Nothing was decided. The text stays as version 1 and is discussed like any other proposal."),
        submit=_("Take it back"),
    )


@signed_in
def lapse(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Let a proposal lapse, as chair, after saying why."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    back = reverse("governance:proposal", args=[number])
    if proposal.state == ProposalState.LAPSED:
        return redirect(back)
    if not proposal_permissions.can_lapse_proposal(request.user, proposal, at):
        raise PermissionDenied
    form = LapseForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: lapse_proposal(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("The proposal has lapsed."),
        back=back,
        title=_("Let this proposal lapse"),
        caption=number,
        explanation=_(
            "For what has been overtaken by events or is nobody’s any more. It cannot be taken up again:"
            " the same text would need a new proposal. Everything said stays on record."
        ),
        submit=_("Let it lapse"),
        is_grave=True,
    )


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List what was decided urgently, whatever became of it."""
    return render(request, "governance/urgents/list.html", {"rows": urgent_decisions(request.user, now())})


@require_safe
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Show the record of one urgent decision."""
    page = urgent_page(request.user, number, now())
    if page is None:
        raise Http404
    return render(request, "governance/urgents/urgent.html", {"page": page})


def asked_or_404(request: SignedInRequest, number: str, at: datetime) -> UrgentDecision:
    """Return what was asked for on a proposal that the reader may see."""
    proposal: Proposal = proposal_or_404(request, number, at)
    urgent = urgent_of(proposal)
    if urgent is None:
        raise Http404
    urgent.proposal = proposal
    return urgent
