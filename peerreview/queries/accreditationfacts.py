"""What the ledger keeps of accreditation: never free text, only its hash; never a service's name."""

from collections.abc import Mapping
from typing import Any

from governance.queries.facts import digest
from peerreview.models import AccreditationDecision, Appeal, AwardCondition, RegulatoryEvent


def decided_facts(row: AccreditationDecision) -> Mapping[str, Any]:
    """Return what was decided upon which snapshot, and who agreed."""
    return {
        "review": row.case.review_id,
        "n": row.n,
        "outcome": row.outcome,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "snapshot_sha256": row.snapshot_sha256,
        "agreed": row.agreed,
        "reason_sha256": digest(row.reason),
        "by": row.decided_by_id,
        "at": row.decided_at,
    }


def appealed_facts(row: Appeal) -> Mapping[str, Any]:
    """Return which decision was appealed."""
    return {
        "decision": row.decision_id,
        "grounds_sha256": digest(row.grounds),
        "by": row.made_by_id,
        "at": row.made_at,
    }


def event_facts(row: RegulatoryEvent) -> Mapping[str, Any]:
    """Return what kind of thing a regulator said of which case."""
    return {
        "review": row.case.review_id,
        "kind": row.kind,
        "happened_on": row.happened_on,
        "text_sha256": digest(row.text),
        "by": row.by_id,
        "at": row.at,
    }


def condition_facts(row: AwardCondition) -> Mapping[str, Any]:
    """Return which condition was found met by whom."""
    return {
        "proposal": row.proposal_id,
        "n": row.n,
        "text_sha256": digest(row.text),
        "reason_sha256": digest(row.met_reason),
        "by": row.met_by_id,
        "at": row.met_at,
    }
