"""The daily check finds each thing that must never be; here each is planted past the actions."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from peerreview.enums.cycles import CycleState
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline, Review
from peerreview.queries.reviewchecks import findings
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories.peerreviews import (
    DeadlineExtensionFactory,
    PracticeProfileFactory,
    ReviewFactory,
    edition_in_force,
)
from tests.factories.services import MembershipFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def review_in_order(state: ReviewState = ReviewState.PLANNED) -> Review:
    service = ServiceFactory()
    MembershipFactory(service=service, standard_set="small")
    review: Review = ReviewFactory(service=service, edition=edition_in_force("small"), state=state)
    return review


def saved(row: object) -> None:
    save_with_history(row, by=None, reason="Planted", at=NOON)  # type: ignore[arg-type]


def another_set() -> None:
    ReviewFactory(service=ServiceFactory(member=True), edition=edition_in_force("small"))


def no_arrow() -> None:
    review = review_in_order()
    review.state = ReviewState.SCHEDULED
    review.submitted_at, review.submitted_by = NOON, DeadlineExtensionFactory(deadline=review.deadlines.all()[0]).by
    saved(review)


def begins_elsewhere() -> None:
    review_in_order(ReviewState.SELF_REVIEW)


def past_history() -> None:
    review = review_in_order()
    review.state = ReviewState.SELF_REVIEW
    review.save_without_historical_record()  # type: ignore[attr-defined]


def day_moved_alone() -> None:
    deadline = review_in_order().deadlines.all()[0]
    extension = DeadlineExtensionFactory(deadline=deadline)
    deadline.due_on = date(2027, 6, 1)
    saved(deadline)
    assert extension.to_on != deadline.due_on


def chain_with_a_hole() -> None:
    deadline: Deadline = review_in_order().deadlines.all()[0]
    DeadlineExtensionFactory(deadline=deadline)
    last = DeadlineExtensionFactory(deadline=deadline, from_on=date(2027, 5, 1))
    deadline.due_on = last.to_on
    saved(deadline)


def no_deadlines() -> None:
    review = review_in_order()
    Deadline.objects.filter(review=review).delete()


def kept_wrongly() -> None:
    review = review_in_order()
    review.awaited_kind, review.awaited_on = DeadlineKind.VISIT, date(2027, 1, 4)
    review.save_without_historical_record()  # type: ignore[attr-defined]


def closed_too_early() -> None:
    cycle = review_in_order().cycle
    cycle.state = CycleState.CLOSED
    saved(cycle)


def version_left_out() -> None:
    PracticeProfileFactory(n=2)


def test_what_is_in_order_is_not_found(noon: datetime) -> None:
    review_in_order()
    PracticeProfileFactory()
    assert list(findings(noon)) == []


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (another_set, "2: review"),
        (no_arrow, "for which there is no arrow"),
        (begins_elsewhere, "begins as self_review"),
        (past_history, "its history does not say so"),
        (day_moved_alone, "not what the last extension says"),
        (chain_with_a_hole, "not where the one before ended"),
        (no_deadlines, "has none"),
        (kept_wrongly, "what its deadlines do not say"),
        (closed_too_early, "in a cycle that is closed"),
        (version_left_out, "does not follow"),
    ],
)
def test_what_must_never_be_is_found(plant: Callable[[], None], words: str, noon: datetime) -> None:
    plant()
    assert any(words in finding for finding in findings(noon)), list(findings(noon))
