"""What follows for earlier decisions when one is recorded; the notices of reviews, and the ledger's kinds."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.actions.reviews import apply_effect
from governance.announcements import reviewnotices as tell
from governance.enums.proposals import Confidentiality
from governance.models import Decision, DecisionReview, PositionConfirmation, Proposal
from governance.queries import facts
from governance.receivers.notices import listen
from portal.history.ledger import ledger_kind
from portal.notifications import register_event
from portal.people.models import User


@receiver(signals.decision_recorded, dispatch_uid="governance.reviews.decision_recorded")
def change_the_earlier(sender: type, decision_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """A decision that says it continues, replaces or rescinds an earlier one does so."""
    apply_effect(decision=Decision.objects.get(pk=decision_id), by=by, at=at)


def register() -> None:
    """Name events and ledger kinds and listen; called once, when the portal starts."""
    for event, label, group in (
        ("decision.review_near", _("A review is near"), "decisions"),
        ("decision.review_opened", _("A decision is under review"), "decisions"),
        ("decision.review_closed", _("A review has ended"), "decisions"),
        ("decision.expiry_near", _("A decision is about to expire"), "decisions"),
        ("proposal.lapse_near", _("A proposal is about to lapse"), "discussion"),
    ):
        register_event(event, label, group)

    def review(e: dict[str, Any]) -> DecisionReview:
        return DecisionReview.objects.select_related("decision__board", "rests_on").get(pk=e["review_id"])

    def proposal(e: dict[str, Any]) -> Proposal:
        return Proposal.objects.select_related("board").get(pk=e["proposal_id"])

    listen(signals.review_opened, lambda e: tell.review_opened(review(e), e["by"], e["at"]))
    listen(signals.review_closed, lambda e: tell.review_closed(review(e), e["by"], e["at"]))
    listen(signals.proposal_lapsed, lambda e: tell.proposal_lapsed(proposal(e), e["by"], e["at"]))
    ledger_kind(
        "review.closed",
        "governance.DecisionReview",
        facts.review_closed_facts,
        describe=_("A review of a decision ended"),
        public=lambda review: review.decision.confidentiality == Confidentiality.OPEN,
        one_per_row=lambda: DecisionReview.objects.filter(closed_at__isnull=False),
        related=("decision__board", "rests_on"),
    )
    ledger_kind(
        "position.confirmed",
        "governance.PositionConfirmation",
        facts.position_confirmed_facts,
        describe=_("A trustee confirmed a position entered for them"),
        one_per_row=PositionConfirmation.objects.all,
        related=("position__entitlement__round__proposal",),
    )
