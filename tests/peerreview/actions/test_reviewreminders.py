"""Invariant 27: the same tick twice sends nothing new, a skipped day is caught up, none after done; and the preview."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.actions.deadlines import extend_deadline
from peerreview.actions.reviews import cancel
from peerreview.announcements.preview import coming
from peerreview.enums.reviews import ReviewState
from peerreview.models import Deadline, Review
from portal.jobs import preview_reminders
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.models import User
from tests.factories.peerreviews import ReviewFactory
from tests.factories.people import AffiliationFactory
from tests.factories.services import ServiceFactory
from tests.people import person
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = pytest.mark.django_db
# The self-review of the factories' cycle is due on 2 November.
BEGUN = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
DUE = date(2026, 11, 2)


@pytest.fixture
def lead() -> User:
    return person()


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
@remembered
def review(lead: User, manager: User) -> Review:
    row: Review = ReviewFactory(
        state=ReviewState.SELF_REVIEW, lead=lead, service=ServiceFactory(member=True), state_since=BEGUN
    )
    return row


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def told(who: User) -> list[str]:
    rows = Notification.objects.filter(person=who, event="peer_review.due").order_by("at", "pk")
    return [f"{row.at:%-d %b}: {row.title}" for row in rows]


def test_the_lead_is_reminded_before_on_the_day_and_while_it_is_late(review: Review, lead: User) -> None:
    day = date(2026, 9, 30)
    while day < date(2026, 11, 18):
        remind(at=morning(day))
        day += timedelta(days=1)
    assert told(lead) == [
        "5 Oct: Hand your self-review in by 2 November 2026",
        "19 Oct: Hand your self-review in by 2 November 2026",
        "31 Oct: Hand your self-review in by 2 November 2026",
        "2 Nov: Hand your self-review in by 2 November 2026",
        "9 Nov: Your self-review was due on 2 November 2026",
        "16 Nov: Your self-review was due on 2 November 2026",
    ]


def test_the_manager_hears_of_what_is_a_week_late_by_its_number_alone(review: Review, manager: User) -> None:
    for ago in (0, 6, 7, 8, 30, 36):
        remind(at=morning(DUE + timedelta(days=ago)))
    urn = review.service.urn
    assert told(manager) == [
        f"9 Nov: {urn}: “Self-review handed in” was due on 2 November 2026",
        f"8 Dec: {urn}: “Self-review handed in” was due on 2 November 2026",
    ]


def test_a_conflicted_manager_is_never_told(review: Review, manager: User) -> None:
    AffiliationFactory(person=manager, organisation=review.service.owner)
    remind(at=morning(DUE + timedelta(days=20)))
    assert told(manager) == []


def test_a_timer_late_by_days_tells_the_newest_once(review: Review, lead: User) -> None:
    remind(at=morning(DUE + timedelta(days=9)))
    remind(at=morning(DUE + timedelta(days=9)))
    assert told(lead) == ["11 Nov: Your self-review was due on 2 November 2026"]


def test_a_reminder_told_late_says_what_is_true_by_then(review: Review, lead: User) -> None:
    remind(at=morning(DUE + timedelta(days=3)))
    assert told(lead) == ["5 Nov: Your self-review was due on 2 November 2026"]


def test_nobody_is_reminded_of_what_is_over_or_moved(review: Review, lead: User, manager: User) -> None:
    deadline = Deadline.objects.get(review=review, kind="self_review")
    at = morning(DUE)
    extend_deadline(deadline=deadline, to_on=date(2026, 12, 14), reason="Flu.", by=manager, at=at)
    remind(at=morning(date(2026, 11, 4)))
    assert told(lead) == []
    remind(at=morning(date(2026, 11, 17)))
    assert told(lead) == ["17 Nov: Hand your self-review in by 14 December 2026"]
    cancel(review=review, reason="It closes.", by=manager, at=morning(date(2026, 11, 20)))
    remind(at=morning(date(2026, 12, 20)))
    assert len(told(lead)) == 1


def test_the_operators_preview_says_what_the_run_then_tells(review: Review, lead: User) -> None:
    at = morning(DUE)
    said = preview_reminders(at)
    assert told(lead) == []
    assert remind(at=at) == said


def test_the_cycles_preview_is_exactly_what_the_coming_days_tell(review: Review, lead: User, manager: User) -> None:
    start = morning(date(2026, 10, 30))
    said = [
        (line.day, line.title, line.people) for line in coming(manager, review.cycle, start, start + timedelta(days=14))
    ]
    for ahead in range(15):
        remind(at=start + timedelta(days=ahead))
    happened = [
        (row.at.date(), row.title, (row.person.name,))
        for row in Notification.objects.filter(event="peer_review.due").order_by("at", "pk").select_related("person")
    ]
    assert sorted(happened) == sorted(said)
    assert coming(manager, review.cycle, start + timedelta(days=14), start + timedelta(days=14)) == []


@settings(deadline=None, max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.integers(0, 70), min_size=1, max_size=8), extend=st.booleans())
def test_whatever_days_the_timer_runs_nobody_hears_a_thing_twice(
    review: Review, lead: User, manager: User, days: list[int], extend: bool
) -> None:
    with transaction.atomic():
        for number, ahead in enumerate(sorted(days)):
            at = morning(date(2026, 9, 30) + timedelta(days=ahead))
            remind(at=at)
            before = Notification.objects.count()
            assert remind(at=at) == []
            assert Notification.objects.count() == before
            if extend and number == 0:
                deadline = Deadline.objects.get(review=review, kind="self_review")
                extend_deadline(deadline=deadline, to_on=date(2026, 12, 7), reason="Flu.", by=manager, at=at)
        keys = list(Notification.objects.filter(person=lead).values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        transaction.set_rollback(True)
