"""Which campaigns there are, what they ask, and how many cards are out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from portal.people.models.periods import day_of
from portal.voices.domain.campaigns import Boxes, takes_answers
from portal.voices.enums.campaigns import CampaignState
from portal.voices.models import Campaign, CampaignSet, Invite, Place, Question, QuestionSetVersion

# How many of a batch were used is told from so many on: fewer would say who of three children spoke.
FEWEST_USED = 5


@dataclass(frozen=True)
class Batch:
    """Cards that were made together."""

    place: Place | None
    n: int
    made: int
    # Whether, never how many: what is taken back is what nobody used, and the rest would be who spoke.
    is_void: bool
    used: int | None


def campaigns() -> QuerySet[Campaign]:
    """Return every campaign, the newest first."""
    return Campaign.objects.select_related("place", "made_by").order_by("-opens_on", "title", "pk")


def open_campaigns(at: datetime) -> list[Campaign]:
    """Return the campaigns in which something can be said now."""
    day = day_of(at)
    rows = campaigns().filter(state=CampaignState.OPEN, opens_on__lte=day)
    return list(rows.filter(Q(closes_on__isnull=True) | Q(closes_on__gt=day)))


def find_campaign(slug: str) -> Campaign | None:
    """Return one with its sets."""
    sets = CampaignSet.objects.select_related("version__set")
    return campaigns().filter(slug=slug).prefetch_related(Prefetch("sets", sets)).first()


def campaigns_about(kind: str, key: int, *, drafts: bool = False) -> list[Campaign]:
    """Return what was or is asked about a record, the newest first; what is being prepared only if asked for."""
    rows = campaigns().filter(subject_kind=kind, subject_key=key)
    return list(rows if drafts else rows.exclude(state=CampaignState.DRAFT))


def boxes_of(campaign: Campaign) -> Boxes:
    """Return what is filled in, as the rule takes it."""
    return Boxes(
        space=campaign.space,
        voice=campaign.voice,
        audience=campaign.audience,
        audience_by=campaign.audience_by,
        can_change=campaign.can_change,
        cannot_change=campaign.cannot_change,
        opens_on=campaign.opens_on,
        bands=frozenset(row.version.set.band for row in campaign.sets.all()),
    )


def is_answerable(campaign: Campaign, at: datetime) -> bool:
    """Say whether something can be said in it now."""
    return takes_answers(campaign.state, campaign.opens_on, campaign.closes_on, day_of(at))


def offered_bands(campaign: Campaign) -> list[str]:
    """Return for whom it has questions."""
    return list(campaign.sets.values_list("version__set__band", flat=True))


def questions_of(campaign: Campaign, band: str) -> QuestionSetVersion | None:
    """Return what it asks an age band."""
    rows = QuestionSetVersion.objects.select_related("set").filter(campaigns__campaign=campaign, set__band=band)
    return rows.order_by("-n").first()


def asked_in(version: QuestionSetVersion) -> Sequence[Question]:
    """Return the questions of a version in their order."""
    return list(Question.objects.filter(version=version).order_by("n"))


def batches(campaign: Campaign) -> list[Batch]:
    """Return the cards by batch; of a small number of used ones only that it is small."""
    rows = (
        Invite.objects.filter(campaign=campaign)
        .values("batch", "place")
        .annotate(made=Count("pk"), used=Count("pk", filter=Q(is_used=True)), void=Count("pk", filter=Q(is_void=True)))
        .order_by("batch")
    )
    places = {place.pk: place for place in Place.objects.filter(pk__in=[row["place"] for row in rows])}
    return [
        Batch(
            place=places.get(row["place"]),
            n=row["batch"],
            made=row["made"],
            is_void=bool(row["void"]),
            used=row["used"] if row["used"] >= FEWEST_USED and row["made"] - row["used"] >= FEWEST_USED else None,
        )
        for row in rows
    ]
