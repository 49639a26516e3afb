"""Reviews: the list of those somebody may know of, one with its way and what it waits for, and its history."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.domain.actionplans import WRITING
from peerreview.domain.reviews import ALLOWED, IS_FINAL, WITH_REPORT
from peerreview.enums.reviews import ReviewState
from peerreview.forms.cycles import FindReviewsForm
from peerreview.permissions import reviews as permissions
from peerreview.permissions.accreditation import can_open_case
from peerreview.permissions.actionplans import can_read_plan, can_write_plan
from peerreview.permissions.campaigns import can_ask_before
from peerreview.permissions.reports import can_read_comments
from peerreview.permissions.selfassessments import can_read_workbook, hosts_as
from peerreview.permissions.visits import visit_links
from peerreview.queries import reviews as queries
from peerreview.queries.accreditation import case_of_review
from peerreview.queries.cycles import page_of_reviews, shown_in_list
from peerreview.queries.profiles import latest_of
from peerreview.queries.services import as_events
from peerreview.views.pages import review_or_404
from portal.history.timeline import BadCursor
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.queries.campaigns import campaigns_about


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the reviews the reader hosts or runs, the late ones first."""
    at = now()
    form = FindReviewsForm(request.GET)
    narrowed = form.narrowed()
    page = page_of_reviews(request.user, at, narrowed, request.GET.get("page"))
    context = {
        "form": form,
        "is_narrowed": narrowed.is_narrow,
        "page": page,
        "rows": shown_in_list(page.object_list, at, with_cycle=True),
        "runs": permissions.can_run_cycles(request.user, at),
        "today": day_of(at),
    }
    return render(request, "peerreview/reviews/index.html", context)


@require_safe
@signed_in
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one review."""
    at = now()
    page = queries.review_page(request.user, pk, at)
    if page is None:
        raise Http404
    state = ReviewState(page.review.state)
    kind = hosts_as(request.user, page.review, at)
    manages = permissions.can_manage_review(request.user, page.review, at)
    onward = ALLOWED[state]
    context = {
        "page": page,
        "review": page.review,
        "host_kind": kind,
        "manages": manages,
        "may_start": state is ReviewState.PLANNED and (manages or kind == "lead"),
        "may_read_workbook": can_read_workbook(request.user, page.review, at),
        "may_read_report": state in WITH_REPORT
        and (
            kind is None
            or state is ReviewState.ACCURACY_CHECK
            or state in IS_FINAL
            or can_read_comments(request.user, page.review, at)
        ),
        "may_read_plan": can_read_plan(request.user, page.review, getattr(page.review, "plan", None), at),
        "may_write_plan": state in WRITING and can_write_plan(request.user, page.review, at),
        "may_submit": kind == "lead" and ReviewState.SUBMITTED in onward,
        "may_return": manages and ReviewState.RETURNED in onward,
        "may_arrange": manages and ReviewState.SCHEDULED in onward,
        "may_postpone": manages and ReviewState.POSTPONED in onward,
        "may_cancel": manages and ReviewState.CANCELLED in onward,
        "may_extend": manages and bool(onward),
        "visit": visit_links(request.user, page.review, at),
        "may_open_case": can_open_case(request.user, page.review, at),
        "case": case_of_review(request.user, page.review, at),
        "asked": campaigns_about("review", page.review.pk, drafts=manages),
        "may_ask": can_ask_before(request.user, page.review, at),
    }
    return render(request, "peerreview/reviews/review.html", context)


@require_safe
@signed_in
def practice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how the service says it works, also what is not public, to whoever reads its self-assessment."""
    at = now()
    row = review_or_404(request, pk, at)
    if not can_read_workbook(request.user, row, at):
        raise Http404
    context = {"review": row, "profile": latest_of(row.service)}
    return render(request, "peerreview/reviews/practice.html", context)


@require_safe
@signed_in
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what happened to a review, page by page."""
    at = now()
    row = review_or_404(request, pk, at)
    try:
        page = queries.history_of_review(row, before=request.GET.get("before", ""))
    except BadCursor as error:
        raise Http404 from error
    context = {
        "review": row,
        "events": as_events(page.items),
        "older": page.older,
        "is_newest": "before" not in request.GET,
    }
    return render(request, "peerreview/reviews/history.html", {**context, "label": _("What happened, newest first")})
