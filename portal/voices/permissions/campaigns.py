"""Who sets up campaigns and questions, and who hands out cards; never at their own workplace."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role, roles_of
from portal.voices.domain.helpers import may_type_for
from portal.voices.enums.campaigns import CampaignKind, CampaignState
from portal.voices.models import Campaign, Invite, Place
from portal.voices.models.caseaccess import organisations_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

SETS_UP = frozenset({RoleKind.PARTICIPATION_LEAD})
HANDS_OUT = SETS_UP | {RoleKind.INDEPENDENT_HELPER}
READS = HANDS_OUT | {
    RoleKind.MODERATOR,
    RoleKind.SAFEGUARDING_LEAD,
    RoleKind.SAFEGUARDING_DEPUTY,
    RoleKind.PROGRAMME_MANAGER,
}


def can_see_voices(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has a part in it at all."""
    return bool(roles_of(person, at) & READS)


def can_set_up(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` writes questions and makes campaigns of every kind."""
    return has_role(person, RoleKind.PARTICIPATION_LEAD, at)


def can_make_campaign(person: "Person", kind: str, at: datetime) -> bool:
    """Say whether ``person`` makes one: the participation lead, before a visit also who runs the programme."""
    if can_set_up(person, at):
        return True
    return kind == CampaignKind.REVIEW and has_role(person, RoleKind.PROGRAMME_MANAGER, at)


def can_change_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` writes its boxes: until it opens."""
    return campaign.state == CampaignState.DRAFT and can_make_campaign(person, campaign.kind, at)


def can_close_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` closes it."""
    return campaign.state == CampaignState.OPEN and can_make_campaign(person, campaign.kind, at)


def can_make_cards(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` makes cards of a campaign for some home: while it is open."""
    return campaign.state == CampaignState.OPEN and bool(roles_of(person, at) & HANDS_OUT)


def can_make_cards_for(person: "Person", campaign: Campaign, place: Place | None, at: datetime) -> bool:
    """Say whether ``person`` makes cards for this home: never who works for its owner, who could keep a card back."""
    if not can_make_cards(person, campaign, at):
        return False
    return place is None or place.organisation_id not in organisations_of(person, at)


def can_type_in(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` types in what somebody says on paper or on the telephone."""
    return bool(roles_of(person, at) & HANDS_OUT)


def can_type_in_card(person: "User", card: Invite, at: datetime) -> bool:
    """Say whether ``person`` types in with this card: never for a home of their own organisation."""
    place = card.place or card.campaign.place
    owner = place.organisation_id if place else None
    return can_type_in(person, at) and may_type_for(organisations_of(person, at), owner)
