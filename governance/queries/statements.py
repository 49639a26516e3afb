"""What was said about a proposal: released statements for whoever may see it, and what everybody reads of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from governance.enums.proposals import Confidentiality
from governance.models import Decision, Proposal
from portal.people.models.periods import day_of
from portal.voices.enums.campaigns import CampaignState, Speaker
from portal.voices.enums.moderation import Audience
from portal.voices.models import Campaign
from portal.voices.models.resting import RestsOn
from portal.voices.queries.released import InWords, in_words, released_statements, something_was_taken_back
from portal.voices.queries.themes import Heard, as_heard, heard_about, narrowed, published

if TYPE_CHECKING:
    from portal.people.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True)
class SaidAbout:
    """What young people and staff said of a proposal, as far as somebody may read it."""

    is_asked: bool
    young_people: Sequence[Heard] = ()
    staff: Sequence[Heard] = ()
    words: Sequence[InWords] = ()
    has_gap: bool = False


def said_about(proposal: Proposal, person: "Person", at: datetime) -> SaidAbout:
    """Return themes with their answers, and released words for whoever decides."""
    campaigns = Campaign.objects.filter(subject_kind="proposal", subject_key=proposal.pk)
    keys = list(campaigns.exclude(state=CampaignState.DRAFT).values_list("pk", flat=True))
    if not keys:
        return SaidAbout(is_asked=False)
    themes = [as_heard(theme, day_of(at)) for theme in heard_about("proposal", proposal.pk)]
    said = released_statements(person, at, [Audience.BOARD]).filter(campaign__in=keys)
    return SaidAbout(
        is_asked=True,
        young_people=[one for one in themes if one.theme.speaker != Speaker.STAFF],
        staff=[one for one in themes if one.theme.speaker == Speaker.STAFF],
        words=in_words(said),
        has_gap=something_was_taken_back(keys),
    )


# The constituency whose page shows what was heard and answered (voices.md: they hear back where they are spoken for).
YOUNG_PEOPLE = "young-people"
NEWEST = 5


def heard_from(constituency: str, at: datetime) -> list[Heard]:
    """Return what was heard lately from young people, with the answers, for the page of their constituency."""
    if constituency != YOUNG_PEOPLE:
        return []
    return [as_heard(theme, day_of(at)) for theme in narrowed(published(), speaker=Speaker.YOUNG_PERSON)[:NEWEST]]


def decision_rested_on(key: int, at: datetime) -> RestsOn | None:
    """Return how an answer names the decision it rests on: only one that everybody may read."""
    decision = Decision.objects.visible_to(AnonymousUser(), at).filter(pk=key).first()
    if decision is None:
        return None
    return RestsOn(f"{decision.number}: {decision.title}", reverse("governance:decision", args=[decision.number]))


def decision_called(number: str) -> int | None:
    """Return the key of an open decision by its number: what everybody reads rests on nothing they cannot read."""
    rows = Decision.objects.filter(number__iexact=number.strip(), confidentiality=Confidentiality.OPEN)
    return rows.values_list("pk", flat=True).first()


def campaigns_about(proposal: int) -> list[int]:
    """Return the campaigns in which people were asked about a proposal."""
    rows = Campaign.objects.filter(subject_kind="proposal", subject_key=proposal)
    return list(rows.values_list("pk", flat=True))


def heard_on_proposals(person: "Person", at: datetime) -> Q:
    """Return the filter of statements; what is kept from somebody in a proposal is kept from them here."""
    seen = Proposal.objects.visible_to(person, at).values("pk")
    return Q(campaign__subject_kind="proposal", campaign__subject_key__in=seen)
