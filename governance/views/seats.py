"""Who takes a seat, who leaves it, who belongs to a constituency."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import seats as actions
from governance.forms.boards import AppointForm, EndForm, MemberForm, SeatForm
from governance.models import Appointment, ConstituencyMembership, Seat
from governance.views.boards import kept_board
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def appoint(request: SignedInRequest, board: str, number: int) -> HttpResponse:
    """Seat somebody."""
    at = now()
    here = kept_board(request, board, at)
    seat = Seat.objects.filter(board=here, number=number).select_related("constituency").first()
    if seat is None:
        raise Http404
    form = AppointForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.appoint(seat=seat, by=request.user, at=at, **data)):
            messages.success(request, _("The appointment is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Seat somebody"),
        caption=f"{here.name} · {seat.constituency or seat.ex_officio_of} · {_('seat %(n)s') % {'n': seat.number}}",
        explanation=_("The constituency chooses who speaks for it; this records whom it chose."),
        back=back,
        submit=_("Record the appointment"),
    )


@signed_in
def end(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End somebody's time on a seat."""
    at = now()
    here = kept_board(request, board, at)
    row = Appointment.objects.filter(seat__board=here, pk=pk).select_related("person", "seat__constituency").first()
    if row is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        ends_on, why = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: actions.end_appointment(appointment=row, ends_on=ends_on, why=why, by=request.user, at=at),
        ):
            messages.success(request, _("The end of the appointment is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End an appointment"),
        caption=f"{row.person} · {row.seat.constituency}",
        explanation=_("If they are in the chair, their term ends with it. Rounds already open keep their voice."),
        back=back,
        submit=_("End the appointment"),
        is_grave=True,
    )


@signed_in
def add(request: SignedInRequest, board: str) -> HttpResponse:
    """Add a seat for a constituency."""
    at = now()
    here = kept_board(request, board, at)
    form = SeatForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.add_seat(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("The seat is added."))
            return redirect(back)
    return act_page(request, form, title=_("Add a seat"), caption=here.name, back=back, submit=_("Add the seat"))


@signed_in
def join(request: SignedInRequest, board: str) -> HttpResponse:
    """Count somebody among those a seat speaks for."""
    at = now()
    here = kept_board(request, board, at)
    form = MemberForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.join_constituency(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("They belong to the constituency now."))
            return redirect(back)
    return act_page(
        request, form, title=_("Add somebody to a constituency"), caption=here.name, back=back, submit=_("Add them")
    )


@signed_in
def leave(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End somebody's place in a constituency."""
    at = now()
    here = kept_board(request, board, at)
    row = ConstituencyMembership.objects.filter(board=here, pk=pk).select_related("person", "constituency").first()
    if row is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        ends_on, why = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: actions.leave_constituency(membership=row, ends_on=ends_on, why=why, by=request.user, at=at),
        ):
            messages.success(request, _("The end of the membership is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End a membership"),
        caption=f"{row.person} · {row.constituency}",
        back=back,
        submit=_("End the membership"),
        is_grave=True,
    )
