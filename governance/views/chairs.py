"""The rota of the chair, and how it is kept."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import chairs as actions
from governance.actions.turns import ask_next, swap_turn
from governance.forms.boards import ChairForm, EndForm
from governance.forms.chairs import SwapForm
from governance.models import ChairTerm
from governance.permissions import boards as permissions
from governance.permissions.chairs import can_read_words, can_see_handover
from governance.queries import chairs as queries
from governance.queries.seats import holders
from governance.views.boards import board_or_404, kept_board
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


def rota(request: HttpRequest, board: str) -> HttpResponse:
    """Show who chaired, chairs and will chair, why each was picked, and how the coming two years look."""
    at = now()
    here = board_or_404(board)
    page = queries.rota(request.user, here, at, inside=can_read_words(request.user, here, at))
    context = {
        "board": here,
        "page": page,
        "sees_steps": page.handover is not None and can_see_handover(request.user, page.handover.term, at),
        "keeps": permissions.can_keep_board(request.user, here, at),
    }
    return render(request, "governance/boards/chairs.html", context)


@signed_in
def ask(request: SignedInRequest, board: str) -> HttpResponse:
    """Ask whose turn is next without waiting for the portal to do so by itself."""
    at = now()
    here = kept_board(request, board, at)
    form = forms.Form(request.POST or None)
    back = reverse("governance:chairs", args=[here.slug])
    if request.method == "POST":
        if ask_next(board=here, by=request.user, at=at):
            messages.success(request, _("The next in turn has been asked."))
        else:
            messages.info(request, _("Somebody is being asked already, it is too early, or nobody is left to ask."))
        return redirect(back)
    return act_page(
        request,
        form,
        title=_("Ask whose turn is next"),
        caption=here.name,
        explanation=_(
            "The portal picks by the rule of the rota and asks that trustee. It does so by itself one term ahead; this "
            "only asks at once."
        ),
        back=back,
        submit=_("Ask the next in turn"),
    )


@signed_in
def swap(request: SignedInRequest, board: str) -> HttpResponse:
    """Carry out a swap of turns on which the board agreed."""
    at = now()
    here = kept_board(request, board, at)
    candidates = [holder.appointment for holder in holders(here, at)]
    decisions = queries.decisions_for_a_swap(here)
    form = SwapForm(request.POST or None, candidates=candidates, decisions=decisions)
    back = reverse("governance:chairs", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: swap_turn(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("They have been asked to take the next term instead."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Swap turns"),
        caption=here.name,
        explanation=_(
            "Turns are swapped by the board together: on a procedural proposal on which there was consensus. Whoever "
            "had the next term keeps their place and comes next in the queue."
        ),
        back=back,
        submit=_("Swap the turns"),
    )


@signed_in
def start(request: SignedInRequest, board: str) -> HttpResponse:
    """Put somebody in the chair from a day on."""
    at = now()
    here = kept_board(request, board, at)
    candidates = [holder.appointment for holder in holders(here, at)]
    form = ChairForm(request.POST or None, candidates=candidates, initial={"starts_on": timezone.localdate(at)})
    back = reverse("governance:chairs", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.start_chair_term(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("The term is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Record a term agreed otherwise"),
        caption=here.name,
        explanation=_(
            "Usually the portal asks whose turn it is, and nothing is recorded by hand. Use this only for a term that "
            "the board agreed in another way. Your reason is read by the board’s own people; the public reads that "
            "the board agreed it."
        ),
        back=back,
        submit=_("Record the term"),
    )


@signed_in
def end(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End a term early."""
    at = now()
    here = kept_board(request, board, at)
    term = ChairTerm.objects.filter(board=here, pk=pk).select_related("appointment__person", "board").first()
    if term is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:chairs", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        ends_on, why = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        if attempt(form, lambda: actions.end_chair_term(term=term, ends_on=ends_on, why=why, by=request.user, at=at)):
            messages.success(request, _("The end of the term is recorded. The rota shows who chairs meanwhile."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End a term early"),
        caption=f"{here.name} · {term.appointment.person}",
        explanation=_(
            "An acting chair takes over on that day, picked by the rule of the rota, and with the chair the board’s "
            "seat on the National Steering Group. Rounds already open keep their voices. The reason is read by the "
            "board’s own people only."
        ),
        back=back,
        submit=_("End the term"),
        is_grave=True,
    )
