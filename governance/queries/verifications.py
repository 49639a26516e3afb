"""Whether a decision is still what was recorded: every hash worked out again from what the portal shows today."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.versions import content_hash
from governance.models import Decision
from governance.queries.decisions import LEDGER_KIND, find_decision
from governance.queries.facts import rationale_digest
from governance.queries.versions import wording_of
from portal.history.ledger import LedgerProof, proof_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True)
class Verification:
    """Whether a decision is still what was recorded, step by step."""

    decision: Decision
    proof: LedgerProof | None
    text_hash: str
    text_holds: bool
    rationale_hash: str
    rationale_holds: bool

    @property
    def holds(self) -> bool:
        """Say whether everything fits."""
        return bool(self.proof and self.proof.holds and self.text_holds and self.rationale_holds)


def verify_decision(person: "Person", number: str, at: datetime) -> Verification | None:
    """Compute every hash of a decision again, from what the portal shows today."""
    decision = find_decision(person, number, at)
    if decision is None:
        return None
    proof = proof_of(decision, LEDGER_KIND)
    text = content_hash(wording_of(decision.version))
    reasons = rationale_digest(decision.proposal.rationale)
    recorded = proof.facts if proof else {}
    return Verification(
        decision=decision,
        proof=proof,
        text_hash=text,
        text_holds=text == decision.text_sha256 == recorded.get("text_sha256"),
        rationale_hash=reasons,
        rationale_holds=reasons == recorded.get("rationale_sha256"),
    )
