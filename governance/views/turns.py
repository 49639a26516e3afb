"""Answering for one's turn in the chair, and handing the chair over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.handovers import mark_step
from governance.actions.turns import accept_turn, decline_turn, excuse_turn
from governance.domain.refusals import NotAllowed
from governance.enums.chairs import HandoverStep, TurnState
from governance.forms.chairs import ACCEPT, EXCUSE, AnswerForm
from governance.models import ChairTurn
from governance.permissions import chairs as permissions
from governance.queries import chairs as queries
from governance.queries.handovers import handover_of, is_open
from governance.queries.reasons import in_words, names_of_constituencies
from governance.views.boards import board_or_404
from governance.views.pages import attempt
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def answer(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """Let whoever is asked say whether they take the chair; nobody else learns of the page."""
    at = now()
    here = board_or_404(board)
    turn = queries.find_turn(here, pk)
    if turn is None or not permissions.is_asked(request.user, turn):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _answer(request, turn, form)):
        words = {
            ACCEPT: _("You take the chair. Thank you. The board is told."),
            EXCUSE: _("It is noted that you cannot this time. Your constituency keeps its place in the queue."),
        }.get(form.cleaned_data["answer"], _("It is noted that you let the turn pass. The next in turn is asked."))
        messages.success(request, words)
        return redirect("governance:chairs", here.slug)
    context = {
        "board": here,
        "turn": turn,
        "form": form,
        "reasons": in_words(turn.reasons, names_of_constituencies()),
        "can_answer": permissions.can_answer_turn(request.user, turn, at),
        "is_asked": turn.state == TurnState.ASKED,
        "back": reverse("governance:chairs", args=[here.slug]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/chairs/turn.html", context, status=status)


def _answer(request: SignedInRequest, turn: ChairTurn, form: AnswerForm) -> None:
    at, by, why = now(), request.user, form.cleaned_data["why"]
    match form.cleaned_data["answer"]:
        case "accept":
            accept_turn(turn=turn, by=by, at=at)
        case "excuse":
            excuse_turn(turn=turn, why=why, by=by, at=at)
        case _:
            decline_turn(turn=turn, why=why, by=by, at=at)


@signed_in
def handover(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """Show the steps of handing over, and mark one as done or open again."""
    at = now()
    here = board_or_404(board)
    term = queries.find_term(here, pk)
    if term is None or not permissions.can_see_handover(request.user, term, at):
        raise Http404
    page = handover_of(term)
    outgoing = page.outgoing.appointment.person_id if page.outgoing else None
    ticks = permissions.can_tick_handover(request.user, term, outgoing, at)
    if request.method == "POST":
        if not ticks:
            raise PermissionDenied
        try:
            step = HandoverStep(request.POST.get("step", ""))
            mark_step(term=term, step=step, done=request.POST.get("done") == "yes", by=request.user, at=at)
        except ValueError:
            raise Http404 from None
        except NotAllowed as refused:
            messages.error(request, str(refused))
        return redirect(f"{reverse('governance:handover', args=[here.slug, term.pk])}#{step.value}")
    context = {"board": here, "page": page, "ticks": ticks and is_open(term, at), "is_open": is_open(term, at)}
    return render(request, "governance/chairs/handover.html", context)
