"""Who is told that somebody wants to hear young people or staff."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications import notify, register_event, register_subject
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User
from portal.voices.models import Campaign
from portal.voices.permissions.campaigns import can_see_voices

WANTED = "voices.campaign_wanted"


def register() -> None:
    """Name the event; its group is the themes'."""
    register_event(WANTED, gettext_lazy("Somebody wants to ask young people or staff"), "voices")
    register_subject("voices.campaign", visible_campaigns)


def visible_campaigns(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which campaigns somebody may be told of."""
    if not can_see_voices(person, at):
        return set()
    return set(Campaign.objects.filter(pk__in=keys).values_list("pk", flat=True))


def wanted(campaign: Campaign, by: User, at: datetime) -> None:
    """Tell who sets campaigns up."""
    leads = RoleGrant.objects.active(at).filter(role=RoleKind.PARTICIPATION_LEAD)
    notify(
        people=[key for key in leads.values_list("person", flat=True) if key != by.pk],
        event=WANTED,
        key=f"{WANTED}:{campaign.pk}",
        subject_kind="voices.campaign",
        subject_id=campaign.pk,
        title=_("Fill the four boxes of “%(campaign)s”: a board wants to hear young people") % {"campaign": campaign},
        url=reverse("voices:campaign", args=[campaign.slug]),
        at=at,
    )
