"""Looking for teams for a cycle: what there is, a search with its progress, and choosing seat by seat."""

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.views.pages import wants_fragment
from peerreview.actions import matchruns as actions
from peerreview.actions.teams import choose_team
from peerreview.enums.teams import MatchState
from peerreview.forms.teams import ChooseTeamForm, StartSearchForm
from peerreview.models import MatchRun, Review
from peerreview.permissions import teams as permissions
from peerreview.queries import matchpages as queries
from peerreview.queries.matchwords import role_word, supply_words
from peerreview.queries.people import people_by_key
from peerreview.views.pages import act, cycle_or_404, managed_or_404, sent
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in
from portal.ui.templatetags.dates import day as day_words


@require_safe
@signed_in
def teams(request: SignedInRequest, label: str) -> HttpResponse:
    """Show what a cycle's teams need, what there is, what is lacking, and the searches so far."""
    at = now()
    cycle = cycle_or_404(request, label, at)
    page = queries.teams_page(cycle, request.user, at)
    context = {
        "cycle": cycle,
        "page": page,
        "supply": [(role_word(row.role), row, supply_words(row)) for row in page.supply],
        "form": StartSearchForm(),
    }
    return render(request, "peerreview/matching/teams.html", context)


@require_POST
@signed_in
def start(request: SignedInRequest, label: str) -> HttpResponse:
    """Begin a search."""
    at = now()
    cycle = cycle_or_404(request, label, at)
    form = StartSearchForm(request.POST)
    seconds = form.cleaned_data["seconds"] if form.is_valid() else actions.SECONDS
    try:
        run = actions.start_search(cycle=cycle, seconds=seconds, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("peerreview:teams", label)
    return redirect("peerreview:match_run", run.pk)


@require_safe
@signed_in
def search(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one search: how far it is, or what it found."""
    at = now()
    run = _run_or_404(request, pk, at)
    context = {"run": run, "page": queries.run_page(run, request.user, at)}
    if wants_fragment(request):
        return render(request, "peerreview/matching/_progress.html", context)
    return render(request, "peerreview/matching/run.html", context)


@require_POST
@signed_in
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a search."""
    at = now()
    run = actions.cancel_search(run=_run_or_404(request, pk, at), by=request.user, at=at)
    if run.state == MatchState.CANCELLED:
        messages.success(request, _("The search is stopped. Nothing was changed."))
    return redirect("peerreview:match_run", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: SignedInRequest, pk: int, review: int) -> HttpResponse:
    """Choose, seat by seat, who is asked for one review."""
    at = now()
    run = _run_or_404(request, pk, at)
    row = managed_or_404(request, review, at)
    if run.state != MatchState.DONE or not permissions.can_choose_team(request.user, row, at):
        raise Http404
    day, slots = queries.slots(run, row)
    if day is None:
        raise Http404
    form = ChooseTeamForm(sent(request), slots=slots, is_open=row.visit.confirmed_on is None)
    return act(
        request,
        form,
        lambda _data: _choose(request, row, form, day, at),
        title=_("Choose the team"),
        caption=str(row),
        explanation=_(
            "The visit would be on %(day)s. The first name for each seat is the one the search proposes, the others "
            "are the next best if everybody else stays. Nobody is told before you invite them."
        )
        % {"day": day_words(day)},
        submit=_("Take these people"),
        done=_("The seats are given. Show the team to the service next."),
        back=reverse("peerreview:team", args=[row.pk]) if sent(request) else reverse("peerreview:match_run", args=[pk]),
    )


def _choose(request: SignedInRequest, review: Review, form: ChooseTeamForm, day: date, at: datetime) -> None:
    chosen = form.chosen()
    people = people_by_key([person for _role, person in chosen])
    choose_team(
        review=review,
        day=day,
        people=[(role, people[person]) for role, person in chosen],
        holds=form.holds(),
        by=request.user,
        at=at,
    )


def _run_or_404(request: SignedInRequest, pk: int, at: datetime) -> MatchRun:
    run = queries.find_run(request.user, pk, at)
    if run is None:
        raise Http404
    return run
