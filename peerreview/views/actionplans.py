"""The action plan of a review: what is done about each recommendation; and every plan of a cycle."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import actionplans as actions
from peerreview.domain.actionplans import FOLLOWED, WRITING
from peerreview.domain.reviews import BROUGHT
from peerreview.domain.standards_layout import harmless
from peerreview.enums.reviews import ReviewState
from peerreview.forms import actionplans as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import PlanAction, Recommendation, Review
from peerreview.permissions import actionplans as permissions
from peerreview.permissions.campaigns import can_ask_after
from peerreview.permissions.selfassessments import hosts_as
from peerreview.queries import actionplans as queries
from peerreview.queries.planfiles import table_of
from peerreview.queries.readiness import between
from peerreview.queries.services import as_events
from peerreview.queries.statements import said_after
from peerreview.views.pages import ACT, act, cycle_or_404, review_or_404, sent
from portal.history.timeline import BadCursor
from portal.people.refusals import Refused, attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.queries.campaigns import campaigns_about

PLANS_A_PAGE = 50


def plan_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    """Return a review whose plan the person reads; to anybody else there is none."""
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_read_plan(request.user, review, queries.plan_with(review), at):
        raise Http404
    return review


def action_or_404(review: Review, n: int) -> PlanAction:
    """Return an action that stands in the plan."""
    action = queries.find_action(review, n)
    if action is None:
        raise Http404
    return action


@require_safe
@signed_in
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the plan: what was recommended and what is done about it, and every action by where it stands."""
    at = now()
    review = plan_or_404(request, pk, at)
    may_hand_in = permissions.can_hand_in_plan(request.user, review, at)
    may_close = permissions.can_close(request.user, review, at)
    may_ask = can_ask_after(request.user, review, at)
    is_after = review.state in (FOLLOWED, ReviewState.CLOSED)
    asked = campaigns_about("progress", review.pk, drafts=may_ask) if is_after else []
    context = {
        "review": review,
        "asked": asked,
        "may_ask": may_ask,
        "said": said_after(review, request.user, at) if asked else None,
        "page": queries.plan_page(review, at),
        "between": between(review, at, without=BROUGHT) if may_hand_in or may_close else None,
        "may_write": permissions.can_write_plan(request.user, review, at),
        "may_hand_in": may_hand_in,
        "may_close": may_close,
        "is_host": hosts_as(request.user, review, at) is not None,
        "is_early": review.state not in WRITING and review.state not in (FOLLOWED, ReviewState.CLOSED),
    }
    return render(request, "peerreview/plans/plan.html", context)


@require_safe
@signed_in
def as_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the plan as a table; words that a spreadsheet would take for a formula are made harmless."""
    review = plan_or_404(request, pk, now())
    file = StringIO()
    writer = csv.writer(file)
    for row in table_of(review):
        writer.writerow([harmless(cell) for cell in row])
    headers = {"Content-Disposition": f'attachment; filename="action-plan-{review.pk}.csv"'}
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@signed_in
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what happened to the plan, page by page."""
    review = plan_or_404(request, pk, now())
    try:
        page = queries.history_of_plan(review, before=request.GET.get("before", ""))
    except BadCursor as error:
        raise Http404 from error
    context = {
        "review": review,
        "events": as_events(page.items),
        "older": page.older,
        "is_newest": "before" not in request.GET,
        "label": _("What happened, newest first"),
    }
    return render(request, "peerreview/plans/history.html", context)


@ACT
@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan something; what can be saved of it is saved, also when something else of the page is wrong."""
    at = now()
    review = _writable_or_404(request, pk, at)
    asked = queries.recommended_in(review)
    first = [str(one.pk) for one in asked if str(one.n) == request.GET.get("for")]
    form = _form(request, review, at, initial={"answers": first})
    if request.method != "POST":
        return _page_of(request, review, form, _("Plan an action"))

    def keep(*, partly: bool) -> PlanAction:
        token = form.cleaned_data.get("token")
        if partly and token is None:
            raise Refused(_("Put right what is marked, then save again."))
        return actions.add_action(review=review, words=form.words(), by=request.user, at=at, token=token)

    return _saved(request, review, form, keep, _("Plan an action"))


@ACT
@signed_in
def change(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Write an action anew, or give it to somebody else."""
    at = now()
    review = plan_or_404(request, pk, at)
    row = action_or_404(review, n)
    if not permissions.can_change_action(request.user, review, row, at):
        raise Http404
    why = actions.needs_reason(review, row)
    start: dict[str, Any] = {"what": row.what, "owner": row.owner_id or "", "due_on": row.due_on, "base": row.version}
    start["answers"] = [str(key) for key in row.answers.values_list("recommendation", flat=True)]
    form = _form(request, review, at, initial=start, why=why, owner=row)
    if request.method != "POST":
        return _page_of(request, review, form, _("Change the action"), str(row))

    def keep(*, partly: bool) -> PlanAction:
        if partly and why:
            raise Refused(_("Nothing is changed yet: put right what is marked, then save again."))
        said = form.cleaned_data
        saved = actions.change_action(
            action=row,
            words=form.words(row),
            base=said.get("base") or 0,
            reason=said.get("reason", ""),
            by=request.user,
            at=at,
        )
        form.rests_on(saved.version)
        return saved

    return _saved(request, review, form, keep, _("Change the action"), str(row))


