"""Who leads a proposal through the fallback steps: the chair, unless it is the chair who blocks."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.fallbacks import may_end, may_fall_back, may_start
from governance.enums.fallbacks import FallbackState
from governance.enums.proposals import ProposalState
from governance.models import FallbackStep, Proposal
from governance.permissions.proposals import can_edit_proposal
from governance.permissions.rounds import can_see_positions
from governance.queries import fallbacks as queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def leads(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` decides about the steps: who chairs the matter, the secretary while that one blocks."""
    return queries.leads(person, proposal, at)


def can_fall_back(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may take a proposal to the fallback steps: after a test of its text did not agree."""
    state = ProposalState(proposal.state)
    return may_fall_back(state, leads=leads(person, proposal, at), was_tested=queries.was_tested(proposal))


def can_start_step(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may begin the next step, or end without agreement: one step at a time."""
    under_way = queries.open_step(proposal) is not None
    return may_start(ProposalState(proposal.state), leads=leads(person, proposal, at), under_way=under_way)


def can_end_step(person: "Person", step: FallbackStep, at: datetime) -> bool:
    """Say whether ``person`` may write down what came of a step."""
    state, under_way = ProposalState(step.proposal.state), step.state == FallbackState.OPEN
    return may_end(state, leads=leads(person, step.proposal, at), under_way=under_way)


def can_put_trial(person: "Person", step: FallbackStep, at: datetime) -> bool:
    """Say whether ``person`` may publish the text as a trial: whoever may publish a version."""
    return step.state == FallbackState.OPEN and can_edit_proposal(person, step.proposal, at)


def can_see_names(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether names in the steps are shown: to the board's own people, as in positions."""
    return can_see_positions(person, proposal, at)
