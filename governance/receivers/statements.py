"""When something is decided, whoever was asked about it is owed an answer."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from governance import signals
from governance.queries.statements import campaigns_about, decision_called, decision_rested_on, named_to
from portal.notifications.quiet import is_silent
from portal.voices.announcements.themes import decided
from portal.voices.models.resting import register_rests_on
from portal.voices.models.subjects import register_campaign_subject


def register() -> None:
    """Say what an answer can rest on; called once, when the portal starts."""
    register_campaign_subject("proposal", named_to)
    register_rests_on("decision", decision_rested_on, decision_called)


@receiver(signals.decision_recorded, dispatch_uid="governance.statements.decision_recorded")
def owe_answers(sender: type, proposal_id: int, at: datetime, **kwargs: Any) -> None:
    """Tell those who answer young people and staff."""
    if not is_silent() and (asked := campaigns_about(proposal_id)):
        decided(asked, at)
