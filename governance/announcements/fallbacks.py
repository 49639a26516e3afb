"""Who is told of the fallback steps and of referrals: open pages by the socket, people through signals."""

from datetime import datetime

from governance import signals
from governance.announcements.proposals import room
from governance.models import FallbackStep, Proposal, Referral
from portal.live import announce_on_commit
from portal.people.models import User


def step_started(step: FallbackStep, by: User, at: datetime) -> None:
    """Tell that a step is under way."""
    signals.fallback_started.send(sender=FallbackStep, proposal_id=step.proposal_id, step_id=step.pk, by=by, at=at)
    announce_on_commit(room(step.proposal_id), "round.changed", step.proposal_id)


def step_ended(step: FallbackStep, by: User | None, at: datetime) -> None:
    """Tell what came of a step."""
    signals.fallback_ended.send(sender=FallbackStep, proposal_id=step.proposal_id, step_id=step.pk, by=by, at=at)
    announce_on_commit(room(step.proposal_id), "round.changed", step.proposal_id)


def not_agreed(proposal: Proposal, by: User, at: datetime) -> None:
    """Tell that things stay as they are."""
    signals.proposal_not_agreed.send(sender=Proposal, proposal_id=proposal.pk, by=by, at=at)


def referral_sent(referral: Referral, by: User, at: datetime) -> None:
    """Tell both boards' pages that a text went from one to the other."""
    signals.referral_sent.send(sender=Referral, proposal_id=referral.source_id, referral_id=referral.pk, by=by, at=at)
    announce_on_commit(room(referral.source_id), "round.changed", referral.source_id)


def referral_answered(referral: Referral, by: User | None, at: datetime) -> None:
    """Tell the referring board that the answer has come."""
    signals.referral_answered.send(
        sender=Referral, proposal_id=referral.source_id, referral_id=referral.pk, by=by, at=at
    )
    announce_on_commit(room(referral.source_id), "round.changed", referral.source_id)
