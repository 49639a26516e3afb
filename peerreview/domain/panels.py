"""The panel's consensus: everybody who is not recused agrees; nobody is outvoted, and one objection stops it."""

from collections.abc import Mapping
from dataclasses import dataclass

from peerreview.enums.accreditation import PanelStance

# Fewer are no panel*: one person alone decides nothing.
QUORUM = 2


@dataclass(frozen=True)
class Consensus:
    """Where those who decide stand on one proposal; keys are people."""

    deciding: frozenset[int]
    agreed: frozenset[int]
    objected: frozenset[int]

    @property
    def silent(self) -> frozenset[int]:
        """Return who has not spoken."""
        return self.deciding - self.agreed - self.objected

    @property
    def is_quorate(self) -> bool:
        """Say whether enough are left who may decide."""
        return len(self.deciding) >= QUORUM

    @property
    def is_reached(self) -> bool:
        """Say whether it is decided: enough may decide, and every one of them agrees."""
        return self.is_quorate and self.agreed == self.deciding

    @property
    def is_stopped(self) -> bool:
        """Say whether somebody objects."""
        return bool(self.objected)


def consensus(members: frozenset[int], recused: frozenset[int], said: Mapping[int, str]) -> Consensus:
    """Count only members who are not recused: what a recused member said is not there (invariant 18)."""
    deciding = members - recused
    return Consensus(
        deciding,
        frozenset(one for one in deciding if said.get(one) == PanelStance.AGREES),
        frozenset(one for one in deciding if said.get(one) == PanelStance.OBJECTS),
    )
