"""Finding out who spoke privately: asking, the second person's answer, looking."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import looks as actions
from portal.voices.enums.statements import Privacy
from portal.voices.forms import looks as forms
from portal.voices.forms.moderation import NothingForm
from portal.voices.models import Look
from portal.voices.permissions import looks as permissions
from portal.voices.permissions.statements import is_reader
from portal.voices.queries import looks as queries
from portal.voices.views.acts import ACT, act, sent
from portal.voices.views.moderation import statement_or_404

A_PAGE = 25


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the wishes the reader may know of."""
    at = now()
    if not is_reader(request.user, at):
        raise Http404
    page = Paginator(queries.looks_known_to(request.user, at), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "voices/looks/index.html", {"page": page})


@ACT
@signed_in
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask to find out; where there is nothing to find, the page says so before anybody asks."""
    at = now()
    row = statement_or_404(request, pk, at)
    if row.privacy == Privacy.NAMED:
        raise Http404
    back = reverse("voices:moderation_statement", args=[row.pk])
    if row.privacy == Privacy.ANONYMOUS or not permissions.can_ask_to_look(request.user, row, at):
        waiting = row.privacy != Privacy.ANONYMOUS
        context = {"statement": row, "back": back, "is_waiting": waiting}
        return render(request, "voices/looks/nothing.html", context)
    return act(
        request,
        forms.AskForm(sent(request)),
        lambda data: actions.ask_to_look(statement=row, by=request.user, at=at, **data),
        title=_("Find out who said this"),
        caption=str(row),
        explanation=_(
            "They chose to be private. That may be broken only if somebody could be hurt otherwise. A second reader "
            "has to agree, it is written into the ledger, and the person is told when they come back."
        ),
        submit=_("Ask a second person"),
        done=_("The other readers have been asked. One of them has to agree."),
        back=back,
        after=reverse("voices:looks"),
        is_grave=True,
    )


@require_safe
@signed_in
def look(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a wish, and to who has looked what there was to find."""
    at = now()
    row = _known(request, pk, at)
    shown = row.asked_by_id == request.user.pk and queries.is_shown(row, at)
    statement = queries.statement_behind(row) if shown else None
    context = {
        "look": row,
        "may_settle": permissions.can_settle_look(request.user, row, at),
        "may_look": permissions.can_look(request.user, row, at) and row.looked_at is None,
        "behind": queries.behind(statement) if statement else None,
    }
    return render(request, "voices/looks/look.html", context)


@ACT
@signed_in
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree or refuse as the second person."""
    at = now()
    row = _known(request, pk, at)
    if not permissions.can_settle_look(request.user, row, at):
        raise Http404
    return act(
        request,
        forms.SettleForm(sent(request)),
        lambda data: actions.settle_look(look=row, by=request.user, at=at, **data),
        title=_("Is there a reason to find out?"),
        caption=str(row),
        explanation=_("Read the statement yourself first. The reason that was given:"),
        quoted=row.reason,
        submit=_("Answer"),
        done=_("Your answer is noted, and written into the ledger."),
        back=reverse("voices:look", args=[row.pk]),
        is_grave=True,
    )


@ACT
@signed_in
def open_(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look."""
    at = now()
    row = _known(request, pk, at)
    if not permissions.can_look(request.user, row, at) or row.looked_at is not None:
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.look(look=row, by=request.user, at=at),
        title=_("Find out who it was"),
        caption=str(row),
        explanation=_("It is written into the ledger now, and the person is told when they come back."),
        submit=_("Show me who it was"),
        done=_("It is noted that you looked."),
        back=reverse("voices:look", args=[row.pk]),
        is_grave=True,
    )


def _known(request: SignedInRequest, pk: int, at: datetime) -> Look:
    row = queries.find_look(request.user, pk, at)
    if row is None:
        raise Http404
    return row
