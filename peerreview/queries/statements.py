"""What young people and staff of a service said through voices, for the workbook and the team that visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from peerreview.models import Review, Standard
from peerreview.queries.questiontags import standards_of
from portal.voices.enums.moderation import Audience
from portal.voices.models import Campaign
from portal.voices.models.subjects import Subject
from portal.voices.queries.released import InWords, in_words, released_statements, something_was_taken_back

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


@dataclass(frozen=True)
class SaidIn:
    """Released words of a review, as far as somebody may read them; a gap where something was taken back."""

    words: Sequence[InWords]
    has_gap: bool
    standards: Sequence[tuple[Standard, Sequence[InWords]]] = ()
    """The same words by the standards their questions are about."""


def campaign_of(review: Review) -> Campaign | None:
    """Return the campaign in which people were asked before the visit."""
    return Campaign.objects.filter(subject_kind="review", subject_key=review.pk).order_by("pk").first()


def named_to(key: int, person: "User | AnonymousUser", at: datetime) -> Subject | None:
    """Return how a campaign names the review it belongs to, for whoever may know of it."""
    review = Review.objects.visible_to(person, at).select_related("service", "cycle").filter(pk=key).first()
    return Subject(str(review), f"/reviews/{review.pk}/") if review else None


def said_in(review: Review, person: "User", at: datetime) -> SaidIn:
    """Return what was released of the review's campaign and of the service's everyday."""
    of_review = Q(campaign__subject_kind="review", campaign__subject_key=review.pk)
    here = Q(place__service_key=review.service_id) | Q(campaign__place__service_key=review.service_id)
    said = released_statements(person, at, [Audience.VISITING_TEAM, Audience.SERVICE]).filter(of_review | here)
    asked = Campaign.objects.filter(subject_kind="review", subject_key=review.pk).values_list("pk", flat=True)
    words = in_words(said)
    return SaidIn(words, something_was_taken_back(asked), _by_standard(words, review))


def _by_standard(words: Sequence[InWords], review: Review) -> list[tuple[Standard, list[InWords]]]:
    about = standards_of([key for one in words for key in one.keys], review.edition_id) if words else {}
    found: dict[Standard, list[InWords]] = {}
    for one in words:
        for standard in {standard for key in one.keys for standard in about.get(key, ())}:
            found.setdefault(standard, []).append(one)
    return sorted(found.items(), key=lambda row: row[0].pk)
