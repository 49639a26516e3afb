"""Publishing a table of answers: once for each audience, as it may be told on that day.

Locks: the campaign.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.enums.campaigns import CampaignState
from portal.voices.enums.moderation import Audience
from portal.voices.models import Campaign, Numbers
from portal.voices.permissions.themes import can_publish_numbers
from portal.voices.queries.numbers import RULES, as_table, countable, is_as_published, rows_of


@transaction.atomic
def publish_numbers(*, campaign: Campaign, core: str, audience: Audience, by: User, at: datetime) -> Numbers:
    """Publish the table of one core question of a closed campaign; a second one could be subtracted from the first."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if not can_publish_numbers(by, at):
        raise PermissionDenied
    if audience not in RULES:
        raise Refused(_("Tables are published for members or for everybody."))
    if campaign.state != CampaignState.CLOSED:
        raise Refused(_("Close the campaign first: a table is published once, when nobody can add to it any more."))
    kinds = {key: (kind, text) for key, kind, text in countable(campaign)}
    if core not in kinds:
        raise Refused(_("This question cannot be counted."))
    if Numbers.objects.filter(campaign=campaign, core=core, audience=audience).exists():
        raise Refused(_("This table is published already."))
    kind, text = kinds[core]
    if not is_as_published(campaign, core):
        raise Refused(
            _("Something was taken back or read since the other table was published: both together would tell of it.")
        )
    row = Numbers(
        campaign=campaign,
        core=core,
        breakdown="band",
        audience=audience,
        table=as_table(kind, text, rows_of(campaign, core, audience)),
        published_at=at,
        published_by=by,
    )
    save_with_history(row, by=by, reason=_("Table published"), at=at)
    return row
