"""What follows for urgent decisions when something happens elsewhere; their notices, and the ledger's kinds."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.actions.urgents import end_urgent, settle_ratification
from governance.announcements import urgentnotices as tell
from governance.enums.proposals import Confidentiality, ProposalState
from governance.enums.rounds import RoundKind
from governance.models import Round, UrgentDecision
from governance.queries import facts
from governance.receivers.notices import listen
from portal.history.ledger import ledger_kind
from portal.notifications import register_event, register_group
from portal.people.models import User


@receiver(signals.round_closed, dispatch_uid="governance.urgents.round_closed")
def follow_ratification(sender: type, round_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """A ratification with consensus makes the urgent decision one of the board."""
    round = Round.objects.select_related("proposal__board").get(pk=round_id)
    if round.kind == RoundKind.RATIFICATION:
        settle_ratification(round=round, by=by, at=at)


@receiver(signals.proposal_moved, dispatch_uid="governance.urgents.proposal_moved")
def end_when_proposal_moves(
    sender: type, proposal_id: int, to: ProposalState, reason: str, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Wherever its proposal goes, the urgent decision says so."""
    end_urgent(proposal_id=proposal_id, to=ProposalState(to), reason=reason, by=by, at=at)


def register() -> None:
    """Name events and ledger kinds and listen; called once, when the portal starts."""
    register_group(
        "urgent",
        _("Urgent decisions"),
        _("The chair asks for an urgent decision; one was taken, ratified or has lapsed."),
        default="at_once",
    )
    for event, label in (
        ("urgent.asked", _("The chair asks for an urgent decision")),
        ("urgent.decided", _("An urgent decision was taken")),
        ("urgent.ended", _("An urgent decision was ratified or has lapsed")),
    ):
        register_event(event, label, "urgent")

    def urgent(e: dict[str, Any]) -> UrgentDecision:
        return UrgentDecision.objects.select_related("board", "proposal__board").get(pk=e["urgent_id"])

    listen(signals.urgent_asked, lambda e: tell.urgent_asked(urgent(e), e["by"], e["at"]))
    listen(signals.urgent_decided, lambda e: tell.urgent_decided(urgent(e), e["by"], e["at"]))
    listen(signals.urgent_ended, lambda e: tell.urgent_ended(urgent(e), e["by"], e["at"]))
    is_open = lambda urgent: urgent.confidentiality == Confidentiality.OPEN  # noqa: E731
    ledger_kind(
        "urgent.decided",
        "governance.UrgentDecision",
        facts.urgent_decided_facts,
        describe=_("An urgent decision was taken"),
        public=is_open,
        one_per_row=lambda: UrgentDecision.objects.filter(number__isnull=False),
        related=("board", "proposal", "version"),
    )
    ledger_kind(
        "urgent.ended",
        "governance.UrgentDecision",
        facts.urgent_ended_facts,
        describe=_("An urgent decision was ratified, or ended without"),
        public=is_open,
        one_per_row=lambda: UrgentDecision.objects.filter(number__isnull=False, ended_at__isnull=False),
        related=("board", "proposal"),
    )
