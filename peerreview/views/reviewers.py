"""The directory of reviewers, for programme managers: who there is, what each has been trained and cleared for."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import reviewers as actions
from peerreview.forms import reviewers as forms
from peerreview.models import ReviewerProfile
from peerreview.permissions import reviewers as permissions
from peerreview.queries import reviewers as queries
from peerreview.queries.conflicts import visible_conflicts
from peerreview.queries.reciprocity import reciprocity
from peerreview.views.pages import act, sent
from portal.people.requests import SignedInRequest, now, signed_in

ACT = require_http_methods(["GET", "HEAD", "POST"])
REVIEWERS_A_PAGE = 50


@require_safe
@signed_in
def directory(request: SignedInRequest) -> HttpResponse:
    """List everybody who reviews, with what each lacks."""
    at = now()
    _keepers_only(request, at)
    form = forms.FindReviewersForm(request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    rows = queries.profiles(request.user, at, kind=narrowed.get("kind", ""), words=narrowed.get("q", ""))
    page = Paginator(rows, REVIEWERS_A_PAGE).get_page(request.GET.get("page"))
    cycle = queries.current_cycle(at)
    context = {
        "form": form,
        "is_narrowed": any(narrowed.values()),
        "page": page,
        "rows": queries.as_rows(list(page), request.user, cycle, at),
        "cycle": cycle,
    }
    return render(request, "peerreview/reviewers/directory.html", context)


@require_safe
@signed_in
def reviewer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one reviewer."""
    at = now()
    row = _find(request, pk, at)
    cycle = queries.current_cycle(at)
    context = {
        "profile": row,
        "facts": queries.as_rows([row], request.user, cycle, at)[0],
        "cycle": cycle,
        "sets": queries.set_titles(row.sets_known),
        "knows": queries.specialism_words(row.specialisms),
        "trainings": queries.trainings_of(row),
        "clearances": queries.clearances_of(row) if permissions.can_read_clearance(request.user, row, at) else [],
        "days": queries.days_of(row, at),
        "conflicts": visible_conflicts(request.user, at).filter(person=row.person),
        "may_record": permissions.can_record_checks(request.user, row, at),
    }
    return render(request, "peerreview/reviewers/reviewer.html", context)


@ACT
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Give somebody with the role a profile."""
    at = now()
    _keepers_only(request, at)
    form = forms.NewReviewerForm(sent(request), initial={"cap": 2, "travel_limit": 2, "takes_part": True})
    return act(
        request,
        form,
        lambda data: actions.save_profile(by=request.user, at=at, **data),
        title=_("Add a reviewer"),
        caption=_("Reviewers"),
        submit=_("Add"),
        done=_("The reviewer is added. Enter training and clearance next."),
        back=reverse("peerreview:reviewers"),
    )


@ACT
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what a reviewer is and brings."""
    at = now()
    row = _find(request, pk, at)
    names = ("kind", "home_service", "region", "sets_known", "specialisms", "cap", "travel_limit", "takes_part")
    form = forms.ReviewerForm(sent(request), initial={name: getattr(row, name) for name in names})
    return act(
        request,
        form,
        lambda data: actions.save_profile(person=row.person, by=request.user, at=at, **data),
        title=row.person.name,
        caption=_("Reviewers"),
        submit=_("Save"),
        done=_("Saved."),
        back=_page(row),
    )


@ACT
@signed_in
def add_training(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a training."""
    at = now()
    row = _recordable(request, pk, at)
    return act(
        request,
        forms.TrainingForm(sent(request)),
        lambda data: actions.add_training(profile=row, by=request.user, at=at, **data),
        title=_("Enter a training"),
        caption=row.person.name,
        submit=_("Enter it"),
        done=_("The training is entered."),
        back=_page(row),
    )


@ACT
@signed_in
def add_clearance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a check that was seen."""
    at = now()
    row = _recordable(request, pk, at)
    return act(
        request,
        forms.ClearanceForm(sent(request)),
        lambda data: actions.add_clearance(profile=row, by=request.user, at=at, **data),
        title=_("Enter a check you have seen"),
        caption=row.person.name,
        explanation=_("Say only that it was seen and until when it counts. What it says is not kept here."),
        submit=_("Enter it"),
        done=_("The check is entered."),
        back=_page(row),
    )


@require_safe
@signed_in
def ledger(request: SignedInRequest) -> HttpResponse:
    """Show seats given against seats received."""
    at = now()
    _keepers_only(request, at)
    return render(request, "peerreview/reviewers/reciprocity.html", {"rows": reciprocity(request.user, at)})


def _keepers_only(request: SignedInRequest, at: datetime) -> None:
    if not permissions.can_keep_reviewers(request.user, at):
        raise Http404


def _find(request: SignedInRequest, pk: int, at: datetime) -> ReviewerProfile:
    _keepers_only(request, at)
    row = queries.profiles(request.user, at).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _recordable(request: SignedInRequest, pk: int, at: datetime) -> ReviewerProfile:
    row = _find(request, pk, at)
    if not permissions.can_record_checks(request.user, row, at):
        raise Http404
    return row


def _page(row: ReviewerProfile) -> str:
    return reverse("peerreview:reviewer", args=[row.pk])
