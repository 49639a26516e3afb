"""What a review keeps to be waited for is what its deadlines say, whatever is done in whatever order."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.actions.deadlines import extend_deadline, mark_done
from peerreview.actions.reviews import cancel, postpone, return_review, start_self_review
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline, Review
from peerreview.queries.cycles import NarrowedReviews, review_rows
from peerreview.queries.deadlines import wrongly_kept
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.peerreviews import DeadlineFactory, ReviewCycleFactory, ReviewFactory
from tests.factories.services import ServiceFactory
from tests.people import person
from tests.thorough import examples

pytestmark = pytest.mark.django_db
BEGUN_AT = [ReviewState.PLANNED, ReviewState.SELF_REVIEW, ReviewState.SUBMITTED, ReviewState.SCHEDULED]


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


def truth(review: Review) -> tuple[str, date | None]:
    """Say it again in plain words, from the rows alone."""
    asked = {
        "self_review": {"self_review", "returned"},
        "visit": {"submitted", "scheduled", "postponed"},
    }
    open_ones = [
        (row.due_on, row.pk, row.kind)
        for row in Deadline.objects.filter(review=review)
        if row.done_at is None and review.state in asked.get(row.kind, ())
    ]
    return (min(open_ones)[2], min(open_ones)[0]) if open_ones else ("", None)


def until(at: datetime, days: int) -> date:
    return at.date() + timedelta(days=days)


ACTS: dict[str, Callable[[Review, User, datetime, int], Any]] = {
    "start": lambda review, by, at, days: start_self_review(review=review, by=by, at=at),
    "return": lambda review, by, at, days: return_review(
        review=review, reason="Why.", until=until(at, days), by=by, at=at
    ),
    "postpone": lambda review, by, at, days: postpone(
        review=review, reason="Why.", until=until(at, days), by=by, at=at
    ),
    "cancel": lambda review, by, at, days: cancel(review=review, reason="Why.", by=by, at=at),
    "more time": lambda review, by, at, days: extend_deadline(
        deadline=Deadline.objects.get(review=review, kind=DeadlineKind.SELF_REVIEW),
        to_on=until(at, days),
        reason="Why.",
        by=by,
        at=at,
    ),
    "more time for the visit": lambda review, by, at, days: extend_deadline(
        deadline=Deadline.objects.get(review=review, kind=DeadlineKind.VISIT),
        to_on=until(at, days),
        reason="Why.",
        by=by,
        at=at,
    ),
    "handed in": lambda review, by, at, days: mark_done(
        review=review, kind=DeadlineKind.SELF_REVIEW, by=by, reason="Why.", at=at
    ),
}


@settings(deadline=None, max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(
    begun_at=st.sampled_from(BEGUN_AT),
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 300)), min_size=1, max_size=6),
)
def test_what_is_kept_is_what_the_deadlines_say_after_every_act(
    begun_at: ReviewState, acts: list[tuple[str, int]], manager: User, noon: datetime
) -> None:
    with transaction.atomic():
        review = ReviewFactory(state=begun_at, lead=person(), service=ServiceFactory(member=True))
        done = 0
        for number, (act, days) in enumerate(acts):
            at = noon + timedelta(hours=number)
            try:
                with transaction.atomic():
                    ACTS[act](Review.objects.get(pk=review.pk), manager, at, days)
                done += 1
            except (Refused, PermissionDenied):
                continue
            finally:
                row = Review.objects.get(pk=review.pk)
                assert (row.awaited_kind, row.awaited_on) == truth(row)
                assert list(wrongly_kept()) == []
        # Kept, not recorded: a history row comes from an act that moved the review, never from keeping.
        assert row.history.count() <= 1 + done
        transaction.set_rollback(True)


def test_the_daily_check_tells_apart_the_day_the_kind_and_nothing_at_all(noon: datetime) -> None:
    right = ReviewFactory(state=ReviewState.SELF_REVIEW)
    assert list(wrongly_kept()) == []
    broken: list[dict[str, Any]] = [
        {"awaited_on": date(2026, 1, 1)},
        {"awaited_kind": DeadlineKind.VISIT},
        {"awaited_kind": "", "awaited_on": None},
    ]
    for fields in broken:
        review = Review.objects.get(pk=right.pk)
        for name, value in fields.items():
            setattr(review, name, value)
        review.save_without_historical_record()  # type: ignore[attr-defined]
        assert list(wrongly_kept()) == [right.pk]


def test_the_late_ones_come_first_and_those_that_wait_for_nothing_last(manager: User, noon: datetime) -> None:
    cycle = ReviewCycleFactory()
    made = {}
    for name, state, day in (
        ("nothing", ReviewState.PLANNED, date(2026, 9, 1)),
        ("soon", ReviewState.SUBMITTED, noon.date() + timedelta(days=3)),
        ("late", ReviewState.SELF_REVIEW, noon.date() - timedelta(days=1)),
        ("latest", ReviewState.SUBMITTED, noon.date() - timedelta(days=30)),
    ):
        made[name] = ReviewFactory(state=state, cycle=cycle, deadlines=False)
        kind = DeadlineKind.VISIT if state is ReviewState.SUBMITTED else DeadlineKind.SELF_REVIEW
        DeadlineFactory(review=made[name], kind=kind, due_on=day)
    rows = list(review_rows(manager, noon, NarrowedReviews(), cycle=cycle))
    assert rows == [made["latest"], made["late"], made["soon"], made["nothing"]]
    assert list(review_rows(manager, noon, NarrowedReviews(late=True), cycle=cycle)) == [made["latest"], made["late"]]
