"""A new version settles the amendments still open, the end of a proposal ends them; and the ledger learns of each."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.actions.amendmentsteps import end_amendments, settle_amendments
from governance.announcements import amendments as tell
from governance.domain.proposals import has_ended
from governance.enums.amendments import StepKind
from governance.enums.proposals import ProposalState
from governance.models import Amendment, AmendmentStep, Concern, Proposal, ProposalVersion
from governance.queries.amendments import step_facts
from portal.history.ledger import ledger_kind
from portal.notifications import register_event
from portal.notifications.quiet import is_silent
from portal.people.models import User


@receiver(signals.version_published, dispatch_uid="governance.amendments.version_published")
def settle_when_version_is_published(
    sender: type, version_id: int, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Say of every open amendment what the new version means for it, in the transaction that publishes."""
    version = ProposalVersion.objects.select_related("proposal").get(pk=version_id)
    settle_amendments(version=version, by=by, at=at)


@receiver(signals.proposal_moved, dispatch_uid="governance.amendments.proposal_moved")
def end_when_proposal_ends(
    sender: type, proposal_id: int, to: ProposalState, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Nothing waits for an answer on a proposal that has ended."""
    if has_ended(ProposalState(to)):
        end_amendments(proposal=Proposal.objects.get(pk=proposal_id), to=ProposalState(to), by=by, at=at)


@receiver(signals.amendment_stepped, dispatch_uid="governance.amendments.amendment_stepped")
def notice_when_amendment_stepped(sender: type, step_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Tell its author, or those who answer."""
    if not is_silent():
        rows = AmendmentStep.objects.select_related("amendment__proposal__board")
        tell.notice_of_step(rows.get(pk=step_id), by, at)


@receiver(signals.concern_met, dispatch_uid="governance.amendments.concern_met")
def notice_when_concern_is_met(
    sender: type, concern_id: int, amendment_id: int, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Ask whoever raised it."""
    if not is_silent():
        concern = Concern.objects.select_related("proposal__board").get(pk=concern_id)
        tell.notice_of_concern_met(concern, Amendment.objects.get(pk=amendment_id), by, at)


def register() -> None:
    """Name the events people are told of, and the steps of which the ledger keeps an entry."""
    for event, label in (
        ("amendment.proposed", _("An amendment waits for your answer")),
        ("amendment.answered", _("Your amendment was answered, or is outdated")),
        ("concern.met", _("A new version may resolve your concern")),
    ):
        register_event(event, label, "discussion")
    for kind, describe in {
        StepKind.PROPOSED: _("An amendment was proposed"),
        StepKind.CARRIED: _("An amendment was carried on to a new version"),
        StepKind.OUTDATED: _("An amendment became outdated"),
        StepKind.RENEWED: _("An amendment was renewed"),
        StepKind.MERGED: _("An amendment was taken into the next text"),
        StepKind.RETURNED: _("An amendment was taken out of the next text again"),
        StepKind.PUBLISHED: _("An amendment was published with a version"),
        StepKind.DECLINED: _("An amendment was declined"),
        StepKind.WITHDRAWN: _("An amendment was withdrawn"),
    }.items():
        ledger_kind(
            f"amendment.{kind.value}",
            "governance.AmendmentStep",
            step_facts,
            describe=describe,
            one_per_row=lambda kind=kind: AmendmentStep.objects.filter(kind=kind),  # type: ignore[misc]  # bound now, not when asked
            related=("amendment__proposal", "version"),
        )
