"""What the ledger keeps of cycles and reviews: never free text, only its hash; never a service's name."""

from collections.abc import Mapping
from typing import Any

from governance.queries.facts import digest
from peerreview.models import DeadlineExtension, Review, ReviewCycle


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
