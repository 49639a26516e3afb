"""The rota of the chair."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import chairs as actions
from governance.forms.boards import ChairForm, EndForm
from governance.models import ChairTerm
from governance.permissions import boards as permissions
from governance.queries import chairs as queries
from governance.queries.seats import holders
from governance.views.boards import board_or_404, kept_board
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


def rota(request: HttpRequest, board: str) -> HttpResponse:
    """Show who chaired, chairs and will chair, and why each was picked."""
    at = now()
    here = board_or_404(board)
    context = {
        "board": here,
        "rows": queries.rota(request.user, here, at),
        "keeps": permissions.can_keep_board(request.user, here, at),
    }
    return render(request, "governance/boards/chairs.html", context)


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
        title=_("Record the next chair"),
        caption=here.name,
        explanation=_(
            "The chair passes every six months to the constituency that has waited longest, and in it to whoever has "
            "served least. The reason you give stands in the rota for everybody."
        ),
        back=back,
        submit=_("Record the term"),
    )


@signed_in
def end(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End a term early."""
    at = now()
    here = kept_board(request, board, at)
    term = ChairTerm.objects.filter(board=here, pk=pk).select_related("appointment__person").first()
    if term is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:chairs", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        ends_on, why = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        if attempt(form, lambda: actions.end_chair_term(term=term, ends_on=ends_on, why=why, by=request.user, at=at)):
            messages.success(request, _("The end of the term is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End a term early"),
        caption=f"{here.name} · {term.appointment.person}",
        explanation=_("The national seat of the board is empty from that day until somebody else is in the chair."),
        back=back,
        submit=_("End the term"),
        is_grave=True,
    )
