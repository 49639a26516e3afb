"""Asking one's constituency, answering, and what came of it."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions.soundings import answer_sounding, ask_constituency
from governance.forms.soundings import AnswerForm, AskForm
from governance.models.standing import standing_of
from governance.permissions import soundings as permissions
from governance.queries import soundings as queries
from governance.queries.constituencies import place_of
from governance.views.boards import board_or_404
from governance.views.constituencies import place_or_404
from governance.views.pages import attempt, proposal_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in

USUAL = timedelta(days=7)


@signed_in
def ask(request: SignedInRequest, board: str, code: str) -> HttpResponseBase:
    """Ask those one speaks for."""
    at = now()
    place = place_or_404(board_or_404(board), code)
    if not permissions.can_ask(request.user, place, at):
        raise PermissionDenied
    form = AskForm(
        request.POST or None,
        proposals=queries.proposals_to_ask_about(request.user, place, at),
        closes_on=timezone.localdate(at + USUAL),
    )
    return done_or_page(
        request,
        form,
        lambda: ask_constituency(place=place, by=request.user, at=at, **form.asked()),
        said=_("Your question is asked. Those you speak for are told."),
        back=reverse("governance:constituency", args=[place.board.slug, place.code]),
        title=_("Ask your constituency"),
        caption=f"{place.board} · {place.name}",
        explanation=_(
            "You hear what they think before you speak. It is not a mandate: as a trustee you act for the whole"
            " cooperative, and you may come to another view when you have heard the others."
        ),
        submit=_("Ask"),
    )


@signed_in
def sounding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a sounding: to members their answer, and when it has closed what may be shown of all answers."""
    at = now()
    row = queries.find_sounding(request.user, pk, at)
    if row is None:
        raise Http404
    may_answer = permissions.can_answer(request.user, row, at)
    options, mine = list(row.options.all()), queries.answer_of(request.user, row)
    form = AnswerForm(request.POST or None, options=options, answer=mine) if may_answer or request.POST else None
    if (
        form is not None
        and form.is_bound
        and form.is_valid()
        and attempt(form, lambda: answer_sounding(sounding=row, by=request.user, at=at, **form.said()))
    ):
        messages.success(request, _("Your answer is kept. You can change it until the sounding closes."))
        return redirect("governance:sounding", pk=pk)
    place = place_of(row.board, row.seat)
    context = {
        "sounding": row,
        "place": place,
        "options": options,
        "mine": mine,
        "form": form,
        "is_open": row.is_open(at),
        "result": queries.result_of(row, at),
        "about_url": reverse("governance:proposal", args=[row.about.number]) if row.about else "",
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "governance/constituencies/sounding.html", context, status=status)


@signed_in
def about_proposal(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the board's people what constituencies said about a proposal."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if proposal.board_id not in standing_of(request.user, at).inside:
        raise PermissionDenied
    rows = queries.soundings_about(request.user, proposal, at)
    context = {
        "proposal": proposal,
        "soundings": [(row, row.is_open(at), queries.result_of(row, at)) for row in rows],
    }
    return render(request, "governance/constituencies/about_proposal.html", context)
