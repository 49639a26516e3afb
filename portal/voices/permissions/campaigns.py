"""Who sets up campaigns and questions, and who hands out cards; never at their own workplace."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role, roles_of
from portal.voices.domain.helping import may_type_for
from portal.voices.enums.campaigns import CampaignState
from portal.voices.models import Campaign, Invite, Place
from portal.voices.models.caseaccess import organisations_of
from portal.voices.models.subjects import about_known, keeps, may_ask_about

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


def campaigns_seen_by(person: "Person", at: datetime) -> Q | None:
    """Return the filter of campaigns in ``person``'s list: who runs the programme sees none of what they may not know.

    The others read or hand out for every campaign, whatever it belongs to.
    """
    roles = roles_of(person, at) & READS
    if not roles:
        return None
    return about_known(person, at) if roles == {RoleKind.PROGRAMME_MANAGER} else Q()


def can_see_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` sees how it is set up: whose list it is in, and who looks after what it belongs to."""
    seen = campaigns_seen_by(person, at)
    if seen is not None and Campaign.objects.filter(seen, pk=campaign.pk).exists():
        return True
    return keeps(campaign.subject_kind, campaign.subject_key, person, at)


def can_begin_campaign(person: "Person", at: datetime, subject_kind: str = "", subject_key: int | None = None) -> bool:
    """Say whether ``person`` begins one: the participation lead; about a record also whoever may ask about it."""
    return can_set_up(person, at) or may_ask_about(subject_kind, subject_key, person, at)


def can_change_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` writes its boxes: until it opens."""
    mine = can_set_up(person, at) or keeps(campaign.subject_kind, campaign.subject_key, person, at)
    return campaign.state == CampaignState.DRAFT and mine


def can_open_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` opens it: boards prepare, the participation lead opens; before a visit who runs it too."""
    if campaign.state != CampaignState.DRAFT:
        return False
    return can_set_up(person, at) or _runs(person, campaign, at)


def can_close_campaign(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` closes it: whoever could have opened it."""
    return campaign.state == CampaignState.OPEN and (can_set_up(person, at) or _runs(person, campaign, at))


def _runs(person: "Person", campaign: Campaign, at: datetime) -> bool:
    manages = has_role(person, RoleKind.PROGRAMME_MANAGER, at)
    return manages and keeps(campaign.subject_kind, campaign.subject_key, person, at)


def can_make_cards(person: "Person", campaign: Campaign, at: datetime) -> bool:
    """Say whether ``person`` makes cards of a campaign for some home: while it is open."""
    return campaign.state == CampaignState.OPEN and bool(roles_of(person, at) & HANDS_OUT)


def can_make_cards_for(person: "Person", campaign: Campaign, place: Place | None, at: datetime) -> bool:
    """Say whether ``person`` makes or takes back cards for this home: never who works for its owner.

    They could keep a card back, or use it. Cards for no home in particular are for the campaign's own, if it has one.
    """
    if not can_make_cards(person, campaign, at):
        return False
    place = place or campaign.place
    return place is None or place.organisation_id not in organisations_of(person, at)


def can_type_in(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` types in what somebody says on paper or on the telephone."""
    return bool(roles_of(person, at) & HANDS_OUT)


def can_type_in_card(person: "User", card: Invite, at: datetime) -> bool:
    """Say whether ``person`` types in with this card: never for a home of their own organisation."""
    place = card.place or card.campaign.place
    owner = place.organisation_id if place else None
    return can_type_in(person, at) and may_type_for(organisations_of(person, at), owner)
