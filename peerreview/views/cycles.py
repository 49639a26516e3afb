"""Cycles for the programme manager: all of them, one with every review by stage, and what is done in it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerreview.actions import cycles as actions
from peerreview.actions import reviews as review_actions
from peerreview.announcements.preview import coming
from peerreview.enums.reviews import ReviewKind
from peerreview.forms import cycles as forms
from peerreview.permissions import reviews as permissions
from peerreview.permissions.aggregates import can_make_aggregates
from peerreview.queries import cycles as queries
from peerreview.queries.planning import plan_of
from peerreview.queries.services import find_record
from peerreview.queries.supply import supply
from peerreview.views.pages import act, cycle_or_404, sent
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in

AHEAD = timedelta(days=14)


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the cycles, the latest first."""
    at = now()
    if not permissions.can_run_cycles(request.user, at):
        raise Http404
    return render(request, "peerreview/cycles/index.html", {"cycles": queries.cycles(request.user, at)})


@require_safe
@signed_in
def cycle(request: SignedInRequest, label: str) -> HttpResponse:
    """Show every review of a cycle by stage, late first, and reviewers against seats."""
    at = now()
    row = cycle_or_404(request, label, at)
    form = forms.FindReviewsForm(request.GET)
    narrowed = form.narrowed()
    counts = queries.stage_counts(request.user, row, at)
    numbers = queries.numbers_of(request.user, row, at)
    known = queries.counted(counts, narrowed)
    page = queries.page_of_reviews(request.user, at, narrowed, request.GET.get("page"), cycle=row, total=known)
    context = {
        "cycle": row,
        "form": form,
        "is_narrowed": narrowed.is_narrow,
        "counts": counts,
        "total": sum(one.count for one in counts),
        "late": sum(one.late for one in counts),
        "page": page,
        "rows": queries.shown_in_list(page.object_list, at),
        "supply": supply(counts, numbers),
        "makes_aggregates": can_make_aggregates(request.user, row, at),
        "startable": numbers.startable,
        "overdue": numbers.overdue,
        "today": day_of(at),
    }
    return render(request, "peerreview/cycles/cycle.html", context)


@require_safe
@signed_in
def reminders(request: SignedInRequest, label: str) -> HttpResponse:
    """Show exactly what will be told of this cycle in the coming weeks, to whom, as things stand now."""
    at = now()
    row = cycle_or_404(request, label, at)
    lines = coming(request.user, row, at, at + AHEAD)
    return render(request, "peerreview/cycles/reminders.html", {"cycle": row, "lines": lines, "until": at + AHEAD})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_cycle(request: SignedInRequest) -> HttpResponse:
    """Open a cycle with its clock."""
    at = now()
    if not permissions.can_run_cycles(request.user, at):
        raise Http404
    form = forms.OpenCycleForm(sent(request))

    def do(data: dict[str, Any]) -> None:
        actions.open_cycle(
            label=data["label"],
            title=data["title"],
            opens_on=data["opens_on"],
            closes_on=data["closes_on"],
            rules=form.rules(),
            by=request.user,
            at=at,
        )

    return act(
        request,
        form,
        do,
        title=_("Open a cycle"),
        explanation=_("The numbers of its clock can be changed later. What has a day by then keeps it."),
        submit=_("Open the cycle"),
        done=_("The cycle is open. Now plan its reviews."),
        back=reverse("peerreview:cycles"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_clock(request: SignedInRequest, label: str) -> HttpResponse:
    """Change the numbers of the clock."""
    at = now()
    row = cycle_or_404(request, label, at)
    form = forms.SetClockForm(sent(request), initial=vars(row.rules))
    return act(
        request,
        form,
        lambda data: actions.set_clock(cycle=row, rules=form.rules(), reason=data["reason"], by=request.user, at=at),
        title=_("Change the clock"),
        caption=row.title,
        explanation=_("It is for reviews planned from now on. A day that stands is moved by an extension only."),
        submit=_("Change the clock"),
        done=_("The clock is changed."),
        back=reverse("peerreview:cycle", args=[row.label]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: SignedInRequest, label: str) -> HttpResponse:
    """Close a cycle."""
    at = now()
    row = cycle_or_404(request, label, at)
    return act(
        request,
        forms.ReasonForm(sent(request)),
        lambda data: actions.close_cycle(cycle=row, reason=data["reason"], by=request.user, at=at),
        title=_("Close the cycle"),
        caption=row.title,
        explanation=_("No review is planned in it any more. Every review in it must have been visited or cancelled."),
        submit=_("Close the cycle"),
        done=_("The cycle is closed."),
        back=reverse("peerreview:cycle", args=[row.label]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan(request: SignedInRequest, label: str) -> HttpResponse:
    """Show which reviews would be planned, and plan exactly those."""
    at = now()
    row = cycle_or_404(request, label, at)
    address = reverse("peerreview:cycle", args=[row.label])
    if request.method == "POST":
        try:
            planned = actions.plan_reviews(cycle=row, by=request.user, at=at)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(address)
        words = ngettext("%(count)d review is planned.", "%(count)d reviews are planned.", len(planned))
        messages.success(request, words % {"count": len(planned)})
        return redirect(address)
    context = {"cycle": row, "plan": plan_of(request.user, row, at)}
    return render(request, "peerreview/cycles/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan_one(request: SignedInRequest, label: str) -> HttpResponse:
    """Plan one review by hand."""
    at = now()
    row = cycle_or_404(request, label, at)
    form = forms.PlanOneForm(sent(request), initial={"urn": request.GET.get("service", ""), "clock_from": day_of(at)})

    def do(data: dict[str, Any]) -> None:
        service = find_record(request.user, data["urn"].strip(), at)
        if service is None:
            raise Refused(_("No service has this reference number."))
        actions.plan_one(
            cycle=row,
            service=service,
            kind=ReviewKind(data["kind"]),
            clock_from=data["clock_from"],
            reason=data["reason"],
            by=request.user,
            at=at,
        )

    return act(
        request,
        form,
        do,
        title=_("Plan one review"),
        caption=row.title,
        explanation=_("An interim or a focused review, or that of a member who joined late."),
        submit=_("Plan the review"),
        done=_("The review is planned."),
        back=reverse("peerreview:cycle", args=[row.label]),
    )


@require_POST
@signed_in
def start_due(request: SignedInRequest, label: str) -> HttpResponse:
    """Begin every self-review whose day has come."""
    at = now()
    row = cycle_or_404(request, label, at)
    count = review_actions.start_due(cycle=row, by=request.user, at=at)
    words = ngettext("%(count)d self-review has begun.", "%(count)d self-reviews have begun.", count)
    messages.success(request, words % {"count": count})
    return redirect("peerreview:cycle", row.label)