def _form(
    request: SignedInRequest,
    review: Review,
    at: datetime,
    *,
    initial: dict[str, Any],
    why: bool = False,
    owner: PlanAction | None = None,
) -> forms.ActionForm:
    people = queries.may_own(review, at)
    if owner is not None and owner.owner is not None and owner.owner not in people:
        people = [*people, owner.owner]
    return forms.ActionForm(
        sent(request),
        people=people,
        asked=queries.recommended_in(review),
        is_handed_in=review.state == FOLLOWED,
        why=why,
        initial=initial,
    )


def _saved(
    request: SignedInRequest, review: Review, form: forms.ActionForm, keep: Any, title: str, caption: str = ""
) -> HttpResponse:
    """Save what is right of it: whole and on to the plan, or partly and back to what is marked."""
    if form.is_valid():
        return act(
            request,
            form,
            lambda data: keep(partly=False),
            title=title,
            caption=caption or str(review),
            submit=_("Save"),
            done=_("It is saved in the plan."),
            back=_plan(review),
        )
    kept = False
    if form.cleaned_data.get("what", "").strip():
        kept = attempt(form, lambda: keep(partly=True))
    return _page_of(request, review, form, title, caption, kept=kept, status=422)


def _page_of(
    request: SignedInRequest,
    review: Review,
    form: forms.ActionForm,
    title: str,
    caption: str = "",
    *,
    kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = _("What you wrote is saved in the plan. Put right what is marked, and save again.") if kept else ""
    if not kept and review.state in WRITING:
        words = _("It can be saved before everything is known: the plan counts what is lacking.")
    context = {
        "form": form,
        "title": title,
        "caption": caption or str(review),
        "explanation": words,
        "submit": _("Save"),
        "back": _plan(review),
    }
    return render(request, "peerreview/act.html", context, status=status)


@ACT
@signed_in
def remove(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Take an action out of a plan that is being written."""
    at = now()
    review = plan_or_404(request, pk, at)
    row = action_or_404(review, n)
    if not permissions.can_remove_action(request.user, review, row, at):
        raise Http404
    return act(
        request,
        forms.RemoveActionForm(sent(request)),
        lambda data: actions.remove_action(action=row, reason=data["reason"], by=request.user, at=at),
        title=_("Take the action out of the plan"),
        caption=str(row),
        explanation=row.what,
        submit=_("Take it out"),
        done=_("It is no longer in the plan."),
        is_grave=True,
        back=_plan(review),
    )


@ACT
@signed_in
def why_not(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say why nothing is planned for a recommendation."""
    at = now()
    review = _writable_or_404(request, pk, at)
    asked: Recommendation | None = next((one for one in queries.recommended_in(review) if one.n == n), None)
    if asked is None:
        raise Http404
    said = getattr(asked, "not_taken_up", None)
    return act(
        request,
        forms.WhyNotForm(sent(request), initial={"reason": said.reason if said else ""}),
        lambda data: actions.say_why_not(
            review=review, recommendation=asked, reason=data["reason"], by=request.user, at=at
        ),
        title=_("Say why nothing is planned"),
        caption=str(review),
        explanation=asked.specific,
        submit=_("Save"),
        done=_("The reason stands in the plan."),
        back=_plan(review),
    )


@ACT
@signed_in
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is still lacking, and hand in when nothing is."""
    at = now()
    review = plan_or_404(request, pk, at)
    if not permissions.can_hand_in_plan(request.user, review, at):
        raise Http404
    way = between(review, at)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.hand_in_plan(review=review, by=request.user, at=at),
        title=_("Hand the action plan in"),
        caption=str(review),
        explanation=_(
            "From then on everybody who sees to an action tells how far it is, and somebody else looks whether it is"
            " done. What is changed afterwards says why."
        ),
        missing=way.missing if way else (),
        submit=_("Hand it in"),
        done=_("The action plan is handed in. Everybody who sees to an action is told."),
        back=_plan(review),
    )


@require_safe
@signed_in
def of_cycle(request: SignedInRequest, label: str) -> HttpResponse:
    """Show every plan of a cycle to who runs it, those with overdue actions first."""
    at = now()
    cycle = cycle_or_404(request, label, at)
    page = Paginator(queries.plan_rows(request.user, cycle, at), PLANS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerreview/plans/cycle.html", {"cycle": cycle, "page": page})


def _writable_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = plan_or_404(request, pk, at)
    if not permissions.can_write_plan(request.user, review, at):
        raise Http404
    return review


def _plan(review: Review) -> str:
    return reverse("peerreview:plan", args=[review.pk])
