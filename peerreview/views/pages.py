"""What the views of reviews share: the page of one act, and doing it when it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from peerreview.models import Review, ReviewCycle
from peerreview.permissions import reviews as permissions
from peerreview.queries.cycles import find_cycle
from peerreview.queries.reviews import find_review
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest

ACT = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what was sent, or nothing for a page that is only asked for."""
    return request.POST if request.method == "POST" else None


def act(
    request: SignedInRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], object],
    *,
    done: str,
    back: str,
    **words: Any,
) -> HttpResponse:
    """Show the page of one act, and do it when it is sent; a refusal stands in the form, and nothing typed is lost."""
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: do(form.cleaned_data)):
        messages.success(request, done)
        return redirect(back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "peerreview/act.html", {"form": form, "back": back, **words}, status=status)


def cycle_or_404(request: SignedInRequest, label: str, at: datetime) -> ReviewCycle:
    """Return a cycle to who runs cycles; to anybody else there is none."""
    cycle = find_cycle(label) if permissions.can_run_cycles(request.user, at) else None
    if cycle is None:
        raise Http404
    return cycle


def review_or_404(request: SignedInRequest, pk: int, at: datetime, *, whole: bool = False) -> Review:
    """Return a review the person may know of, with visit and team if ``whole``; to a stranger there is none."""
    review = find_review(request.user, pk, at, whole=whole)
    if review is None:
        raise Http404
    return review


def managed_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    """Return a review the person runs."""
    review = review_or_404(request, pk, at)
    if not permissions.can_manage_review(request.user, review, at):
        raise Http404
    return review
