"""What a reader decides about a statement, one page an act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.requests import SignedInRequest, now, signed_in
from portal.ui.templatetags.dates import day
from portal.voices.actions import moderation as actions
from portal.voices.enums.statements import StatementState
from portal.voices.forms import moderation as forms
from portal.voices.permissions import moderation as permissions
from portal.voices.permissions.statements import is_safeguarding
from portal.voices.views.acts import ACT, act, sent
from portal.voices.views.moderation import statement_or_404


def _page(
    request: SignedInRequest,
    pk: UUID,
    may: Callable[..., bool],
    form: type[BaseForm],
    do: Callable[..., object],
    *,
    after: str = "",
    **words: Any,
) -> HttpResponse:
    at = now()
    row = statement_or_404(request, pk, at)
    if not may(request.user, row, at):
        raise Http404
    back = reverse("voices:moderation_statement", args=[row.pk])
    return act(
        request,
        form(sent(request)),
        lambda data: do(statement=row, by=request.user, at=at, **data),
        back=back,
        after=after,
        caption=str(row),
        **words,
    )


@ACT
@signed_in
def take(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take it, or over from another reader."""
    words = {"title": _("Take it to read"), "submit": _("Take it"), "done": _("It is yours.")}
    return _page(
        request,
        pk,
        permissions.can_take,
        forms.NothingForm,
        actions.take,
        explanation=_("Others see that you have it. If another reader had it, they see that you took it over."),
        **words,
    )


@ACT
@signed_in
def hold(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Hold it for safeguarding; a moderator then does not see it any more."""
    keeps = is_safeguarding(request.user, now())
    return _page(
        request,
        pk,
        permissions.can_hold,
        forms.HoldForm,
        actions.hold,
        title=_("Somebody may not be safe"),
        explanation=_(
            "Is a child in danger now? Ring 999 first. When you press the button the safeguarding lead and deputy are "
            "alerted at once, and nobody else reads this statement until they let it go."
        ),
        submit=_("Alert them and hold it"),
        done=_("Lead and deputy have been alerted. It is held."),
        after="" if keeps else reverse("voices:moderation"),
        is_grave=True,
    )


@ACT
@signed_in
def needs_redaction(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that words must be taken out first."""
    return _page(
        request,
        pk,
        permissions.can_redact,
        forms.NoteForm,
        actions.needs_redaction,
        title=_("Words must be taken out first"),
        explanation=_("It stays with the readers until somebody has taken them out and cleared it."),
        submit=_("Hold it for that"),
        done=_("It is held until words are taken out."),
    )


@ACT
@signed_in
def return_(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Decide that it is passed on to nobody."""
    return _page(
        request,
        pk,
        permissions.can_return,
        forms.ReturnForm,
        actions.return_,
        title=_("Pass it on to nobody"),
        explanation=_("It is kept until its day and read by nobody but readers. Its author reads your reason."),
        submit=_("Pass it on to nobody"),
        done=_("It is passed on to nobody. The author finds your reason."),
    )


@ACT
@signed_in
def clear(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that it is safe to read for others."""
    return _page(
        request,
        pk,
        permissions.can_clear,
        forms.NothingForm,
        actions.clear,
        title=_("It is safe to read for others"),
        explanation=_(
            "You have read every answer as others will read it: nobody is named who did not choose to be, no home is "
            "known by it, and nobody may be hurt. It is released to nobody yet. If something of it is public "
            "already and words were added, two people decide about that again."
        ),
        submit=_("Yes, it is safe to read"),
        done=_("It is cleared. Choose next who may read it."),
    )


@ACT
@signed_in
def put_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give it to the readers again."""
    return _page(
        request,
        pk,
        permissions.can_put_back,
        forms.NoteForm,
        actions.put_back,
        title=_("Give it back to the readers"),
        explanation=_("From this moment nobody else reads it: everything released of it ends."),
        submit=_("Give it back"),
        done=_("It is with the readers again, and nobody else reads it."),
        is_grave=True,
    )


@ACT
@signed_in
def put_away(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Put it away until its day; whoever comes too late, or twice, is told what happened meanwhile."""
    at = now()
    row = statement_or_404(request, pk, at)
    back = reverse("voices:moderation_statement", args=[row.pk])
    if row.state == StatementState.ARCHIVED:
        messages.info(request, _("It is put away already. Nothing was done twice."))
        return redirect(back)
    if request.method != "POST" and not permissions.can_put_away(request.user, row, at):
        messages.error(request, actions.why_not_put_away(row))
        return redirect(back)
    explanation = _(
        "Nothing more is done with it. From this moment no audience reads it, nobody can add to it, and it cannot be "
        "taken out again. What we heard and answered stays. Its author reads your reason, and it is deleted on "
        "%(day)s."
    )
    return act(
        request,
        forms.PutAwayForm(sent(request)),
        lambda data: actions.put_away(statement=row, by=request.user, at=at, **data),
        done=_("It is put away until its day. The author finds your reason."),
        back=back,
        title=_("Put it away"),
        caption=str(row),
        explanation=explanation % {"day": day(row.keep_until)},
        submit=_("Put it away"),
        is_grave=True,
    )
