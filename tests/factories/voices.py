"""Campaigns as they are really set up, with cards and the portal's own questions."""

from datetime import date, datetime, timedelta

from portal.people.enums import RoleKind
from portal.people.models import User
from portal.voices.actions.campaigns import choose_sets, create_campaign, make_invites, open_campaign
from portal.voices.actions.questions import load_shipped_questions
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.models import Campaign, Place
from portal.voices.queries.questions import newest_published
from tests.conftest import NOON
from tests.people import person
from tests.remembering import remembered

BOXES = {
    "space": "On any phone, alone or with somebody.",
    "voice": "Words, faces, a drawing.",
    "audience": "The North West board",
    "audience_by": date(2027, 3, 1),
    "can_change": "What is cooked.",
    "cannot_change": "Which school you go to.",
}


@remembered
def participation_lead() -> User:
    """Make who sets campaigns up."""
    return person(RoleKind.PARTICIPATION_LEAD)


@remembered
def opened(
    by: User | None = None,
    *,
    at: datetime = NOON,
    kind: str = CampaignKind.EVERYDAY,
    place: Place | None = None,
    closes_on: date | None = None,
) -> Campaign:
    """Open a campaign that asks every age and staff the portal's own questions."""
    by = by or participation_lead()
    load_shipped_questions(by=by, at=at)
    campaign = create_campaign(
        title="Everyday life",
        kind=CampaignKind(kind),
        place=place,
        by=by,
        at=at,
        opens_on=at.date(),
        closes_on=closes_on,
        **BOXES,
    )
    choose_sets(campaign=campaign, versions=list(newest_published(kind)), by=by, at=at)
    return open_campaign(campaign=campaign, by=by, at=at)


@remembered
def cards(campaign: Campaign, number: int = 1, where: Place | None = None, at: datetime = NOON) -> list[str]:
    """Make cards and return their words."""
    return make_invites(
        campaign=campaign,
        place=where,
        number=number,
        expires_on=at.date() + timedelta(days=60),
        by=participation_lead(),
        at=at,
    )
