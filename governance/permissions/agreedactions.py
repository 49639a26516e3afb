"""Who writes down what was agreed to be done, who says that it is done, who changes it."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import AgreedAction, Board, Decision
from governance.models.standing import standing_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_add_action(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` writes down what the board agreed: its secretary or chair."""
    standing = standing_of(person, at)
    return board.pk in standing.secretary_of | standing.chair_of


def can_add_action_to(person: "Person", decision: Decision, at: datetime) -> bool:
    """Say the same of what follows from a decision: not of a matter ``person`` was recused from."""
    if not can_add_action(person, decision.board, at):
        return False
    return AgreedAction.objects.may_be_told(person, decision)


def can_finish_action(person: "Person", action: AgreedAction, at: datetime) -> bool:
    """Say whether ``person`` says that it is done: its owner, the secretary or the chair."""
    return action.owner_id == person.pk or can_change_action(person, action, at)


def can_change_action(person: "Person", action: AgreedAction, at: datetime) -> bool:
    """Say whether ``person`` gives it to somebody else or to another day, or opens it again."""
    if action.decision is None:
        return can_add_action(person, action.board, at)
    return can_add_action_to(person, action.decision, at)
