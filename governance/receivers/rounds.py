"""A new text or another state takes an open round off the table; and the ledger learns of rounds and decisions."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import signals
from governance.actions.rounds import void_misplaced_round, void_open_round
from governance.enums.proposals import Confidentiality, ProposalState
from governance.enums.rounds import RoundState
from governance.models import Decision, Position, Proposal, Round
from governance.queries import facts
from portal.history.ledger import ledger_kind
from portal.people.models import User


@receiver(signals.version_published, dispatch_uid="governance.rounds.version_published")
def void_when_version_is_published(
    sender: type, proposal_id: int, n: int, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Positions belong to the text they were taken on: a new version voids what is open about the old one."""
    proposal = Proposal.objects.get(pk=proposal_id)
    void_open_round(proposal=proposal, reason=_("Version %(n)s was published.") % {"n": n}, by=by, at=at)


@receiver(signals.proposal_moved, dispatch_uid="governance.rounds.proposal_moved")
def void_when_proposal_moves_away(
    sender: type, proposal_id: int, to: ProposalState, reason: str, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """A proposal that is withdrawn, lapses or goes elsewhere is not tested any more."""
    void_misplaced_round(proposal_id=proposal_id, to=ProposalState(to), reason=reason, by=by, at=at)


def register_ledger_kinds() -> None:
    """Name the acts on rounds and decisions of which the ledger keeps an entry."""
    ledger_kind(
        "round.opened",
        "governance.Round",
        facts.round_opened_facts,
        describe=gettext_lazy("A round was opened"),
        one_per_row=Round.objects.all,
        related=("proposal", "version", "rules"),
        prefetched=("entitlements",),
    )
    ledger_kind(
        "position.taken",
        "governance.Position",
        facts.position_taken_facts,
        describe=gettext_lazy("A trustee took a position"),
        one_per_row=Position.objects.all,
        related=("entitlement__round__proposal", "block"),
    )
    ledger_kind(
        "round.closed",
        "governance.Round",
        facts.round_closed_facts,
        describe=gettext_lazy("A round closed"),
        one_per_row=lambda: Round.objects.exclude(state=RoundState.OPEN),
        related=("proposal",),
    )
    ledger_kind(
        "decision.recorded",
        "governance.Decision",
        facts.decision_recorded_facts,
        describe=gettext_lazy("A decision was recorded"),
        public=lambda decision: decision.confidentiality == Confidentiality.OPEN,
        one_per_row=Decision.objects.all,
        related=("board", "proposal__rationale", "version", "round"),
    )
