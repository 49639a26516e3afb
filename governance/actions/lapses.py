"""Letting go of proposals nobody works on: by the chair with a reason, or by time alone after a reminder."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance import signals
from governance.actions.proposals import lock_proposal, move_proposal
from governance.announcements import reviewnotices as tell
from governance.domain.refusals import NotAllowed
from governance.domain.versions import tidy
from governance.enums.proposals import ProposalState
from governance.models import Proposal, Reminder
from governance.permissions.rounds import is_chair
from governance.queries.lapses import Quiet, due_lapses
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def lapse_proposal(*, proposal: Proposal, reason: str, by: User, at: datetime) -> Proposal:
    """Let a proposal lapse as chair, with the reason; one that has lapsed stays so."""
    proposal = lock_proposal(proposal)
    if not is_chair(by, proposal, at):
        raise PermissionDenied
    if proposal.state == ProposalState.LAPSED:
        return proposal
    reason = tidy(reason)
    if not reason:
        raise NotAllowed(_("Say why it lapses."))
    return _lapse(proposal, reason, by, at)


@transaction.atomic
def lapse_by_itself(*, proposal: Proposal, at: datetime) -> Proposal:
    """Let a proposal lapse about which nothing was said in the time the rules give; a word meanwhile keeps it."""
    proposal = lock_proposal(proposal)
    if not due_lapses(at, only=proposal.pk):
        return proposal
    return _lapse(proposal, _("Nothing was said about it in the time the board’s rules give."), None, at)


@transaction.atomic
def remind_of_lapse(*, quiet: Quiet, at: datetime) -> None:
    """Tell proposer, chair and secretary once in each silence."""
    if Reminder.objects.filter(key=quiet.key).exists():
        return
    save_with_history(Reminder(key=quiet.key, at=at), by=None, reason=_("Reminded"), at=at)
    tell.lapse_near(quiet.proposal, quiet.lapses_at, quiet.key, at)


def _lapse(proposal: Proposal, reason: str, by: User | None, at: datetime) -> Proposal:
    proposal = move_proposal(proposal=proposal, to=ProposalState.LAPSED, by=by, reason=reason, at=at, why_ended=reason)
    signals.proposal_lapsed.send(sender=Proposal, proposal_id=proposal.pk, reason=reason, by=by, at=at)
    return proposal
