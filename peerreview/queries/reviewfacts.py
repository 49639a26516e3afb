"""What the ledger keeps of cycles and reviews: never free text, only its hash; never a service's name."""

from collections.abc import Mapping
from typing import Any

from governance.queries.facts import digest
from peerreview.models import (
    ActionPlan,
    AggregateVersion,
    DeadlineExtension,
    ReportVersion,
    Review,
    ReviewCycle,
)


def cycle_opened_facts(cycle: ReviewCycle) -> Mapping[str, Any]:
    """Return which cycle was opened."""
    return {"label": cycle.label, "opens_on": cycle.opens_on}


def extended_facts(extension: DeadlineExtension) -> Mapping[str, Any]:
    """Return which deadline of which review was moved."""
    return {
        "review": extension.deadline.review_id,
        "kind": extension.deadline.kind,
        "from_on": extension.from_on,
        "to_on": extension.to_on,
        "reason_sha256": digest(extension.reason),
        "by": extension.by_id,
        "at": extension.at,
    }


def cancelled_facts(review: Review) -> Mapping[str, Any]:
    """Return which review was cancelled."""
    return {
        "review": review.pk,
        "cycle": review.cycle_id,
        "kind": review.kind,
        "reason_sha256": digest(review.cancelled_reason),
        "since": review.state_since,
    }


def report_final_facts(version: ReportVersion) -> Mapping[str, Any]:
    """Return which version of which review's report is final, and the hashes of what it rests on."""
    return {
        "review": version.report.review_id,
        "n": version.n,
        "sha256": version.sha256,
        "edition_sha256": version.edition_sha256,
        "portfolio_sha256": version.portfolio_sha256,
        "files": dict(version.files.order_by("format").values_list("format", "sha256")),
        "by": version.made_by_id,
        "at": version.made_at,
    }


def closed_facts(plan: ActionPlan) -> Mapping[str, Any]:
    """Return which review was closed, what became of its actions, and the hash of what the progress review says."""
    actions = plan.actions.standing().order_by("n").values_list("n", "state", "carried_at")
    return {
        "review": plan.review_id,
        "actions": [[n, "carried_on" if carried_at else state] for n, state, carried_at in actions],
        "looked_back_sha256": digest(plan.looked_back),
        "by": plan.reviewed_by_id,
        "at": plan.reviewed_at,
        **({"better_sha256": digest(plan.better)} if plan.better else {}),
    }


def network_report_facts(version: AggregateVersion) -> Mapping[str, Any]:
    """Return which version of which network report is published; its hash is of told numbers only."""
    return {
        "cycle": version.report.cycle_id,
        "edition": version.report.edition_id,
        "n": version.n,
        "sha256": version.sha256,
        "edition_sha256": version.edition_sha256,
        "by": version.made_by_id,
        "at": version.made_at,
    }
