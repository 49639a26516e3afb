"""One action of a plan: how far it is, what shows it, what somebody else saw, and what becomes of what is open."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from peerreview.actions import progress as actions
from peerreview.domain.evidence import CONTENT_TYPES
from peerreview.domain.reviews import BROUGHT
from peerreview.enums.evidence import FileKind
from peerreview.forms import actionplans as forms
from peerreview.models import PlanAction, Review
from peerreview.models.evidencefiles import EVIDENCE
from peerreview.permissions import actionplans as permissions
from peerreview.permissions.evidence import openable
from peerreview.queries import actionplans as queries
from peerreview.queries.evidence import library
from peerreview.queries.readiness import between
from peerreview.queries.reviews import find_review
from peerreview.views.actionplans import action_or_404, plan_or_404
from peerreview.views.pages import ACT, act, sent
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def action(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Show an action with every step it took, and what the reader can do about it."""
    at = now()
    review = plan_or_404(request, pk, at)
    row = action_or_404(review, n)
    page = queries.action_page(review, row, at)
    who, of = request.user, (review, row, at)
    context = {
        "review": review,
        "page": page,
        "action": row,
        "knows_from": row.carried_from is not None and _knows(request, row.carried_from, at),
        "knows_to": hasattr(row, "carried_to") and _knows(request, row.carried_to, at),
        "shown": [(link, permissions.can_open_shown(who, link.revision.item, at)) for link in page.evidence],
        "may_tell": permissions.can_tell_progress(who, *of),
        "may_verify": permissions.can_verify(who, *of),
        "may_change": permissions.can_change_action(who, *of),
        "may_remove": permissions.can_remove_action(who, *of),
        "may_give_up": permissions.can_give_up(who, *of),
        "may_take_up_again": permissions.can_take_up_again(who, *of),
        "may_carry_on": permissions.can_carry_on(who, *of),
        "may_show": permissions.can_show_evidence(who, *of),
    }
    return render(request, "peerreview/plans/action.html", context)


