"""What is done to one review: begun, handed in, returned, postponed, cancelled, given more time."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peerreview.actions import reviews as actions
from peerreview.actions.deadlines import extend_deadline
from peerreview.enums.reviews import ReviewState
from peerreview.forms import reviews as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import Review
from peerreview.permissions import reviews as permissions
from peerreview.queries.deadlines import find_deadline
from peerreview.queries.readiness import between
from peerreview.views.pages import act, managed_or_404, review_or_404, sent
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in
from portal.ui.templatetags.dates import day as in_words


@require_POST
@signed_in
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the self-review."""
    at = now()
    row = review_or_404(request, pk, at)
    if not permissions.can_start_self_review(request.user, row, at):
        raise Http404
    try:
        actions.start_self_review(review=row, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The self-review has begun."))
    return redirect(_page(row))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is still missing, and hand in when nothing is."""
    at = now()
    row = review_or_404(request, pk, at)
    if not permissions.can_submit(request.user, row, at):
        raise Http404
    way = between(row, at)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.submit(review=row, by=request.user, at=at),
        title=_("Hand the self-review in"),
        caption=str(row),
        explanation=_("From then on it stands as it is: the team reads it. It can be returned to you with a reason."),
        missing=way.missing if way else (),
        submit=_("Hand it in"),
        done=_("The self-review is handed in. The programme now arranges the visit."),
        back=_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return what was handed in."""
    at = now()
    row = _movable(request, pk, ReviewState.RETURNED, at)
    return act(
        request,
        forms.ReturnForm(sent(request), initial={"until": day_of(at) + timedelta(days=14)}),
        lambda data: actions.return_review(review=row, by=request.user, at=at, **data),
        title=_("Return the self-review"),
        caption=str(row),
        explanation=_("The host can change it and hands it in again. If the day is later than before, it is extended."),
        submit=_("Return it"),
        done=_("The self-review is returned."),
        back=_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is still missing for the visit, and note that it is arranged when nothing is."""
    at = now()
    row = _movable(request, pk, ReviewState.SCHEDULED, at)
    way = between(row, at)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.schedule(review=row, by=request.user, at=at),
        title=_("The visit is arranged"),
        caption=str(row),
        explanation=_(
            "Team, day and evidence stand. Everybody concerned is told, and nothing of the portfolio changes."
        ),
        missing=way.missing if way else (),
        submit=_("Note that it is arranged"),
        done=_("The visit is arranged."),
        back=_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def postpone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Postpone the visit."""
    at = now()
    row = _movable(request, pk, ReviewState.POSTPONED, at)
    return act(
        request,
        forms.PostponeForm(sent(request)),
        lambda data: actions.postpone(review=row, by=request.user, at=at, **data),
        title=_("Postpone the review"),
        caption=str(row),
        explanation=_("A visit that was arranged no longer is. It needs a valid team and a date again."),
        submit=_("Postpone it"),
        done=_("The review is postponed."),
        back=_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel the review."""
    at = now()
    row = _movable(request, pk, ReviewState.CANCELLED, at)
    return act(
        request,
        forms.CancelForm(sent(request)),
        lambda data: actions.cancel(review=row, by=request.user, at=at, **data),
        title=_("Cancel the review"),
        caption=str(row),
        explanation=_("It cannot be taken up again. Nothing of it is deleted."),
        submit=_("Cancel the review"),
        done=_("The review is cancelled."),
        is_grave=True,
        back=_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def extend(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Give more time for one thing."""
    at = now()
    row = managed_or_404(request, pk, at)
    deadline = find_deadline(row, kind)
    if deadline is None:
        raise Http404
    due = _("It is due on %(day)s.") % {"day": in_words(deadline.due_on)}
    return act(
        request,
        forms.ExtendForm(sent(request)),
        lambda data: extend_deadline(deadline=deadline, by=request.user, at=at, **data),
        title=_("Give more time"),
        caption=f"{row}: {deadline.get_kind_display()}",
        explanation=due,
        submit=_("Give more time"),
        done=_("There is more time."),
        back=_page(row),
    )


def _movable(request: SignedInRequest, pk: int, to: ReviewState, at: datetime) -> Review:
    row = managed_or_404(request, pk, at)
    if not permissions.can_move(request.user, row, to, at):
        raise Http404
    return row


def _page(row: Review) -> str:
    return reverse("peerreview:review", args=[row.pk])
