"""What was agreed to be done: adding it to a meeting or a decision, saying that it is done, changing it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.agreedactions import add_action, change_action, finish_action
from governance.forms.agreedactions import ActionForm, ChangeActionForm, FinishActionForm
from governance.models import AgreedAction, Decision, Meeting
from governance.permissions import agreedactions as permissions
from governance.queries.agreedactions import find_action, may_own
from governance.views.boards import board_or_404
from governance.views.meetings import meeting_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def add_to_meeting(request: SignedInRequest, board: str, day: str) -> HttpResponseBase:
    """Write down what was agreed at a meeting."""
    at = now()
    here = board_or_404(board)
    meeting = meeting_or_404(here, day)
    if not permissions.can_add_action(request.user, here, at):
        raise PermissionDenied
    return _add(request, meeting, reverse("governance:meeting", args=[here.slug, day]), meeting.title, at)


@signed_in
def add_to_decision(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Write down what follows from a decision."""
    at = now()
    rows = Decision.objects.visible_to(request.user, at).select_related("board", "proposal")
    decision = rows.filter(number=number).first()
    if decision is None:
        raise Http404
    if not permissions.can_add_action_to(request.user, decision, at):
        raise PermissionDenied
    return _add(request, decision, reverse("governance:decision", args=[number]), number, at)


def _add(
    request: SignedInRequest, source: Meeting | Decision, back: str, caption: str, at: datetime
) -> HttpResponseBase:
    people = may_own(source.board, source if isinstance(source, Decision) else None, at)
    form = ActionForm(request.POST if request.method == "POST" else None, people=people)
    return done_or_page(
        request,
        form,
        lambda: add_action(source=source, by=request.user, at=at, **form.cleaned_data),
        said=_("It is written down, and whoever sees to it is told."),
        back=f"{back}#actions",
        title=_("Add an action"),
        caption=caption,
        submit=_("Add the action"),
    )


@signed_in
def finish(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Say that it is done, and what was done."""
    at = now()
    action = _action_or_404(request, pk, at)
    if not permissions.can_finish_action(request.user, action, at):
        raise PermissionDenied
    form = FinishActionForm(request.POST if request.method == "POST" else None)
    return done_or_page(
        request,
        form,
        lambda: finish_action(action=action, outcome=form.cleaned_data["outcome"], by=request.user, at=at),
        said=_("It is recorded as done."),
        back=_source(action),
        title=_("Say that it is done"),
        caption=action.board.name,
        quote=action.what,
        submit=_("It is done"),
    )


@signed_in
def change(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Give it to somebody else or more time; what was said to be done is open again."""
    at = now()
    action = _action_or_404(request, pk, at)
    if not permissions.can_change_action(request.user, action, at):
        raise PermissionDenied
    people = may_own(action.board, action.decision, at)
    initial = {"owner": action.owner_id, "due_on": action.due_on}
    form = ChangeActionForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    return done_or_page(
        request,
        form,
        lambda: change_action(action=action, by=request.user, at=at, **form.cleaned_data),
        said=_("The action is changed."),
        back=_source(action),
        title=_("Change the action"),
        caption=action.board.name,
        explanation=_("It was recorded as done. Changing it opens it again.") if action.done_at else "",
        quote=action.what,
        submit=_("Change it"),
    )


def _action_or_404(request: SignedInRequest, pk: int, at: datetime) -> AgreedAction:
    action = find_action(request.user, pk, at)
    if action is None:
        raise Http404
    return action


def _source(action: AgreedAction) -> str:
    if action.decision is not None:
        return f"{reverse('governance:decision', args=[action.decision.number])}#actions"
    meeting = action.meeting
    assert meeting is not None  # noqa: S101  (the database insists on one of the two)
    return f"{reverse('governance:meeting', args=[action.board.slug, meeting.held_on.isoformat()])}#actions"
