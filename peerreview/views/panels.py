"""The panel: its members and meetings, and the page on which it comes to consensus about one case."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import panels as actions
from peerreview.enums.accreditation import PanelStance
from peerreview.forms import panels as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import AccreditationCase, PanelProposal
from peerreview.permissions import accreditation as permissions
from peerreview.queries import accreditation as cases
from peerreview.queries import panels as queries
from peerreview.views.accreditation import case_or_404, case_url
from peerreview.views.pages import ACT, act, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in

A_PAGE = 30


def _running(request: SignedInRequest, at: datetime) -> None:
    if not permissions.can_run_accreditation(request.user, at):
        raise Http404


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """Show who sits on the panel, and its meetings."""
    at = now()
    _running(request, at)
    page = Paginator(queries.meetings(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerreview/accreditation/panel_index.html", {"seats": queries.seats(at), "page": page})


@ACT
@signed_in
def give_seat(request: SignedInRequest) -> HttpResponse:
    """Seat somebody on the panel."""
    at = now()
    _running(request, at)
    return act(
        request,
        forms.SeatForm(sent(request), initial={"starts_on": day_of(at)}),
        lambda data: actions.give_seat(by=request.user, at=at, **data),
        title=_("Seat somebody on the panel"),
        explanation=_("Nobody decides in a case of a service they are tied to, and nobody who visited it."),
        submit=_("Give them the seat"),
        done=_("They sit on the panel."),
        back=reverse("peerreview:accreditation_panel_index"),
    )


@ACT
@signed_in
def end_seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a seat."""
    at = now()
    _running(request, at)
    seat = queries.find_seat(pk, at)
    if seat is None:
        raise Http404
    return act(
        request,
        forms.EndSeatForm(sent(request), initial={"ends_on": day_of(at)}),
        lambda data: actions.end_seat(seat=seat, by=request.user, at=at, **data),
        title=_("End the seat"),
        caption=seat.person.name,
        submit=_("End it"),
        done=_("The seat ends that day."),
        back=reverse("peerreview:accreditation_panel_index"),
    )


@ACT
@signed_in
def call_meeting(request: SignedInRequest) -> HttpResponse:
    """Call a meeting."""
    at = now()
    _running(request, at)
    return act(
        request,
        forms.MeetingForm(sent(request), at=at),
        lambda data: actions.call_meeting(
            title=data["title"], held_on=data["held_on"], people=list(data["people"]), by=request.user, at=at
        ),
        title=_("Call a meeting of the panel"),
        submit=_("Call the meeting"),
        done=_("The meeting is called. Now lay cases before it."),
        back=reverse("peerreview:accreditation_panel_index"),
    )


@ACT
@signed_in
def lay_before(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay a case before a meeting."""
    at = now()
    case = case_or_404(request, pk, at)
    if not permissions.can_manage_case(request.user, case, at) or cases.question_of(case) is None:
        raise Http404
    return act(
        request,
        forms.LayBeforeForm(sent(request), initial={"meeting": case.meeting_id}),
        lambda data: actions.lay_before(case=case, meeting=data["meeting"], by=request.user, at=at),
        title=_("Lay it before a meeting"),
        caption=str(case),
        explanation=_("Who is tied to the service, visited it, or decided what is appealed takes no part by itself."),
        submit=_("Lay it before the meeting"),
        done=_("The panel has been told."),
        back=case_url(case),
    )


@require_safe
@signed_in
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show where the panel stands, to itself and to who runs the case."""
    at = now()
    case = _deliberating(request, pk, at)
    page = queries.panel_page(case, at)
    current = page.current.proposal if page.current else None
    if current is not None:
        current.case = case
    decides = permissions.decides(request.user, case, at)
    context = {
        "case": case,
        "page": page,
        "facts": cases.case_page(case),
        "decides": decides,
        "manages": permissions.can_manage_case(request.user, case, at),
        "may_propose": decides and page.question is not None,
        "may_say": current is not None and decides and permissions.can_say(request.user, current, at),
        "may_record": decides and page.current is not None and page.current.consensus.is_reached,
    }
    return render(request, "peerreview/accreditation/panel.html", context)


@ACT
@signed_in
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a decision."""
    at = now()
    case = _deliberating(request, pk, at)
    if not permissions.can_propose(request.user, case, at):
        raise Http404
    form = forms.ProposeForm(sent(request), outcomes=cases.outcomes_of(case, at))
    return act(
        request,
        form,
        lambda data: actions.propose(case=case, by=request.user, at=at, **form.said),
        title=_("Propose a decision"),
        caption=str(case),
        explanation=_("Only what the thresholds leave open is offered. It is decided when everybody agrees."),
        submit=_("Propose it"),
        done=_("It is proposed. The others are asked."),
        back=case_url(case, "accreditation_panel"),
    )


@ACT
@signed_in
def say(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Say what one thinks of a proposal."""
    at = now()
    case, proposal = _proposal(request, pk, n, at)
    if not permissions.can_say(request.user, proposal, at):
        raise Http404
    return act(
        request,
        forms.SayOfProposalForm(sent(request)),
        lambda data: actions.say_of_proposal(
            proposal=proposal, stance=PanelStance(data["stance"]), reason=data["reason"], by=request.user, at=at
        ),
        title=proposal.get_outcome_display(),
        caption=str(case),
        explanation=queries.proposal_words(proposal),
        submit=_("Say it"),
        done=_("It is said."),
        back=case_url(case, "accreditation_panel"),
    )


@ACT
@signed_in
def decide(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Record that everybody agrees."""
    at = now()
    case, proposal = _proposal(request, pk, n, at)
    if not permissions.can_record_decision(request.user, proposal, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.decide(proposal=proposal, by=request.user, at=at),
        title=_("Record the decision: %(outcome)s") % {"outcome": proposal.get_outcome_display()},
        caption=str(case),
        explanation=_("It goes into the ledger and is never changed. The service is told, with the reasons."),
        submit=_("Record the decision"),
        done=_("It is decided."),
        back=case_url(case),
    )


@ACT
@signed_in
def recuse(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Take oneself, or somebody, out of a case."""
    at = now()
    case = _deliberating(request, pk, at)
    who = next((one for one in queries.members_of(case.meeting) if one.pk == person), None)
    if who is None or not permissions.can_recuse(request.user, who, case, at):
        raise Http404
    own = who.pk == request.user.pk
    back = reverse("peerreview:accreditation_cases") if own else case_url(case, "accreditation_panel")
    return act(
        request,
        forms.RecuseForm(sent(request)),
        lambda data: actions.recuse(case=case, person=who, reason=data["reason"], by=request.user, at=at),
        title=_("Take no part in this case") if own else _("Take %(name)s out of this case") % {"name": who.name},
        caption=str(case),
        explanation=_("From then on they see nothing of the case and count nowhere. It cannot be taken back."),
        submit=_("Take no part") if own else _("Take them out"),
        done=_("You take no part in the case.") if own else _("They take no part in the case."),
        back=back,
        is_grave=True,
    )


def _deliberating(request: SignedInRequest, pk: int, at: datetime) -> AccreditationCase:
    case = case_or_404(request, pk, at)
    if not permissions.can_read_deliberation(request.user, case, at):
        raise Http404
    return case


def _proposal(request: SignedInRequest, pk: int, n: int, at: datetime) -> tuple[AccreditationCase, PanelProposal]:
    case = _deliberating(request, pk, at)
    proposal = queries.find_proposal(case, n)
    if proposal is None:
        raise Http404
    proposal.case = case
    return case, proposal
