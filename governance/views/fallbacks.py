"""The fallback steps and referrals: each act has its own page; where they stand is a part of the proposal's page."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.fallbacks import end_step, end_without_agreement, fall_back, put_trial, start_step
from governance.actions.referrals import refer, refer_to_national
from governance.domain.fallbacks import passed_over
from governance.enums.fallbacks import FallbackKind, FallbackOutcome
from governance.enums.proposals import ProposalState
from governance.forms.fallbacks import EndStepForm, NotAgreedForm, ReasonedForm, ReferForm, StepForm
from governance.forms.rounds import ConfirmForm
from governance.models import FallbackStep
from governance.permissions import fallbacks as permissions
from governance.permissions.referrals import can_refer
from governance.queries.fallbacks import find_step, last_lines, order_of, steps_of
from governance.queries.referrals import boards_to_refer_to
from governance.queries.seats import holders
from governance.queries.way import way_in_short, way_of
from governance.views.pages import proposal_or_404, wants_fragment
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def way_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Show why this is not yet a decision and what can be done; to a page that follows it, only the part in short."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if wants_fragment(request):
        return render(request, "governance/fallbacks/_way.html", {"way": way_in_short(request.user, proposal, at)})
    context = {
        "way": way_of(request.user, proposal, at),
        "names": permissions.can_see_names(request.user, proposal, at),
    }
    return render(request, "governance/fallbacks/way.html", context)


@signed_in
def fall_back_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take what was tested and not agreed to the fallback steps."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if proposal.state == ProposalState.FALLBACK and permissions.leads(request.user, proposal, at):
        return redirect("governance:proposal", number=number)
    if not permissions.can_fall_back(request.user, proposal, at):
        raise PermissionDenied
    form = ReasonedForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: fall_back(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("The proposal is in the fallback steps. Choose the first one."),
        back=_way(number),
        title=_("Go to the fallback steps"),
        caption=number,
        explanation=_(
            "When discussing further leads nowhere. The steps are ways to look for agreement: none is a vote."
        ),
        submit=_("Go to the fallback steps"),
    )


@signed_in
def start_page(request: SignedInRequest, number: str, kind: str) -> HttpResponseBase:
    """Begin a step."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if kind not in FallbackKind.values:
        raise Http404
    step = FallbackKind(kind)
    if not permissions.can_start_step(request.user, proposal, at):
        raise PermissionDenied
    taken = [FallbackKind(one.kind) for one in steps_of(proposal)]
    order = order_of(proposal, at)
    if step in taken or step not in order:
        raise Http404
    form = StepForm(
        request.POST or None,
        kind=step,
        skipping=passed_over(order, taken, step),
        lines=last_lines(proposal),
        facilitators=[holder.person for holder in holders(proposal.board, at)],
    )

    def act() -> object:
        plan, cleaned = form.plan(), form.cleaned_data
        why = cleaned.get("why_skipped", "")
        if step is FallbackKind.NATIONAL:
            return refer_to_national(
                proposal=proposal,
                what=plan.what,
                due_on=plan.due_on,
                reason=cleaned["reason"],
                why_skipped=why,
                by=request.user,
                at=at,
            )
        return start_step(
            proposal=proposal, kind=step, plan=plan, reason=cleaned["reason"], why_skipped=why, by=request.user, at=at
        )

    return done_or_page(
        request,
        form,
        act,
        said=_("The step has begun. The board has been told."),
        back=_way(number),
        title=step.label,
        caption=number,
        explanation=_("It looks for something the whole board can agree to. Nothing is decided by it."),
        submit=_("Begin the step"),
    )


@signed_in
def end_page(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Write down what came of a step."""
    at = now()
    step = _step_or_404(request, number, n, at)
    if not permissions.can_end_step(request.user, step, at):
        raise PermissionDenied
    form = EndStepForm(request.POST or None, kind=FallbackKind(step.kind))
    return done_or_page(
        request,
        form,
        lambda: end_step(
            step=step,
            outcome=FallbackOutcome(form.cleaned_data["outcome"]),
            result=form.cleaned_data["result"],
            by=request.user,
            at=at,
        ),
        said=_("What came of it is written down."),
        back=_way(number),
        title=_("What came of it?"),
        caption=f"{number} · {step.get_kind_display()}",
        explanation=_("If there is a new text, publish it as the next version instead: that ends the step by itself."),
        quote=step.what,
        submit=_("Write it down"),
    )


@signed_in
def trial_page(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Publish the newest text as a trial."""
    at = now()
    step = _step_or_404(request, number, n, at)
    if step.kind != FallbackKind.TRIAL or not permissions.can_put_trial(request.user, step, at):
        raise PermissionDenied
    day = date_format(step.due_on, "j F Y") if step.due_on else ""
    return done_or_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: put_trial(step=step, by=request.user, at=at),
        said=_("The trial is published as a new version."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Publish it as a trial until %(day)s") % {"day": day},
        caption=number,
        explanation=_(
            "A clause is added that says until when it holds and how you will know whether it worked. The board"
            " discusses and tests it like any other text. If you want to change more, write the next version instead."
        ),
        quote=step.measure,
        quoted=_("How we will know whether it worked"),
        submit=_("Publish the trial"),
    )


@signed_in
def not_agreed_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """End without agreement: things stay as they are."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if proposal.state == ProposalState.NOT_AGREED and permissions.leads(request.user, proposal, at):
        return redirect("governance:proposal", number=number)
    if not permissions.can_start_step(request.user, proposal, at):
        raise PermissionDenied
    taken = [FallbackKind(one.kind) for one in steps_of(proposal)]
    form = NotAgreedForm(request.POST or None, skipping=passed_over(order_of(proposal, at), taken, None))
    return done_or_page(
        request,
        form,
        lambda: end_without_agreement(
            proposal=proposal,
            reason=form.cleaned_data["reason"],
            why_skipped=form.cleaned_data.get("why_skipped", ""),
            by=request.user,
            at=at,
        ),
        said=_("It is recorded that the board could not agree."),
        back=reverse("governance:proposal", args=[number]),
        title=_("End without agreement"),
        caption=number,
        explanation=_("Things stay as they are. The proposal cannot be taken up again; a new one can."),
        submit=_("Record that we could not agree"),
        is_grave=True,
    )


@signed_in
def refer_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Put the newest version to another board."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if not can_refer(request.user, proposal, at):
        raise PermissionDenied
    form = ReferForm(request.POST or None, boards=boards_to_refer_to(proposal))
    return done_or_page(
        request,
        form,
        lambda: refer(
            proposal=proposal,
            to_board=form.cleaned_data["to_board"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=at,
        ),
        said=_("The text is with the other board. Its answer comes back to this page."),
        back=_way(number),
        title=_("Refer it to another board"),
        caption=_("%(number)s, version %(n)s") % {"number": number, "n": proposal.version_count},
        explanation=_(
            "For a matter that is theirs to decide. The other board gets a proposal with exactly this text and"
            " decides by its own rules."
        ),
        submit=_("Refer it"),
    )


def _step_or_404(request: SignedInRequest, number: str, n: int, at: datetime) -> FallbackStep:
    step = find_step(proposal_or_404(request, number, at), n)
    if step is None:
        raise Http404
    return step


def _way(number: str) -> str:
    return reverse("governance:proposal_way", args=[number])
