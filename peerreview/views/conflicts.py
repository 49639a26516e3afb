"""Conflicts for programme managers: who attested, what is declared, and settling it, never one's own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import conflicts as actions
from peerreview.forms import conflicts as forms
from peerreview.models import ReviewerConflict
from peerreview.permissions import conflicts as permissions
from peerreview.permissions.reviewers import can_keep_reviewers
from peerreview.queries import conflicts as queries
from peerreview.queries.reviewers import as_rows, current_cycle, profiles
from peerreview.views.pages import act, sent
from portal.people.requests import SignedInRequest, now, signed_in

ACT = require_http_methods(["GET", "HEAD", "POST"])
CONFLICTS_A_PAGE = 50


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the conflicts the reader may know of, those not settled first, and who has not been asked."""
    at = now()
    _keepers_only(request, at)
    cycle = current_cycle(at)
    people = as_rows(list(profiles(request.user, at)), request.user, cycle, at)
    rows = queries.visible_conflicts(request.user, at).order_by("state", "-declared_at", "pk")
    context = {
        "page": Paginator(rows, CONFLICTS_A_PAGE).get_page(request.GET.get("page")),
        "cycle": cycle,
        "attested": sum(row.attested is not None for row in people),
        "silent": [row.profile for row in people if row.attested is None],
        "total": len(people),
    }
    return render(request, "peerreview/conflicts/index.html", context)


@require_safe
@signed_in
def conflict(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one conflict, and what may be done about it."""
    at = now()
    row = _find(request, pk, at)
    context = {
        "conflict": row,
        "may_settle": permissions.can_settle(request.user, row, at),
        "may_waive": permissions.can_waive(request.user, row, at),
        "history": row.history.select_related("history_user").order_by("-history_date", "-history_id"),
    }
    return render(request, "peerreview/conflicts/conflict.html", context)


@ACT
@signed_in
def declare(request: SignedInRequest) -> HttpResponse:
    """Declare a tie one was told of."""
    at = now()
    _keepers_only(request, at)
    form = forms.DeclareForForm(sent(request))
    return act(
        request,
        form,
        lambda data: actions.declare_conflict(
            person=data["person"],
            organisation=data["organisation"],
            source=data["source"],
            by=request.user,
            at=at,
            **form.values(),
        ),
        title=_("Declare a conflict you were told of"),
        caption=_("Conflicts of reviewers"),
        explanation=_("It counts at once. The person reads it on their own page."),
        submit=_("Declare it"),
        done=_("It is declared and counts from now on."),
        back=reverse("peerreview:conflicts"),
    )


@ACT
@signed_in
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm a conflict."""
    return _settle(request, pk, actions.confirm_conflict, _("Confirm the conflict"), _("It goes on counting."))


@ACT
@signed_in
def dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that there is none."""
    words = _("It counts no more. A seat that was left because of it stays as it is.")
    return _settle(request, pk, actions.dismiss_conflict, _("Say that this is no conflict"), words)


@ACT
@signed_in
def waive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Waive a conflict that can be waived."""
    at = now()
    if not permissions.can_waive(request.user, _find(request, pk, at), at):
        raise Http404
    words = _("The person may be given a seat in spite of it. Your name and the reason stand beside it.")
    return _settle(request, pk, actions.waive_conflict, _("Waive the conflict"), words)


def _settle(request: SignedInRequest, pk: int, do: Callable[..., Any], title: str, explanation: str) -> HttpResponse:
    at = now()
    row = _find(request, pk, at)
    if not permissions.can_settle(request.user, row, at):
        raise Http404
    return act(
        request,
        forms.SettleForm(sent(request)),
        lambda data: do(conflict=row, by=request.user, at=at, **data),
        title=title,
        caption=str(row),
        explanation=explanation,
        submit=title,
        done=_("It is noted, with your reason."),
        back=reverse("peerreview:conflict", args=[pk]),
    )


def _find(request: SignedInRequest, pk: int, at: datetime) -> ReviewerConflict:
    _keepers_only(request, at)
    row = queries.visible_conflicts(request.user, at).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _keepers_only(request: SignedInRequest, at: datetime) -> None:
    if not can_keep_reviewers(request.user, at):
        raise Http404
