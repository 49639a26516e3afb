"""What the ledger keeps of blocks, fallback steps and referrals: never free text, only its hash."""

from collections.abc import Mapping
from typing import Any

from governance.models import BlockStep, FallbackStep, Proposal, Referral, ReferralReply
from governance.queries.facts import digest


def block_step_facts(step: BlockStep) -> Mapping[str, Any]:
    """Return what was done about which block."""
    entitlement = step.block.position.entitlement
    return {
        "proposal": entitlement.round.proposal.number,
        "round": entitlement.round.n,
        "seat": entitlement.seat_id,
        "kind": step.kind,
        "text_sha256": digest(step.text),
        "took_part": step.took_part,
        "version": step.version.n if step.version else None,
        "by": step.by_id,
        "at": step.at,
    }


def step_started_facts(step: FallbackStep) -> Mapping[str, Any]:
    """Return what the chair decided to do next, or to pass over."""
    return {
        "proposal": step.proposal.number,
        "n": step.n,
        "kind": step.kind,
        "due_on": step.due_on,
        "started_by": step.started_by_id,
        "started_at": step.started_at,
        "words_sha256": digest([step.reason, step.what, step.measure, step.facilitator_name, step.without_objector]),
        "facilitator": step.facilitator_id,
        "members": sorted([one.person_id, one.constituency_id] for one in step.members.all()),
    }


def step_ended_facts(step: FallbackStep) -> Mapping[str, Any]:
    """Return what came of a step."""
    return {
        "proposal": step.proposal.number,
        "n": step.n,
        "outcome": step.outcome,
        "result_sha256": digest(step.result),
        "ended_at": step.ended_at,
    }


def not_agreed_facts(proposal: Proposal) -> Mapping[str, Any]:
    """Return which proposal ended without agreement; things stay as they were."""
    return {
        "proposal": proposal.number,
        "versions": proposal.version_count,
        "reasons_sha256": digest(proposal.why_ended),
        "since": proposal.state_since,
    }


def referral_sent_facts(referral: Referral) -> Mapping[str, Any]:
    """Return which text went where: both hashes, as the versions themselves give them."""
    return {
        "source": referral.source.number,
        "source_version": referral.source_version.n,
        "source_sha256": referral.source_version.sha256,
        "received": referral.received.number,
        "received_sha256": referral.received_version.sha256,
        "text_sha256": referral.source_sha256,
        "to_board": referral.to_board.slug,
        "reason_sha256": digest(referral.reason),
        "at": referral.at,
    }


def referral_answered_facts(reply: ReferralReply) -> Mapping[str, Any]:
    """Return what the other board answered."""
    return {
        "source": reply.referral.source.number,
        "received": reply.referral.received.number,
        "answer": reply.answer,
        "decision": reply.decision.number if reply.decision else "",
        "words_sha256": digest(reply.words),
        "at": reply.at,
    }
