"""Who may report in a review and propose what becomes of a decision. Deciding it is the board's, by consensus."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.decisions import HOLDING
from governance.enums.decisions import DecisionState
from governance.models import Decision
from governance.models.standing import standing_of
from governance.permissions.proposals import is_recused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_report_on_review(person: "Person", decision: Decision, at: datetime) -> bool:
    """Say whether ``person`` may write what was found and answer what was left open: owner, chair and secretary."""
    if decision.state != DecisionState.UNDER_REVIEW or not _knows(person, decision, at):
        return False
    standing = standing_of(person, at)
    keeps = decision.board_id in standing.chair_of | standing.secretary_of
    return keeps or decision.owner_id == person.pk


def can_propose_effect(person: "Person", decision: Decision, at: datetime) -> bool:
    """Say whether ``person`` may begin a proposal that changes the decision: the board's trustees and its secretary."""
    inside = decision.board_id in standing_of(person, at).inside
    return DecisionState(decision.state) in HOLDING and inside and _knows(person, decision, at)


def can_follow_review(person: "Person", decision: Decision, at: datetime) -> bool:
    """Say whether ``person`` reads a review while it is going on: the board's people and the owner."""
    inside = decision.board_id in standing_of(person, at).inside
    return (inside or decision.owner_id == person.pk) and _knows(person, decision, at)


def _knows(person: "Person", decision: Decision, at: datetime) -> bool:
    if not person.is_authenticated or not person.is_active or is_recused(person, decision.proposal):
        return False
    return Decision.objects.visible_to(person, at).filter(pk=decision.pk).exists()
