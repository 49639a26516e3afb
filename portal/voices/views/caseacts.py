"""What lead and deputy do in a case, one page an act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import cases as actions
from portal.voices.forms import cases as forms
from portal.voices.forms.moderation import NothingForm
from portal.voices.permissions import cases as permissions
from portal.voices.views.acts import ACT, act, sent
from portal.voices.views.cases import case_or_404


def _page(
    request: SignedInRequest,
    pk: UUID,
    may: Callable[..., bool],
    form: type[BaseForm],
    do: Callable[..., object],
    **words: Any,
) -> HttpResponse:
    at = now()
    row = case_or_404(request, pk, at)
    if not may(request.user, row, at):
        raise Http404
    return act(
        request,
        form(sent(request)),
        lambda data: do(case=row, by=request.user, at=at, **data),
        back=reverse("voices:case", args=[row.pk]),
        caption=str(row),
        is_case=True,
        **words,
    )


@ACT
@signed_in
def take(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that one is on it."""
    return _page(
        request,
        pk,
        permissions.can_take_case,
        NothingForm,
        actions.take_case,
        title=_("I am on it"),
        explanation=_("Whoever else was alerted sees that you have it. The alerts stop climbing."),
        submit=_("I am on it"),
        done=_("You are on it. Others see that."),
    )


@ACT
@signed_in
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write a note."""
    return _page(
        request,
        pk,
        permissions.can_work_on_case,
        forms.NoteForm,
        actions.note,
        title=_("Write a note"),
        submit=_("Keep this note"),
        done=_("The note is kept."),
    )


@ACT
@signed_in
def refer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Note who was told."""
    return _page(
        request,
        pk,
        permissions.can_work_on_case,
        forms.ReferForm,
        actions.refer,
        title=_("Somebody was told"),
        explanation=_("Ring first, then write it down. It ends the clock for telling them."),
        submit=_("Note it"),
        done=_("It is noted."),
    )


@ACT
@signed_in
def not_for(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Note who need not be told."""
    return _page(
        request,
        pk,
        permissions.can_work_on_case,
        forms.NotForForm,
        actions.not_for,
        title=_("Somebody need not be told"),
        explanation=_(
            "The clock for them ends, and your name stands beside the reason. If you are not sure, tell them."
        ),
        submit=_("Keep this reason"),
        done=_("The reason is noted."),
        is_grave=True,
    )


@ACT
@signed_in
def keep_out(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep somebody out."""
    return _page(
        request,
        pk,
        permissions.can_work_on_case,
        forms.KeepOutForm,
        actions.keep_out,
        title=_("Keep somebody out who is named in it"),
        submit=_("Keep them out"),
        done=_("For them this case does not exist any more."),
        is_grave=True,
    )


@ACT
@signed_in
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Close it; whoever was relieved while they wrote is told so, and keeps what they wrote."""
    return _page(
        request,
        pk,
        permissions.can_work_on_case if request.method == "POST" else permissions.can_close_case,
        forms.ReasonForm,
        actions.close_case,
        title=_("Close the case"),
        explanation=_("Somebody safe has it, or there is nothing more to do. Its statement goes back to the readers."),
        submit=_("Close it"),
        done=_("The case is closed."),
        is_grave=True,
    )


@ACT
@signed_in
def reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open it again."""
    return _page(
        request,
        pk,
        permissions.can_reopen_case,
        forms.ReasonForm,
        actions.reopen_case,
        title=_("Open the case again"),
        submit=_("Open it again"),
        done=_("It is open again, and you are on it."),
    )
