"""The team of one review: for who runs it, for the service, and for the team itself; each act on a page of its own."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import teams as actions
from peerreview.actions.visits import offer_days
from peerreview.enums.teams import SeatState
from peerreview.forms import teams as forms
from peerreview.models import Review, Team, TeamSeat
from peerreview.permissions import teams as permissions
from peerreview.permissions.visits import can_answer_days, can_fix_day, can_see_replies, can_see_timetable
from peerreview.queries import teams as queries
from peerreview.queries.matchpages import options_for
from peerreview.queries.matchwords import lack_words
from peerreview.queries.people import people_by_key
from peerreview.queries.visits import day_table
from peerreview.views.pages import ACT, act, review_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the days and the team, as far as the reader may know of it."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_see_team(request.user, review, at):
        raise Http404
    page = queries.team_page(request.user, review, at)
    found = page.team
    context = {
        "review": review,
        "page": page,
        "lacks": lack_words(page.lacks),
        "may_offer": permissions.can_offer_days(request.user, review, at),
        "may_fix": can_fix_day(request.user, review, at),
        "may_answer_days": can_answer_days(request.user, review, at),
        "days": day_table(review, page.visit)
        if _asks_for_days(page) and can_see_replies(request.user, review, at)
        else None,
        "may_read_day": can_see_timetable(request.user, review, at),
        "may_choose": page.manages and permissions.can_choose_team(request.user, review, at),
        "may_agree": found is not None and page.has_unseen and permissions.can_agree_to_team(request.user, found, at),
        "may_object": found is not None
        and page.hosts_lead
        and found.objected_at is None
        and found.shown_at is not None,
    }
    return render(request, "peerreview/teams/team.html", context)


def _asks_for_days(page: queries.TeamPage) -> bool:
    """Say whether days are held for a team that is there already."""
    visit = page.visit
    return visit is not None and visit.confirmed_on is None and bool(visit.days) and page.is_asked


@ACT
@signed_in
def days(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer three days for the visit."""
    at = now()
    review = review_or_404(request, pk, at)
    if not permissions.can_offer_days(request.user, review, at):
        raise Http404
    form = forms.OfferDaysForm(sent(request), initial=queries.offered(review))
    return act(
        request,
        form,
        lambda _data: offer_days(review=review, days=form.days(), by=request.user, at=at),
        title=_("Offer three days for the visit"),
        caption=str(review),
        explanation=_("Keep all three free until one is fixed. Choose at least two different weekdays."),
        submit=_("Offer these days"),
        done=_("The days are offered. You are told as soon as one is fixed."),
        back=_page(review),
    )


@ACT
@signed_in
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the service who would come."""
    at = now()
    found = _managed(request, pk, at)
    return act(
        request,
        forms.NothingForm(sent(request)),
        lambda _data: actions.show_team(team=found, by=request.user, at=at),
        title=_("Show the team to the service"),
        caption=str(found.review),
        explanation=_("Its lead sees the names and may object once, to one of them, with a reason only you read."),
        submit=_("Show the names"),
        done=_("The service’s lead has been told."),
        back=_page(found.review),
    )


@ACT
@signed_in
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the service has no objection."""
    at = now()
    found = _team(request, pk, at)
    if not permissions.can_agree_to_team(request.user, found, at):
        raise Http404
    return act(
        request,
        forms.NothingForm(sent(request)),
        lambda _data: actions.agree_to_team(team=found, by=request.user, at=at),
        title=_("No objection to these people"),
        caption=str(found.review),
        explanation=_("The people are invited next. Who comes in later, because somebody cannot, is shown here too."),
        submit=_("There is no objection"),
        done=_("Thank you. The people can be invited now."),
        back=_page(found.review),
    )


