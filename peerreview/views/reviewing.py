"""A reviewer's own page: what they bring, when they can come, what ties them, and what they are asked."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peerreview.actions import conflicts as conflict_actions
from peerreview.actions import reviewers as actions
from peerreview.actions import teams as team_actions
from peerreview.enums.conflicts import ConflictSource
from peerreview.forms import conflicts as conflict_forms
from peerreview.forms import reviewers as forms
from peerreview.forms.teams import DeclineForm
from peerreview.models import ReviewerProfile, TeamSeat
from peerreview.permissions import reviewers as permissions
from peerreview.permissions import teams as team_permissions
from peerreview.permissions.visits import can_answer_days
from peerreview.queries import reviewers as queries
from peerreview.queries.conflicts import attestations
from peerreview.queries.ownconflicts import own_conflicts
from peerreview.queries.teams import invitation
from peerreview.views.pages import ACT, act, sent
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """Show everything of one's own."""
    at = now()
    _reviewers_only(request, at)
    profile = queries.profile_of(request.user)
    cycle = queries.current_cycle(at)
    context = {
        "profile": profile,
        "cycle": cycle,
        "attested": attestations([request.user.pk], cycle).get(request.user.pk) if cycle else None,
        "seats": queries.seats_of_person(request.user, at),
        "sets": queries.set_titles(profile.sets_known) if profile else [],
        "knows": queries.specialism_words(profile.specialisms) if profile else [],
        "trainings": queries.trainings_of(profile) if profile else [],
        "clearances": queries.clearances_of(profile) if profile else [],
        "days": queries.days_of(profile, at) if profile else [],
        "conflicts": own_conflicts(request.user),
    }
    return render(request, "peerreview/reviewing/index.html", context)


@ACT
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    """Change what one says of oneself."""
    at = now()
    row = _own(request)
    names = ("sets_known", "specialisms", "cap", "travel_limit", "takes_part")
    form = forms.OwnReviewerForm(sent(request), initial={name: getattr(row, name) for name in names})
    return act(
        request,
        form,
        lambda data: actions.save_profile(
            person=request.user,
            kind=row.kind,
            home_service=row.home_service,
            region=row.region,
            reason=_("Changed by the reviewer"),
            by=request.user,
            at=at,
            **data,
        ),
        title=_("What you bring"),
        caption=_("Reviewing"),
        submit=_("Save"),
        done=_("Saved."),
        back=_home(),
    )


@ACT
@signed_in
def add_days(request: SignedInRequest) -> HttpResponse:
    """Say when one can come."""
    at = now()
    row = _own(request)
    return act(
        request,
        forms.AvailabilityForm(sent(request)),
        lambda data: actions.say_available(profile=row, by=request.user, at=at, **data),
        title=_("When you can come"),
        caption=_("Reviewing"),
        explanation=_("Every weekday in this time. Nobody is asked for a day they have not offered."),
        submit=_("Add these days"),
        done=_("The days are noted."),
        back=_home(),
    )


@require_POST
@signed_in
def take_days_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take days back."""
    at = now()
    row = next((one for one in queries.days_of(_own(request), at) if one.pk == pk), None)
    if row is None:
        raise Http404
    try:
        actions.withdraw_availability(row=row, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The days are taken back."))
    return redirect("peerreview:reviewing")


@ACT
@signed_in
def declare(request: SignedInRequest) -> HttpResponse:
    """Declare a tie of one's own."""
    at = now()
    _reviewers_only(request, at)
    form = conflict_forms.DeclareForm(sent(request))
    return act(
        request,
        form,
        lambda _data: conflict_actions.declare_conflict(
            person=request.user,
            organisation=None,
            source=ConflictSource.REVIEWER,
            by=request.user,
            at=at,
            **form.values(),
        ),
        title=_("Declare a conflict of interest"),
        caption=_("Reviewing"),
        explanation=_(
            "It counts at once: you are not asked for reviews there, and you leave a team there if you are on one."
        ),
        submit=_("Declare it"),
        done=_("It is declared and counts from now on."),
        back=_home(),
    )


@ACT
@signed_in
def attest(request: SignedInRequest) -> HttpResponse:
    """Say that everything is declared."""
    at = now()
    _reviewers_only(request, at)
    cycle = queries.current_cycle(at)
    if cycle is None:
        raise Http404
    return act(
        request,
        conflict_forms.AttestForm(sent(request)),
        lambda _data: conflict_actions.attest(cycle=cycle, by=request.user, at=at),
        title=_("Have you declared everything?"),
        caption=cycle.title,
        explanation=_(
            "You work or worked there, lived there, have family there, commission or sell there, compete with it."
        ),
        submit=_("Yes, everything"),
        done=_("Thank you. It is noted for this cycle."),
        back=_home(),
    )


@require_safe
@signed_in
def asked(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an invitation: which service, which day, as what, with two buttons."""
    at = now()
    seat = _seat(request, pk, at)
    context = {
        "seat": seat,
        "review": seat.team.review,
        "may_answer": team_permissions.can_answer_invitation(request.user, seat, at),
        "may_leave": team_permissions.can_step_down(request.user, seat, at),
        "may_answer_days": can_answer_days(request.user, seat.team.review, at),
    }
    return render(request, "peerreview/reviewing/invitation.html", context)


@require_POST
@signed_in
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say yes."""
    at = now()
    seat = team_actions.accept(seat=_seat(request, pk, at), by=request.user, at=at)
    messages.success(request, _("Thank you. You are on the team."))
    if can_answer_days(request.user, seat.team.review, at):
        return redirect("peerreview:answer_invited", pk)
    return redirect("peerreview:invitation", pk)


@ACT
@signed_in
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say no, or leave a team one said yes to."""
    at = now()
    seat = _seat(request, pk, at)
    may_leave = team_permissions.can_step_down(request.user, seat, at)
    if not may_leave and not team_permissions.can_answer_invitation(request.user, seat, at):
        raise Http404
    return act(
        request,
        DeclineForm(sent(request)),
        lambda data: team_actions.decline(seat=seat, by=request.user, at=at, **data),
        title=_("Leave the team") if may_leave else _("Say no"),
        caption=_("Reviewing"),
        explanation=_("The seat opens again and somebody else is asked. You are not asked for this review any more."),
        submit=_("Leave the team") if may_leave else _("Say no"),
        done=_("It is noted. Somebody else will be asked."),
        back=_home(),
    )


def _seat(request: SignedInRequest, pk: int, at: datetime) -> TeamSeat:
    seat = invitation(request.user, pk, at)
    if seat is None:
        raise Http404
    return seat


def _own(request: SignedInRequest) -> ReviewerProfile:
    row = queries.profile_of(request.user)
    if row is None:
        raise Http404
    return row


def _reviewers_only(request: SignedInRequest, at: datetime) -> None:
    if not permissions.can_review(request.user, at):
        raise Http404


def _home() -> str:
    return reverse("peerreview:reviewing")
