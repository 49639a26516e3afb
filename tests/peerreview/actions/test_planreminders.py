"""Invariant 27 for plans: told once, caught up, never after done; the plan's and the progress review's own days too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.actions import progress
from peerreview.models import HostRole, PlanAction, Review
from portal.history.writing import save_with_history
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
@remembered
def review() -> Review:
    return plan.reported(("must",))


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def told(who: User, event: str) -> list[str]:
    rows = Notification.objects.filter(person=who, event=f"peer_review.{event}").order_by("at", "pk")
    return [f"{row.at:%-d %b}: {row.title}" for row in rows]


def run(first: date, last: date) -> None:
    while first <= last:
        remind(at=morning(first))
        first += timedelta(days=1)


def test_the_lead_is_reminded_of_the_plan_and_nobody_once_it_is_handed_in(review: Review) -> None:
    lead, manager = lead_of(review), make.manager()
    run(date(2026, 11, 20), date(2026, 12, 22))
    assert told(lead, "due") == [
        "23 Nov: Hand your action plan in by 14 December 2026",
        "7 Dec: Hand your action plan in by 14 December 2026",
        "12 Dec: Hand your action plan in by 14 December 2026",
        "14 Dec: Hand your action plan in by 14 December 2026",
        "21 Dec: Your action plan was due on 14 December 2026",
    ]
    urn = review.service.urn
    assert told(manager, "due") == [f"21 Dec: {urn}: “Action plan” was due on 14 December 2026"]
    plan.handed_in(review, at=morning(date(2026, 12, 23)))
    run(date(2026, 12, 24), date(2027, 1, 5))
    assert len(told(lead, "due")) == 5


def test_the_manager_is_reminded_of_the_progress_review(review: Review) -> None:
    manager = make.manager()
    plan.handed_in(review)
    remind(at=morning(date(2027, 8, 6)))
    remind(at=morning(date(2027, 9, 3)))
    urn = review.service.urn
    assert told(manager, "due") == [
        f"6 Aug: {urn}: “Progress review” is due on 2 September 2027",
        f"3 Sep: {urn}: “Progress review” was due on 2 September 2027",
    ]


def test_an_owner_is_reminded_until_they_say_that_it_is_done(review: Review) -> None:
    staff = plan.staff_of(review)
    action = plan.planned(review, *plan.asked(review), owner=staff)
    run(date(2026, 12, 30), date(2027, 1, 2))
    assert told(staff, "action_due") == []
    plan.handed_in(review, at=morning(date(2027, 1, 3)))
    run(date(2027, 1, 4), date(2027, 1, 22))
    assert told(staff, "action_due") == [
        "4 Jan: What you took on in your service’s plan is due on 15 January 2027",
        "13 Jan: What you took on in your service’s plan is due on 15 January 2027",
        "15 Jan: What you took on in your service’s plan is due on 15 January 2027",
        "22 Jan: What you took on in your service’s plan was due on 15 January 2027",
    ]
    plan.done(action, at=morning(date(2027, 1, 23)))
    run(date(2027, 1, 24), date(2027, 2, 6))
    assert len(told(staff, "action_due")) == 4


def test_who_no_longer_hosts_is_not_reminded(review: Review) -> None:
    staff = plan.staff_of(review)
    plan.planned(review, *plan.asked(review), owner=staff)
    plan.handed_in(review)
    role = HostRole.objects.get(person=staff)
    role.ends_on = date(2026, 12, 1)
    save_with_history(role, by=None, reason="Left", at=NOON)
    run(date(2027, 1, 10), date(2027, 1, 16))
    assert told(staff, "action_due") == []


@settings(deadline=None, max_examples=examples(10), suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=6), ends=st.sampled_from(["done", "given up", "carried"]))
def test_whatever_days_the_timer_runs_an_owner_hears_once_and_nothing_after(
    review: Review, days: list[int], ends: str
) -> None:
    with transaction.atomic():
        plan.handed_in(make.fresh(review))
        action, lead = PlanAction.objects.get(), lead_of(review)
        for ahead in sorted(days):
            at = morning(date(2026, 12, 20) + timedelta(days=ahead))
            remind(at=at)
            before = Notification.objects.count()
            assert remind(at=at) == []
            assert Notification.objects.count() == before
        at = morning(date(2027, 2, 20))
        if ends == "done":
            plan.done(action, at=at)
        elif ends == "given up":
            progress.give_up(action=plan.again(action), reason="No room.", by=lead, at=at)
        else:
            progress.carry_on(action=plan.again(action), reason="Summer.", by=make.manager(), at=at)
        count = len(told(lead, "action_due"))
        remind(at=at + timedelta(days=30))
        assert len(told(lead, "action_due")) == count
        transaction.set_rollback(True)
