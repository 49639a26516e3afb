"""What young people and staff of a service said through voices, for the workbook and the team that visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from peerreview.models import Review, Standard
from peerreview.queries.questiontags import lineages_of_questions
from portal.voices.enums.moderation import Audience
from portal.voices.models import Campaign
from portal.voices.queries.released import InWords, in_words, released_statements, something_was_taken_back

if TYPE_CHECKING:
    from portal.people.models import User


@dataclass(frozen=True)
class SaidIn:
    """Released words of a review, as far as somebody may read them; a gap where something was taken back."""

    words: Sequence[InWords]
    has_gap: bool
    standards: Sequence[tuple[Standard, Sequence[InWords]]] = ()
    """The same words by the standards of the review's edition that their questions are about."""


def said_in(review: Review, person: "User", at: datetime) -> SaidIn:
    """Return what was released of the review's campaign and of the service's everyday."""
    of_review = Q(campaign__subject_kind="review", campaign__subject_key=review.pk)
    here = Q(place__service_key=review.service_id) | Q(campaign__place__service_key=review.service_id)
    said = released_statements(person, at, [Audience.VISITING_TEAM, Audience.SERVICE]).filter(of_review | here)
    asked = Campaign.objects.filter(subject_kind="review", subject_key=review.pk).values_list("pk", flat=True)
    words = in_words(said)
    return SaidIn(words, something_was_taken_back(asked), _by_standard(words, review))


def _by_standard(words: Sequence[InWords], review: Review) -> list[tuple[Standard, list[InWords]]]:
    about = lineages_of_questions([key for one in words for key in one.keys])
    wanted = {lineage for lineages in about.values() for lineage in lineages}
    found = []
    for standard in Standard.objects.filter(edition=review.edition_id, lineage__in=wanted).order_by("order", "pk"):
        here = [one for one in words if any(standard.lineage in about.get(key, ()) for key in one.keys)]
        found.append((standard, here))
    return found
