"""What the ledger keeps of conflicts of interest: who, when, how; what was said by its hash."""

from collections.abc import Mapping
from typing import Any

from governance.models import ConflictDeclaration
from governance.queries.facts import digest


def declared_facts(conflict: ConflictDeclaration) -> Mapping[str, Any]:
    """Return what was declared."""
    return {
        "proposal": conflict.proposal.number,
        "person": conflict.person_id,
        "constituency": conflict.constituency_id,
        "interest": conflict.interest_id,
        "declared_by": conflict.declared_by_id,
        "declared_at": conflict.declared_at,
        "what_sha256": digest(conflict.what),
    }


def treated_facts(conflict: ConflictDeclaration) -> Mapping[str, Any]:
    """Return what it came to."""
    return {
        "proposal": conflict.proposal.number,
        "person": conflict.person_id,
        "treatment": conflict.treatment,
        "treated_by": conflict.treated_by_id,
        "treated_at": conflict.treated_at,
        "reasons_sha256": digest(conflict.reasons),
        "reply_sha256": digest(conflict.reply),
    }


def released_facts(conflict: ConflictDeclaration) -> Mapping[str, Any]:
    """Return when and by whom they were let back in."""
    return {
        "proposal": conflict.proposal.number,
        "person": conflict.person_id,
        "released_by": conflict.released_by_id,
        "released_at": conflict.released_at,
        "why_sha256": digest(conflict.why_released),
    }
