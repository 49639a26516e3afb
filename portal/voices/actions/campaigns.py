"""Setting a campaign up, opening and closing it, making its cards.

Locks: the campaign.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.announcements import campaigns as announce
from portal.voices.domain.campaigns import missing
from portal.voices.domain.codes import new_card
from portal.voices.enums.campaigns import CampaignKind, CampaignState, SetState
from portal.voices.models import Campaign, CampaignSet, Invite, Place, QuestionSetVersion
from portal.voices.models.secrets import code_hash
from portal.voices.permissions import campaigns as permissions
from portal.voices.queries.campaigns import boxes_of

MOST_CARDS = 200
BOXES = ("space", "voice", "audience", "audience_by", "can_change", "cannot_change", "opens_on", "closes_on")


@transaction.atomic
def create_campaign(
    *,
    title: str,
    kind: CampaignKind,
    by: User,
    at: datetime,
    subject_kind: str = "",
    subject_key: int | None = None,
    place: Place | None = None,
    **boxes: Any,
) -> Campaign:
    """Begin a campaign; ``boxes`` are whatever is known of the four by now."""
    if not permissions.can_make_campaign(by, kind, at):
        raise PermissionDenied
    return _create(title, kind, by, at, subject_kind, subject_key, place, boxes)


@transaction.atomic
def want_campaign(
    *, title: str, kind: CampaignKind, subject_kind: str, subject_key: int, by: User, at: datetime, **boxes: Any
) -> Campaign:
    """Begin one for the participation lead to fill in; the app above has asked whether ``by`` may want it."""
    campaign = _create(title, kind, by, at, subject_kind, subject_key, None, boxes)
    announce.wanted(campaign, by, at)
    return campaign


def _create(
    title: str,
    kind: CampaignKind,
    by: User,
    at: datetime,
    subject_kind: str,
    subject_key: int | None,
    place: Place | None,
    boxes: dict[str, Any],
) -> Campaign:
    campaign = Campaign(
        slug=_free_slug(title),
        title=title.strip(),
        kind=kind,
        subject_kind=subject_kind,
        subject_key=subject_key,
        place=place,
        made_by=by,
        **boxes,
    )
    save_with_history(campaign, by=by, reason=_("Campaign begun"), at=at)
    return campaign


@transaction.atomic
def write_campaign(*, campaign: Campaign, by: User, at: datetime, **boxes: Any) -> Campaign:
    """Write its boxes, days and title; only until it opens, for people answer what they were told."""
    campaign = _locked(campaign)
    if not permissions.can_change_campaign(by, campaign, at):
        raise Refused(_("It has been opened. What young people were told is not changed any more."))
    for name, value in boxes.items():
        setattr(campaign, name, value)
    save_with_history(campaign, by=by, reason=_("Campaign written"), at=at)
    return campaign


@transaction.atomic
def choose_sets(*, campaign: Campaign, versions: Collection[QuestionSetVersion], by: User, at: datetime) -> Campaign:
    """Say which published questions it asks: one set for each age band at most."""
    campaign = _locked(campaign)
    if not permissions.can_change_campaign(by, campaign, at):
        raise Refused(_("It has been opened. Its questions are not changed any more."))
    bands = [version.set.band for version in versions]
    if len(set(bands)) < len(bands):
        raise Refused(_("Choose one set for each age."))
    if any(version.state != SetState.PUBLISHED for version in versions):
        raise Refused(_("Only published questions can be asked."))
    wanted = {version.pk: version for version in versions}
    for row in campaign.sets.all():
        if wanted.pop(row.version_id, None) is None:
            delete_with_history(row, by=by, reason=_("Not asked"), at=at)
    for version in wanted.values():
        save_with_history(CampaignSet(campaign=campaign, version=version), by=by, reason=_("To be asked"), at=at)
    return campaign


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Open it, with all four boxes filled and something to ask."""
    campaign = _locked(campaign)
    if not permissions.can_change_campaign(by, campaign, at):
        raise Refused(_("It is open already, or closed."))
    lacking = missing(boxes_of(campaign))
    if lacking:
        raise Refused(_("Something is still missing. The list on the page says what."))
    if campaign.closes_on is not None and campaign.closes_on <= day_of(at):
        raise Refused(_("Its last day is over. Give it a later one."))
    campaign.state, campaign.opened_at = CampaignState.OPEN, at
    save_with_history(campaign, by=by, reason=_("Opened"), at=at)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, reason: str, by: User, at: datetime) -> Campaign:
    """Close it: cards open nothing any more; what was said stays, and is answered."""
    campaign = _locked(campaign)
    if not permissions.can_close_campaign(by, campaign, at):
        raise Refused(_("It is not open."))
    if not reason.strip():
        raise Refused(_("Say why it is closed."))
    campaign.state, campaign.closed_at = CampaignState.CLOSED, at
    save_with_history(campaign, by=by, reason=reason.strip(), at=at)
    return campaign


@transaction.atomic
def make_invites(
    *, campaign: Campaign, place: Place | None, number: int, expires_on: date, by: User, at: datetime
) -> list[str]:
    """Make a batch of cards and return their words: this once, for they are stored as hashes only."""
    campaign = _locked(campaign)
    if not permissions.can_make_cards_for(by, campaign, place, at):
        raise PermissionDenied
    if not 1 <= number <= MOST_CARDS:
        raise Refused(_("Make between 1 and %(most)d cards at once.") % {"most": MOST_CARDS})
    if expires_on <= day_of(at):
        raise Refused(_("The cards must be good for at least a day."))
    last: int | None = Invite.objects.filter(campaign=campaign).aggregate(last=Max("batch"))["last"]
    codes: set[str] = set()
    while len(codes) < number:
        codes.add(new_card())
    cards = sorted(codes)
    # A taken code cannot be told from a free one but by its hash; with 38 bits a clash is one in millions, and refused
    # by the database.
    rows = [
        Invite(campaign=campaign, place=place, batch=(last or 0) + 1, code_hash=code_hash(code), expires_on=expires_on)
        for code in cards
    ]
    Invite.objects.bulk_create(rows)  # no history: voices.Invite has none
    return cards


@transaction.atomic
def void_batch(*, campaign: Campaign, batch: int, by: User, at: datetime) -> int:
    """Take back the cards of a batch that nobody has used, such as when they were lost; return how many."""
    campaign = _locked(campaign)
    if not permissions.can_make_cards(by, campaign, at):
        raise PermissionDenied
    rows = Invite.objects.filter(campaign=campaign, batch=batch, is_used=False, is_void=False)
    return rows.update(is_void=True)  # no history: voices.Invite has none


@transaction.atomic
def keep_place(*, name: str, by: User | None, at: datetime, service_key: int | None = None, **fields: Any) -> Place:
    """Add a home, or bring what is known of one up to date."""
    place = Place.objects.filter(service_key=service_key).first() if service_key is not None else None
    place = place or Place(service_key=service_key)
    fields["name"] = name.strip()
    if place.pk and all(getattr(place, key) == value for key, value in fields.items()):
        return place
    for key, value in fields.items():
        setattr(place, key, value)
    save_with_history(place, by=by, reason=_("Home kept for cards"), at=at)
    return place


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def _free_slug(title: str) -> str:
    base = slugify(title)[:40] or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)
