"""What young people and staff of a service said through voices: for the workbook, the visit, and looking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from peerreview.models import Review, Standard
from peerreview.queries.questiontags import lineages_of_questions, questions_about
from portal.voices.enums.moderation import Audience
from portal.voices.models import Campaign, Statement
from portal.voices.queries.released import InWords, in_words, released_statements, something_was_taken_back

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
    words = in_words(_of(review, person, at))
    asked = Campaign.objects.filter(subject_kind="review", subject_key=review.pk).values_list("pk", flat=True)
    return SaidIn(words, something_was_taken_back(asked), _by_standard(words, review))


def said_about(standard: Standard, review: Review, person: "User", at: datetime) -> Sequence[InWords]:
    """Return what was released of them about one standard; where no question is about it, one query and nothing."""
    keys = questions_about(standard.lineage)
    if not keys:
        return ()
    about = _of(review, person, at).filter(words__question__in=keys).distinct()
    return [one for one in in_words(about) if not set(keys).isdisjoint(one.keys)]


def said_after(review: Review, person: "User", at: datetime) -> SaidIn:
    """Return what was released of whether it got better, for who looks back on the plan."""
    asked = Q(campaign__subject_kind="progress", campaign__subject_key=review.pk)
    said = released_statements(person, at, [Audience.VISITING_TEAM, Audience.SERVICE]).filter(asked)
    campaigns = Campaign.objects.filter(subject_kind="progress", subject_key=review.pk).values_list("pk", flat=True)
    return SaidIn(in_words(said), something_was_taken_back(campaigns))


def _of(review: Review, person: "User", at: datetime) -> "QuerySet[Statement]":
    of_review = Q(campaign__subject_kind="review", campaign__subject_key=review.pk)
    here = Q(place__service_key=review.service_id) | Q(campaign__place__service_key=review.service_id)
    # What is asked when the plan is looked back on says how it was done, not what the home is like now.
    here &= ~Q(campaign__subject_kind="progress")
    return released_statements(person, at, [Audience.VISITING_TEAM, Audience.SERVICE]).filter(of_review | here)


def _by_standard(words: Sequence[InWords], review: Review) -> list[tuple[Standard, list[InWords]]]:
    about = lineages_of_questions([key for one in words for key in one.keys])
    wanted = {lineage for lineages in about.values() for lineage in lineages}
    found = []
    for standard in Standard.objects.filter(edition=review.edition_id, lineage__in=wanted).order_by("order", "pk"):
        here = [one for one in words if any(standard.lineage in about.get(key, ()) for key in one.keys)]
        found.append((standard, here))
    return found
