"""Writing down what the board agreed that somebody does, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements import agreedactions as announce
from governance.domain.refusals import NotAllowed
from governance.enums.boards import MeetingState
from governance.models import AgreedAction, Board, Decision, Meeting
from governance.permissions import agreedactions as permissions
from governance.queries.agreedactions import may_own
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of


@transaction.atomic
def add_action(
    *,
    source: Meeting | Decision,
    what: str,
    owner: User,
    due_on: date,
    by: User,
    at: datetime,
    token: UUID | None = None,
) -> AgreedAction:
    """Give somebody of the board something to do by a day; a second call with the same ``token`` adds nothing."""
    board = Board.objects.select_for_update().get(pk=source.board_id)
    meeting, decision = (source, None) if isinstance(source, Meeting) else (None, source)
    if decision is not None:
        allowed = permissions.can_add_action_to(by, decision, at)
    else:
        allowed = permissions.can_add_action(by, board, at)
    if not allowed:
        raise PermissionDenied
    if token and (added := AgreedAction.objects.filter(token=token, board=board).first()):
        return added
    if meeting is not None and Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELLED:
        raise NotAllowed(_("The meeting was called off: nothing was agreed at it."))
    if not what.strip():
        raise NotAllowed(_("Say what is to be done."))
    _insist_on_owner(board, decision, owner, at)
    _insist_on_day(due_on, at)
    action = AgreedAction(
        board=board,
        meeting=meeting,
        decision=decision,
        what=what.strip(),
        owner=owner,
        due_on=due_on,
        agreed_at=at,
        token=token,
    )
    save_with_history(action, by=by, reason="Action agreed", at=at)
    announce.action_given(action, by, at)
    return action


@transaction.atomic
def finish_action(*, action: AgreedAction, outcome: str, by: User, at: datetime) -> AgreedAction:
    """Say that it is done, and what was done; twice changes nothing."""
    action = _locked(action)
    if not permissions.can_finish_action(by, action, at):
        raise PermissionDenied
    if action.done_at is not None:
        return action
    if not outcome.strip():
        raise NotAllowed(_("Say what was done."))
    action.done_at, action.done_by, action.outcome = at, by, outcome.strip()
    save_with_history(action, by=by, reason="Action done", at=at)
    return action


@transaction.atomic
def change_action(
    *, action: AgreedAction, owner: User, due_on: date, reason: str, by: User, at: datetime
) -> AgreedAction:
    """Give it to somebody else, or more time, with the reason; what was said to be done is open again."""
    action = _locked(action)
    if not permissions.can_change_action(by, action, at):
        raise PermissionDenied
    if (action.owner_id, action.due_on, action.done_at) == (owner.pk, due_on, None):
        return action
    if not reason.strip():
        raise NotAllowed(_("Say why this is changed."))
    if owner.pk != action.owner_id:
        _insist_on_owner(action.board, action.decision, owner, at)
    if due_on != action.due_on:
        _insist_on_day(due_on, at)
    is_new = owner.pk != action.owner_id
    action.owner, action.due_on = owner, due_on
    action.done_at, action.done_by, action.outcome = None, None, ""
    save_with_history(action, by=by, reason=reason.strip(), at=at)
    if is_new:
        announce.action_given(action, by, at)
    return action


def _locked(action: AgreedAction) -> AgreedAction:
    rows = AgreedAction.objects.select_for_update(of=("self",)).select_related("board", "decision__board")
    return rows.get(pk=action.pk)


def _insist_on_owner(board: Board, decision: Decision | None, owner: User, at: datetime) -> None:
    if owner.pk not in {person.pk for person in may_own(board, decision, at)}:
        raise NotAllowed(
            _("An action belongs to a trustee or the secretary of the board, who took part in the matter.")
        )


def _insist_on_day(due_on: date, at: datetime) -> None:
    if due_on < day_of(at):
        raise NotAllowed(_("The day by which it is to be done has passed already."))
