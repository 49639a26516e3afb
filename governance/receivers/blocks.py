"""What follows for blocks, fallback steps and referrals from a test, a text or an ending; and their ledger kinds."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import signals
from governance.actions.blocks import settle_by_adoption, settle_by_next_test
from governance.actions.fallbacks import end_by_leaving
from governance.actions.referrals import answer_referral
from governance.domain.proposals import ENDED
from governance.enums.fallbacks import FallbackOutcome, FallbackState
from governance.enums.proposals import ProposalState
from governance.models import BlockStep, Decision, FallbackStep, Proposal, Referral, ReferralReply, Round
from governance.queries import processfacts as facts
from portal.history.ledger import ledger_kind
from portal.people.models import User


@receiver(signals.round_closed, dispatch_uid="governance.blocks.round_closed")
def resolve_what_is_not_raised_again(sender: type, round_id: int, by: User | None, at: datetime, **more: Any) -> None:
    """Blocks of earlier versions are resolved when the next test says so."""
    round = Round.objects.select_related("version", "proposal__board").get(pk=round_id)
    settle_by_next_test(round=round, by=by, at=at)


@receiver(signals.decision_recorded, dispatch_uid="governance.blocks.decision_recorded")
def resolve_what_was_adopted(sender: type, decision_id: int, by: User | None, at: datetime, **more: Any) -> None:
    """What nobody raised again when a later version was adopted is resolved."""
    decision = Decision.objects.select_related("proposal__board", "version").get(pk=decision_id)
    settle_by_adoption(proposal=decision.proposal, version=decision.version, by=by, at=at)


@receiver(signals.version_published, dispatch_uid="governance.fallbacks.version_published")
def end_step_by_new_text(sender: type, proposal_id: int, n: int, by: User | None, at: datetime, **more: Any) -> None:
    """A new text is what a fallback step is for: it ends the step."""
    proposal = Proposal.objects.get(pk=proposal_id)
    words = _("Version %(n)s was published, to be discussed and tested.") % {"n": n}
    end_by_leaving(proposal=proposal, outcome=FallbackOutcome.TEXT, words=words, by=by, at=at)


@receiver(signals.proposal_moved, dispatch_uid="governance.fallbacks.proposal_moved")
def end_what_is_over(
    sender: type, proposal_id: int, to: ProposalState, reason: str, by: User | None, at: datetime, **more: Any
) -> None:
    """An ended proposal has no step under way; and if it came from another board, that board has its answer."""
    if to in ENDED:
        proposal = Proposal.objects.get(pk=proposal_id)
        end_by_leaving(proposal=proposal, outcome=FallbackOutcome.NOTHING, words=reason, by=by, at=at)
        answer_referral(received_id=proposal_id, by=by, at=at)


def register_ledger_kinds() -> None:
    """Name the acts of which the ledger keeps an entry."""
    ledger_kind(
        "block.step",
        "governance.BlockStep",
        facts.block_step_facts,
        describe=gettext_lazy("Something was done about a block"),
        one_per_row=BlockStep.objects.all,
        related=("block__position__entitlement__round__proposal", "version"),
    )
    ledger_kind(
        "fallback.started",
        "governance.FallbackStep",
        facts.step_started_facts,
        describe=gettext_lazy("A fallback step was begun or passed over"),
        one_per_row=FallbackStep.objects.all,
        related=("proposal",),
        prefetched=("members",),
    )
    ledger_kind(
        "fallback.ended",
        "governance.FallbackStep",
        facts.step_ended_facts,
        describe=gettext_lazy("A fallback step ended"),
        one_per_row=lambda: FallbackStep.objects.filter(state=FallbackState.ENDED),
        related=("proposal",),
    )
    ledger_kind(
        "proposal.not_agreed",
        "governance.Proposal",
        facts.not_agreed_facts,
        describe=gettext_lazy("A proposal ended without agreement"),
        one_per_row=lambda: Proposal.objects.filter(state=ProposalState.NOT_AGREED),
    )
    ledger_kind(
        "referral.sent",
        "governance.Referral",
        facts.referral_sent_facts,
        describe=gettext_lazy("A text was referred to another board"),
        one_per_row=Referral.objects.all,
        related=("source", "source_version", "received", "received_version", "to_board"),
    )
    ledger_kind(
        "referral.answered",
        "governance.ReferralReply",
        facts.referral_answered_facts,
        describe=gettext_lazy("A referral was answered"),
        one_per_row=ReferralReply.objects.all,
        related=("referral__source", "referral__received", "decision"),
    )
