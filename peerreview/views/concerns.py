"""Immediate concerns: raised from a visit, listed for those who watch over them, settled one by one."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import concerns as actions
from peerreview.forms import concerns as forms
from peerreview.models import ImmediateConcern
from peerreview.permissions import concerns as permissions
from peerreview.queries import concerns as queries
from peerreview.views.pages import ACT, act, review_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in

A_PAGE = 50


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List every concern the reader may know of, what is open first."""
    at = now()
    if not permissions.can_watch_concerns(request.user, at):
        raise Http404
    page = Paginator(queries.concerns_known_to(request.user, at), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerreview/concerns/index.html", {"page": page, "at": at})


@require_safe
@signed_in
def of_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the concerns of one review that the reader may know of."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_raise_concern(request.user, review, at):
        raise Http404
    page = Paginator(queries.concerns_known_to(request.user, at).filter(review=review), A_PAGE)
    found = page.get_page(request.GET.get("page"))
    return render(request, "peerreview/concerns/index.html", {"page": found, "review": review, "at": at})


@ACT
@signed_in
def raise_concern(request: SignedInRequest, pk: int) -> HttpResponse:
    """Raise one."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_raise_concern(request.user, review, at):
        raise Http404
    return act(
        request,
        forms.RaiseConcernForm(sent(request)),
        lambda data: actions.raise_concern(review=review, by=request.user, at=at, **data),
        title=_("Raise an immediate concern"),
        caption=str(review),
        explanation=_(
            "If a child is in danger now, ring 999 first. Who leads the team, who runs the review and the safeguarding "
            "lead are told at once. Nobody of the service is, and it is not part of the report."
        ),
        submit=_("Raise it"),
        done=_("It is raised. Those who have to act have been told."),
        back=reverse("peerreview:concerns", args=[review.pk]),
        is_grave=True,
    )


@require_safe
@signed_in
def concern(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one."""
    at = now()
    row = _known(request, pk, at)
    context = {
        "concern": row,
        "may_settle": permissions.can_settle_concern(request.user, row, at),
        "watches": permissions.can_watch_concerns(request.user, at),
        "is_late": row.settled_at is None and row.due_at < at,
    }
    return render(request, "peerreview/concerns/concern.html", context)


@ACT
@signed_in
def refer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note the referral."""
    at = now()
    row = _open(request, pk, at)
    return act(
        request,
        forms.ReferForm(sent(request)),
        lambda data: actions.refer_concern(concern=row, by=request.user, at=at, **data),
        title=_("It was referred"),
        caption=str(row),
        explanation=_("Ring first, then write it down here. It ends the clock of this concern."),
        submit=_("Note the referral"),
        done=_("The referral is noted."),
        back=reverse("peerreview:concern", args=[row.pk]),
    )


@ACT
@signed_in
def say_why_not(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write why it is not referred."""
    at = now()
    row = _open(request, pk, at)
    return act(
        request,
        forms.WhyNotForm(sent(request)),
        lambda data: actions.give_reason(concern=row, by=request.user, at=at, **data),
        title=_("It is not referred, because …"),
        caption=str(row),
        explanation=_("Your name stands beside the reason. If you are not sure, refer it."),
        submit=_("Keep this reason"),
        done=_("The reason is noted."),
        back=reverse("peerreview:concern", args=[row.pk]),
        is_grave=True,
    )


def _known(request: SignedInRequest, pk: int, at: datetime) -> ImmediateConcern:
    row = queries.find_concern(request.user, pk, at)
    if row is None:
        raise Http404
    return row


def _open(request: SignedInRequest, pk: int, at: datetime) -> ImmediateConcern:
    row = _known(request, pk, at)
    if not permissions.can_settle_concern(request.user, row, at):
        raise Http404
    return row