@ACT
@signed_in
def tell(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Tell how far it is, or that it is done."""
    at = now()
    review, row = _allowed(request, pk, n, at, permissions.can_tell_progress)
    return act(
        request,
        forms.ProgressForm(sent(request)),
        lambda data: actions.tell_progress(
            action=row, text=data["text"], is_done=data["is_done"], by=request.user, at=at
        ),
        title=_("Tell how far it is"),
        caption=str(row),
        explanation=row.what,
        submit=_("Save"),
        done=_("It is written down."),
        back=_page(review, row),
    )


@ACT
@signed_in
def verify(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say that it is done, and how that was seen."""
    return _step(
        request,
        (pk, n),
        permissions.can_verify,
        actions.verify_action,
        label=_("What did you see, read or hear?"),
        title=_("Verify that it is done"),
        submit=_("It is done"),
        done=_("The action is verified."),
    )


@ACT
@signed_in
def send_back(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say that it is not done yet."""
    return _step(
        request,
        (pk, n),
        permissions.can_verify,
        actions.send_back,
        label=_("What is lacking?"),
        title=_("It is not done yet"),
        submit=_("Send it back"),
        done=_("The action is in progress again. Its owner is told what is lacking."),
    )


@ACT
@signed_in
def take_up_again(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Plan again what was given up."""
    return _step(
        request,
        (pk, n),
        permissions.can_take_up_again,
        actions.take_up_again,
        label=_("What has changed?"),
        title=_("Take the action up again"),
        submit=_("Take it up again"),
        done=_("The action is planned again."),
    )


@ACT
@signed_in
def give_up(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say that it is not pursued."""
    at = now()
    review, row = _allowed(request, pk, n, at, permissions.can_give_up)
    return act(
        request,
        forms.GiveUpForm(sent(request)),
        lambda data: actions.give_up(action=row, reason=data["reason"], by=request.user, at=at),
        title=_("Do not pursue the action"),
        caption=str(row),
        explanation=row.what,
        submit=_("Do not pursue it"),
        done=_("The action is not pursued. The reason stands in the plan."),
        is_grave=True,
        back=_page(review, row),
    )


@ACT
@signed_in
def carry_on(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Carry it into the next review."""
    at = now()
    review, row = _allowed(request, pk, n, at, permissions.can_carry_on)
    return act(
        request,
        forms.CarryOnForm(sent(request)),
        lambda data: actions.carry_on(action=row, reason=data["reason"], by=request.user, at=at),
        title=_("Carry the action on"),
        caption=str(row),
        explanation=_("It goes on in the service’s next review, marked from where it came: at once if that has begun."),
        submit=_("Carry it on"),
        done=_("The action goes on in the next review."),
        back=_page(review, row),
    )


@ACT
@signed_in
def show(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say which files of the library show it."""
    at = now()
    review, row = _allowed(request, pk, n, at, permissions.can_show_evidence)
    items = [line.item.pk for line in library(review, request.user, openable(request.user, review, at))]
    linked = [link.revision_id for link in row.evidence.all()]
    explanation = _("Files are added in the evidence library.")
    if not items:
        explanation = _("There is no file in the library yet. Add one there, then come back.")
    return act(
        request,
        forms.ShownForm(sent(request), revisions=queries.linkable(review, items), initial={"revisions": linked}),
        lambda data: actions.show_evidence(action=row, revisions=list(data["revisions"]), by=request.user, at=at),
        title=_("What shows it"),
        caption=str(row),
        explanation=explanation,
        submit=_("Save"),
        done=_("The links are saved."),
        back=_page(review, row),
    )


@require_GET
@signed_in
def file(request: SignedInRequest, pk: int, n: int, key: int) -> HttpResponseBase:
    """Hand over a file that is linked to an action: never shown in the page, and nothing in it may run."""
    at = now()
    review = plan_or_404(request, pk, at)
    link = queries.find_evidence(review, n, key)
    if link is None or not permissions.can_open_shown(request.user, link.revision.item, at):
        raise Http404
    revision = link.revision
    if EVIDENCE.fingerprint(revision.file) is None:
        raise Http404
    response = FileResponse(
        EVIDENCE.path(revision.file).open("rb"),
        as_attachment=True,
        filename=revision.download_name,
        content_type=CONTENT_TYPES[FileKind(revision.type)],
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@ACT
@signed_in
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hold the progress review, and close when nothing is open."""
    at = now()
    review = plan_or_404(request, pk, at)
    if not permissions.can_close(request.user, review, at):
        raise Http404
    way = between(review, at, without=BROUGHT)
    return act(
        request,
        forms.CloseForm(sent(request)),
        lambda data: actions.close_review(review=review, by=request.user, at=at, **data),
        title=_("Review the progress and close"),
        caption=str(review),
        explanation=_("The service reads it. Afterwards nothing of this plan changes; what is carried on goes on."),
        missing=way.missing if way else (),
        submit=_("Close the review"),
        done=_("The review is closed."),
        back=reverse("peerreview:plan", args=[review.pk]),
    )


def _step(
    request: SignedInRequest, of: tuple[int, int], may: Any, do: Any, *, label: str, **words: str
) -> HttpResponse:
    at = now()
    review, row = _allowed(request, *of, at, may)
    return act(
        request,
        forms.StepForm(sent(request), label=label),
        lambda data: do(action=row, text=data["text"], by=request.user, at=at),
        caption=str(row),
        explanation=row.what,
        back=_page(review, row),
        **words,
    )


def _allowed(request: SignedInRequest, pk: int, n: int, at: datetime, may: Any) -> tuple[Review, PlanAction]:
    review = plan_or_404(request, pk, at)
    row = action_or_404(review, n)
    if not may(request.user, review, row, at):
        raise Http404
    return review, row


def _knows(request: SignedInRequest, other: PlanAction, at: datetime) -> bool:
    """Say whether the reader may go to where an action came from or went: who led one team did not lead the other."""
    review = find_review(request.user, other.plan.review_id, at)
    return review is not None and permissions.can_read_plan(request.user, review, other.plan, at)


def _page(review: Review, row: PlanAction) -> str:
    return reverse("peerreview:plan_action", args=[review.pk, row.n])
