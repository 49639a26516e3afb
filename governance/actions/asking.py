"""Asking young people and staff about what a board is deciding: a campaign that belongs to the proposal."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.models import Proposal
from governance.permissions.asking import can_ask_about
from portal.people.models import User
from portal.voices.actions.campaigns import want_campaign
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.models import Campaign


@transaction.atomic
def ask_about(*, proposal: Proposal, by: User, at: datetime) -> Campaign:
    """Want young people and staff to be asked; the board is the audience that must listen."""
    if not can_ask_about(by, proposal, at):
        raise PermissionDenied
    return want_campaign(
        title=_("What do you think? %(title)s") % {"title": proposal.title[:150]},
        kind=CampaignKind.PROPOSAL,
        subject_kind="proposal",
        subject_key=proposal.pk,
        audience=str(proposal.board),
        by=by,
        at=at,
    )
