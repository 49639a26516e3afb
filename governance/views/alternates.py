"""Who may stand in for whom on a board, and when they do."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import alternates as actions
from governance.enums.chairs import AlternateKind
from governance.forms.boards import EndForm
from governance.forms.chairs import AlternateForm, HandOverForm
from governance.models import Alternate, Appointment, Board, StandIn
from governance.permissions import alternates as permissions
from governance.queries import alternates as queries
from governance.views.boards import board_or_404
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in

RELATED = ("appointment__person", "appointment__seat__board", "appointment__seat__constituency", "person", "meeting")


def _seen_board(request: SignedInRequest, slug: str, at: datetime) -> Board:
    """Return the board if the person may know who stands in for whom; others learn nothing."""
    board = board_or_404(slug)
    if not permissions.can_see_alternates(request.user, board, at):
        raise Http404
    return board


@signed_in
def alternates(request: SignedInRequest, board: str) -> HttpResponse:
    """Show who may stand in for whom, to the board's own people."""
    at = now()
    here = _seen_board(request, board, at)
    lines = [
        (
            line,
            permissions.can_name_alternate(request.user, line.appointment, at),
            permissions.can_hand_over_voice(request.user, line.appointment, at),
        )
        for line in queries.seat_lines(here, at)
    ]
    return render(request, "governance/chairs/alternates.html", {"board": here, "lines": lines})


@signed_in
def name(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """Name who may stand in."""
    at = now()
    here = _seen_board(request, board, at)
    appointment = (
        Appointment.objects.active(at)
        .filter(seat__board=here, pk=pk, seat__constituency__isnull=False)
        .select_related("person", "seat__board", "seat__constituency")
        .first()
    )
    if appointment is None:
        raise Http404
    if not permissions.can_name_alternate(request.user, appointment, at):
        raise PermissionDenied
    today = timezone.localdate(at)
    form = AlternateForm(
        request.POST or None,
        people=queries.could_stand_in(appointment, at),
        meetings=queries.coming_meetings(here, today),
        initial={"starts_on": today, "kind": AlternateKind.STANDING},
    )
    back = reverse("governance:alternates", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        meeting = data["meeting"] if data["kind"] == AlternateKind.ONE_MEETING else None
        starts_on = meeting.held_on if meeting else data["starts_on"]

        def act() -> object:
            return actions.name_alternate(
                appointment=appointment,
                person=data["person"],
                starts_on=starts_on,
                meeting=meeting,
                by=request.user,
                at=at,
            )

        if attempt(form, act):
            messages.success(request, _("The alternate is named."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Name who may stand in"),
        caption=f"{appointment.person} · {appointment.seat.constituency}",
        explanation=_(
            "Being named gives no voice. The voice of the seat moves only when it is handed over, for the days chosen "
            "then, and comes back by itself."
        ),
        back=back,
        submit=_("Name them"),
    )


@signed_in
def end(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End that somebody may stand in."""
    at = now()
    here = _seen_board(request, board, at)
    alternate = _alternate(here, pk)
    if not permissions.can_name_alternate(request.user, alternate.appointment, at):
        raise PermissionDenied
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:alternates", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        ends_on, why = form.cleaned_data["ends_on"], form.cleaned_data["reason"]

        def act() -> object:
            return actions.end_alternate(alternate=alternate, ends_on=ends_on, why=why, by=request.user, at=at)

        if attempt(form, act):
            messages.success(request, _("The end is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End that somebody may stand in"),
        caption=f"{alternate.person} · {alternate.appointment.person}",
        explanation=_("If they have the voice of the seat, it goes back. Rounds already open keep theirs."),
        back=back,
        submit=_("End it"),
        is_grave=True,
    )


@signed_in
def hand_over(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """Give the voice of the seat to the alternate for some days."""
    at = now()
    here = _seen_board(request, board, at)
    alternate = _alternate(here, pk)
    if not permissions.can_hand_over_voice(request.user, alternate.appointment, at):
        raise PermissionDenied
    first = max(timezone.localdate(at), alternate.starts_on)
    initial = {"starts_on": first, "ends_on": first + timedelta(days=1)}
    form = HandOverForm(request.POST or None, initial=initial)
    back = reverse("governance:alternates", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.hand_over_voice(alternate=alternate, by=request.user, at=at, **data)):
            messages.success(request, _("The voice is handed over. It comes back by itself."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Hand over the voice"),
        caption=f"{alternate.appointment.person} → {alternate.person}",
        explanation=_(
            "In every round opened in these days the alternate speaks for the seat and the principal does not. Rounds "
            "already open keep their voices. Whoever has a conflict of interest stays recused: standing in does not "
            "get round it."
        ),
        back=back,
        submit=_("Hand over the voice"),
    )


@signed_in
def take_back(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """Speak for oneself again."""
    at = now()
    here = _seen_board(request, board, at)
    voice = StandIn.objects.filter(board=here, pk=pk).select_related("appointment__seat__board", *RELATED[:1]).first()
    if voice is None:
        raise Http404
    if not permissions.can_hand_over_voice(request.user, voice.appointment, at):
        raise PermissionDenied
    back = reverse("governance:alternates", args=[here.slug])
    if request.method == "POST":
        actions.take_back_voice(stand_in=voice, by=request.user, at=at)
        messages.success(request, _("The voice is back. Rounds opened from now on are for the principal."))
        return redirect(back)
    return act_page(
        request,
        forms.Form(),
        title=_("Take the voice back"),
        caption=str(voice.appointment.person),
        explanation=_("Rounds opened from now on give the voice to the principal. Rounds already open keep theirs."),
        back=back,
        submit=_("Take it back"),
    )


def _alternate(board: Board, pk: int) -> Alternate:
    found = Alternate.objects.filter(board=board, pk=pk).select_related("board", *RELATED).first()
    if found is None:
        raise Http404
    return found
