"""Who leads a proposal through the fallback steps: the chair, unless it is the chair who blocks."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.blocks import STANDING
from governance.enums.fallbacks import FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, RoundState
from governance.models import Block, FallbackStep, Proposal, Round
from governance.models.standing import standing_of
from governance.permissions.proposals import can_edit_proposal, is_recused
from governance.permissions.rounds import is_chair

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def leads(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` decides about the steps.

    The chair; nothing in their own favour while they block: then the secretary writes down what the board wants.
    """
    if is_chair(person, proposal, at):
        return not chair_blocks(proposal, at)
    keeps = proposal.board_id in standing_of(person, at).secretary_of and not is_recused(person, proposal)
    return keeps and chair_blocks(proposal, at)


def chair_blocks(proposal: Proposal, at: datetime) -> bool:
    """Say whether whoever is in the chair has a block in this matter that still stands."""
    return any(proposal.board_id in standing_of(one, at).chair_of for one in objectors(proposal))


def objectors(proposal: Proposal) -> "list[User]":
    """Return whose blocks of this proposal still stand."""
    rows = Block.objects.filter(
        position__entitlement__round__proposal=proposal, position__superseded_by=None, state__in=STANDING
    ).select_related("position__entitlement__person")
    return [block.position.entitlement.person for block in rows]


def can_fall_back(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may take a proposal to the fallback steps: after a test of its text did not agree."""
    if proposal.state != ProposalState.DISCUSSION or not leads(person, proposal, at):
        return False
    tested = Round.objects.filter(proposal=proposal, version__n=proposal.version_count, kind=RoundKind.CONSENSUS_TEST)
    return tested.filter(state=RoundState.CLOSED).exists()


def can_start_step(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may begin the next step, or end without agreement: one step at a time."""
    if proposal.state != ProposalState.FALLBACK or not leads(person, proposal, at):
        return False
    return not FallbackStep.objects.filter(proposal=proposal, state=FallbackState.OPEN).exists()


def can_end_step(person: "Person", step: FallbackStep, at: datetime) -> bool:
    """Say whether ``person`` may write down what came of a step."""
    waits = step.state == FallbackState.OPEN and step.proposal.state == ProposalState.FALLBACK
    return waits and leads(person, step.proposal, at)


def can_put_trial(person: "Person", step: FallbackStep, at: datetime) -> bool:
    """Say whether ``person`` may publish the text as a trial: whoever may publish a version."""
    return step.state == FallbackState.OPEN and can_edit_proposal(person, step.proposal, at)


def can_see_names(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether names in the steps are shown: to the board's own people, as in positions."""
    return proposal.board_id in standing_of(person, at).inside
