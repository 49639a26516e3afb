"""What the ledger keeps of rounds, positions and decisions: never free text, only its hash."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from governance.enums.rounds import Stance
from governance.models import (
    Block,
    Decision,
    DecisionRationale,
    DecisionReview,
    Position,
    PositionConfirmation,
    Round,
    UrgentDecision,
)
from portal.history.canonical import canonical_json

RATIONALE_TEXTS = (
    "reasons",
    "within_powers",
    "good_faith",
    "informed_by",
    "relevant_factors",
    "irrelevant_factors",
    "conflicts",
    "reasonable_range",
    "childrens_views",
    "staff_views",
    "success",
)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value in its canonical form."""
    return sha256(canonical_json(value).encode()).hexdigest()


def round_opened_facts(round: Round) -> Mapping[str, Any]:
    """Return what was opened, and who was given a voice. The closing time may still move; it is kept at closing."""
    return {
        "proposal": round.proposal.number,
        "round": round.n,
        "kind": round.kind,
        "version": round.version.n,
        "version_sha256": round.version.sha256,
        "rules": round.rules.version,
        "reveal": round.reveal,
        "follows": round.follows_id,
        "opens_at": round.opens_at,
        "electorate_sha256": digest(
            sorted(
                [one.seat_id, one.person_id, one.constituency_id, one.acts_as, one.recused]
                for one in round.entitlements.all()
            )
        ),
    }


def position_taken_facts(position: Position) -> Mapping[str, Any]:
    """Return where somebody stood; the reason by its hash."""
    entitlement = position.entitlement
    return {
        "proposal": entitlement.round.proposal.number,
        "round": entitlement.round.n,
        "seat": entitlement.seat_id,
        "person": entitlement.person_id,
        "n": position.n,
        "stance": position.stance,
        "reason_sha256": digest(position.reason),
        "will_help": position.will_help,
        "supersedes": position.supersedes_id,
        "recorded_by": position.recorded_by_id,
        "how": position.recorded_how,
        "at": position.at,
        "block_sha256": _block_digest(position),
    }


def _block_digest(position: Position) -> str:
    if position.stance != Stance.BLOCK:
        return ""
    block: Block = position.block
    return digest([block.ground, block.removal_condition, block.objector_part])


def round_closed_facts(round: Round) -> Mapping[str, Any]:
    """Return how a round ended; outcome and positions by their hash."""
    return {
        "proposal": round.proposal.number,
        "round": round.n,
        "state": round.state,
        "closes_at": round.closes_at,
        "closed_at": round.closed_at,
        "verdict": round.outcome["outcome"]["verdict"] if round.outcome else "",
        "outcome_sha256": digest(round.outcome),
        "void_reason_sha256": digest(round.void_reason),
    }


def rationale_digest(rationale: DecisionRationale) -> str:
    """Return the hash of everything the rationale says."""
    texts = {name: getattr(rationale, name) for name in RATIONALE_TEXTS}
    return digest(
        {
            **texts,
            "owner": rationale.owner_id,
            "effective_on": rationale.effective_on,
            "review_on": rationale.review_on,
            # Only what was said: records from before there were trials keep their hash.
            **({"ends_on": rationale.ends_on} if rationale.ends_on else {}),
        }
    )


def decision_recorded_facts(decision: Decision) -> Mapping[str, Any]:
    """Return what was decided. Dates and owner are those of the sealed rationale: a later review is another act."""
    rationale = decision.proposal.rationale
    return {
        "number": decision.number,
        "board": decision.board.slug,
        "proposal": decision.proposal.number,
        "version": decision.version.n,
        "version_sha256": decision.version.sha256,
        "text_sha256": decision.text_sha256,
        "title_sha256": digest(decision.title),
        "round": decision.round.n,
        "outcome": decision.outcome,
        "record_sha256": digest(decision.record),
        "rationale_sha256": rationale_digest(rationale),
        "owner": rationale.owner_id,
        "decided_at": decision.decided_at,
        "effective_on": decision.effective_on,
        "review_on": rationale.review_on,
    }


def urgent_decided_facts(urgent: UrgentDecision) -> Mapping[str, Any]:
    """Return what was decided at once, by whom; the reasons by their hash. The end it got first may still move."""
    return {
        "number": urgent.number,
        "board": urgent.board.slug,
        "proposal": urgent.proposal.number,
        "version": urgent.version.n,
        "version_sha256": urgent.version.sha256,
        "chair": urgent.chair_id,
        "chair_constituency": urgent.chair_constituency_id,
        "chair_reason_sha256": digest(urgent.chair_reason),
        "asked_at": urgent.asked_at,
        "seconder": urgent.seconder_id,
        "seconder_constituency": urgent.seconder_constituency_id,
        "seconder_reason_sha256": digest(urgent.seconder_reason),
        "decided_at": urgent.decided_at,
        "latest_end": urgent.latest_end,
    }


def urgent_ended_facts(urgent: UrgentDecision) -> Mapping[str, Any]:
    """Return what became of an urgent decision."""
    return {
        "number": urgent.number,
        "board": urgent.board.slug,
        "proposal": urgent.proposal.number,
        "state": urgent.state,
        "ratify_by": urgent.ratify_by,
        "ended_at": urgent.ended_at,
        "why_sha256": digest(urgent.why_ended),
    }


def review_closed_facts(review: DecisionReview) -> Mapping[str, Any]:
    """Return what came of a review, and on which decision that rests."""
    return {
        "decision": review.decision.number,
        "board": review.decision.board.slug,
        "due_on": review.due_on,
        "opened_at": review.opened_at,
        "outcome": review.outcome,
        "rests_on": review.rests_on.number if review.rests_on else None,
        "next_review_on": review.next_review_on,
        "found_sha256": digest(review.found),
        "closed_at": review.closed_at,
    }


def position_confirmed_facts(confirmation: PositionConfirmation) -> Mapping[str, Any]:
    """Return whose position was confirmed by its own trustee."""
    entitlement = confirmation.position.entitlement
    return {
        "proposal": entitlement.round.proposal.number,
        "round": entitlement.round.n,
        "seat": entitlement.seat_id,
        "n": confirmation.position.n,
        "confirmed_by": confirmation.confirmed_by_id,
        "at": confirmation.at,
    }
