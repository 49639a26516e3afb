"""The reviews of a decision: what was found, what was left open, what is proposed to become of it."""

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.reviews import answer_item, propose_effect, report_on_review
from governance.enums.reviews import Effect
from governance.forms.reviews import AnswerForm, EffectForm, ReportForm
from governance.models import Decision, Proposal
from governance.permissions import reviews as permissions
from governance.queries.decisions import find_decision
from governance.queries.positions import rules_in_force
from governance.queries.reviews import (
    changed_by,
    effects_on,
    expiry_of,
    find_item,
    open_review_of,
    reviews_of,
)
from governance.views.pages import act_page, attempt
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Show every review of a decision; what is still going on in full to the board's people and the owner."""
    at = now()
    here = find_decision(request.user, number, at)
    if here is None:
        raise Http404
    follows = permissions.can_follow_review(request.user, here, at)
    cards = reviews_of(here)
    current = next((card for card in cards if card.is_open), None)
    context = {
        "decision": here,
        "current": current,
        "past": [card for card in cards if not card.is_open],
        "known": changed_by(request.user, here, at),
        "follows": follows,
        "expires_at": expiry_of(current.review, at) if current and follows else None,
        "effects": effects_on(request.user, here, at) if follows else [],
        "may_report": permissions.can_report_on_review(request.user, here, at),
        "may_propose": permissions.can_propose_effect(request.user, here, at),
    }
    return render(request, "governance/reviews/reviews.html", context)


@signed_in
def report(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Write what was found."""
    at = now()
    here = decision_or_404(request, number)
    if not permissions.can_report_on_review(request.user, here, at):
        raise PermissionDenied
    review = open_review_of(here)
    form = ReportForm(request.POST or None, initial={"found": review.found if review else ""})
    return done_or_page(
        request,
        form,
        lambda: report_on_review(decision=here, found=form.cleaned_data["found"], by=request.user, at=at),
        said=_("The report is saved."),
        back=reverse("governance:decision_reviews", args=[number]),
        title=_("What was found"),
        caption=number,
        quote=here.success,
        quoted=_("How it was to be judged"),
        submit=_("Save the report"),
    )


@signed_in
def answer(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Answer something that was left unresolved."""
    at = now()
    here = decision_or_404(request, number)
    item = find_item(here, pk)
    if item is None:
        raise Http404
    if not permissions.can_report_on_review(request.user, here, at):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"answer": item.answer})
    return done_or_page(
        request,
        form,
        lambda: answer_item(item=item, answer=form.cleaned_data["answer"], by=request.user, at=at),
        said=_("The answer is saved."),
        back=reverse("governance:decision_reviews", args=[number]),
        title=_("Answer what was left open"),
        caption=number,
        quote=item.text,
        quoted=item.get_kind_display(),
        submit=_("Save the answer"),
    )


@signed_in
def propose(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Begin a draft that changes the decision once the board has agreed to it."""
    at = now()
    here = decision_or_404(request, number)
    if not permissions.can_propose_effect(request.user, here, at):
        raise PermissionDenied
    rules = rules_in_force(here.board, at)
    usual = timezone.localdate(at) + relativedelta(months=rules.review_months if rules else 12)
    effects = list(Effect) if open_review_of(here) else [Effect.SUPERSEDE, Effect.RESCIND]
    form = EffectForm(request.POST or None, effects=effects, next_review_on=usual)
    begun: list[Proposal] = []
    if (
        form.is_bound
        and form.is_valid()
        and attempt(
            form,
            lambda: begun.append(propose_effect(decision=here, by=request.user, at=at, **form.proposed())),
        )
    ):
        messages.success(request, _("The draft is begun. Publish it when it says what you mean."))
        return redirect("governance:proposal", number=begun[0].number)
    return act_page(
        request,
        form,
        title=_("Propose what becomes of it"),
        caption=number,
        explanation=_("A decision changes only by another. You begin a draft; the board decides on it by consensus."),
        submit=_("Begin the draft"),
        back=reverse("governance:decision_reviews", args=[number]),
    )


def decision_or_404(request: SignedInRequest, number: str) -> Decision:
    """Return the decision, or answer as if there were none."""
    found = find_decision(request.user, number, now())
    if found is None:
        raise Http404
    return found