@ACT
@signed_in
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Invite whom the service has seen."""
    at = now()
    found = _managed(request, pk, at)
    return act(
        request,
        forms.NothingForm(sent(request)),
        lambda _data: actions.invite(team=found, by=request.user, at=at),
        title=_("Invite the team"),
        caption=str(found.review),
        explanation=_(
            "Everybody the service has seen is asked and answers for themselves. A seat somebody declines opens again."
        ),
        submit=_("Invite them"),
        done=_("They have been asked."),
        back=_page(found.review),
    )


@ACT
@signed_in
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm the team, whole or with a named exception."""
    at = now()
    found = _managed(request, pk, at)
    lacking = lack_words(queries.lacks_of(found))
    return act(
        request,
        forms.ConfirmTeamForm(sent(request)),
        lambda data: actions.confirm_team(team=found, by=request.user, at=at, **data),
        title=_("Confirm the team"),
        caption=str(found.review),
        explanation=(
            _("Something is lacking: %(what)s Your name stands beside the reason.") % {"what": " ".join(lacking)}
            if lacking
            else _("The team is whole: a lead, three peers of whom two know the standards, an expert by experience.")
        ),
        submit=_("Confirm the team"),
        done=_("The team is confirmed. Everybody on it has been told."),
        back=_page(found.review),
    )


@ACT
@signed_in
def fill(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Give an open seat to one of the best who could take it."""
    at = now()
    seat = _seat(request, pk, number, at)
    review = seat.team.review
    if seat.state != SeatState.OPEN or not permissions.can_choose_team(request.user, review, at):
        raise Http404
    options = options_for(review, seat.role, request.user, at)
    form = forms.FillSeatForm(sent(request), options=options)
    return act(
        request,
        form,
        lambda data: actions.fill_seat(
            seat=seat, person=people_by_key([int(data["person"])])[int(data["person"])], by=request.user, at=at
        ),
        title=_("Fill the seat: %(role)s") % {"role": seat.get_role_display()},
        caption=str(review),
        explanation=(
            _("The best who could take it on the day of the visit, beside everybody who is on the team.")
            if options
            else _("Nobody could take it on that day beside those who are on the team.")
        ),
        missing=[] if options else [_("Somebody who is trained, cleared, free and not in conflict")],
        submit=_("Take this person"),
        done=_("The seat is given. The service sees the name before the invitation."),
        back=_page(review),
    )


@ACT
@signed_in
def clear(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take somebody off a team."""
    at = now()
    seat = _seat(request, pk, number, at)
    if seat.person is None or not permissions.can_choose_team(request.user, seat.team.review, at):
        raise Http404
    return act(
        request,
        forms.WhyForm(sent(request)),
        lambda data: actions.clear_seat(seat=seat, by=request.user, at=at, **data),
        title=_("Take %(person)s off the team") % {"person": seat.person.name},
        caption=str(seat.team.review),
        explanation=_("The seat is open again, and they are not proposed for this review any more."),
        submit=_("Take them off"),
        done=_("The seat is open again."),
        back=_page(seat.team.review),
        is_grave=True,
    )


@ACT
@signed_in
def object_to(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Object, as the service’s lead and once, to one person."""
    at = now()
    seat = _seat(request, pk, number, at)
    if seat.person is None or not permissions.can_object(request.user, seat, at):
        raise Http404
    return act(
        request,
        forms.WhyForm(sent(request)),
        lambda data: actions.object_to(seat=seat, by=request.user, at=at, **data),
        title=_("Object to %(person)s") % {"person": seat.person.name},
        caption=str(seat.team.review),
        explanation=_("You can do this once. The programme manager reads the reason; the person does not."),
        submit=_("Object"),
        done=_("The seat is open again. Another person is looked for."),
        back=_page(seat.team.review),
        is_grave=True,
    )


def _team(request: SignedInRequest, pk: int, at: datetime) -> Team:
    review = review_or_404(request, pk, at)
    found = queries.find_team(review)
    if found is None or not permissions.can_see_team(request.user, review, at):
        raise Http404
    return found


def _managed(request: SignedInRequest, pk: int, at: datetime) -> Team:
    found = _team(request, pk, at)
    if not permissions.can_choose_team(request.user, found.review, at):
        raise Http404
    return found


def _seat(request: SignedInRequest, pk: int, number: int, at: datetime) -> TeamSeat:
    found = _team(request, pk, at)
    seat = queries.seats_of(found).filter(number=number).first()
    if seat is None:
        raise Http404
    seat.team = found
    return seat


def _page(review: Review) -> str:
    return reverse("peerreview:team", args=[review.pk])
