"""Moving reviews: by whom, by which guard, with what left in history, ledger, deadlines and notices."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from peerreview.actions.deadlines import extend_deadline
from peerreview.actions.reviews import (
    cancel,
    postpone,
    return_review,
    schedule,
    start_due,
    start_self_review,
    submit,
)
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline, DeadlineExtension, Review
from peerreview.permissions.reviews import can_manage_review
from peerreview.queries.readiness import between
from peerreview.queries.reviewchecks import findings
from portal.history.models import LedgerEntry
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.peerreviews import (
    ControlGroupMembershipFactory,
    DeadlineExtensionFactory,
    HostRoleFactory,
    ReviewFactory,
)
from tests.factories.people import AffiliationFactory, UserFactory
from tests.factories.services import ServiceFactory
from tests.people import person

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 2, 1)


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
def lead() -> User:
    return person()


def at_stage(state: ReviewState, lead: User | None = None, **fields: Any) -> Review:
    return ReviewFactory(state=state, lead=lead, service=ServiceFactory(member=True), **fields)


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def due(review: Review, kind: DeadlineKind = DeadlineKind.SELF_REVIEW) -> Deadline:
    return Deadline.objects.get(review=review, kind=kind)


def test_a_self_review_is_begun_by_its_lead_and_the_lead_is_not_told_of_it(lead: User, noon: datetime) -> None:
    review = at_stage(ReviewState.PLANNED, lead)
    staff = HostRoleFactory(service=review.service, kind=HostKind.STAFF).person
    start_self_review(review=review, by=lead, at=noon)
    assert (fresh(review).state, fresh(review).state_since) == (ReviewState.SELF_REVIEW, noon)
    assert list(Notification.objects.values_list("person", "event")) == [(staff.pk, "peer_review.self_review")]


def test_beginning_twice_is_beginning_once(lead: User, noon: datetime) -> None:
    review = at_stage(ReviewState.PLANNED, lead)
    start_self_review(review=review, by=lead, at=noon)
    start_self_review(review=review, by=lead, at=noon + timedelta(hours=1))
    assert fresh(review).state_since == noon


@pytest.mark.parametrize(
    ("clock_from", "led", "words"),
    [(date(2026, 12, 1), True, "has not come"), (date(2026, 9, 7), False, "Nobody leads")],
)
def test_a_self_review_waits_for_its_day_and_for_a_lead(
    clock_from: date, led: bool, words: str, manager: User, lead: User, noon: datetime
) -> None:
    review = at_stage(ReviewState.PLANNED, lead if led else None, clock_from=clock_from)
    with pytest.raises(Refused, match=words):
        start_self_review(review=review, by=manager, at=noon)
    assert fresh(review).state == ReviewState.PLANNED


def test_all_whose_day_has_come_begin_at_once_and_the_others_wait(manager: User, lead: User, noon: datetime) -> None:
    ready = at_stage(ReviewState.PLANNED, lead)
    without_lead = at_stage(ReviewState.PLANNED, cycle=ready.cycle)
    later = at_stage(ReviewState.PLANNED, person(), cycle=ready.cycle, clock_from=date(2026, 12, 1))
    assert start_due(cycle=ready.cycle, by=manager, at=noon) == 1
    states = [fresh(review).state for review in (ready, without_lead, later)]
    assert states == [ReviewState.SELF_REVIEW, ReviewState.PLANNED, ReviewState.PLANNED]


def test_nothing_is_handed_in_while_the_workbook_is_empty(lead: User, noon: datetime) -> None:
    review = at_stage(ReviewState.SELF_REVIEW, lead)
    way = between(review, noon)
    assert way is not None
    assert (way.to, way.is_free) == (ReviewState.SUBMITTED, False)
    with pytest.raises(Refused):
        submit(review=review, by=lead, at=noon)
    assert (fresh(review).state, fresh(review).submitted_at) == (ReviewState.SELF_REVIEW, None)
    assert due(review).done_at is None


def test_staff_and_managers_never_hand_in(manager: User, lead: User, noon: datetime) -> None:
    review = at_stage(ReviewState.SELF_REVIEW, lead)
    staff = HostRoleFactory(service=review.service, kind=HostKind.STAFF).person
    for who in (staff, manager, person()):
        with pytest.raises(PermissionDenied):
            submit(review=review, by=who, at=noon)


def test_a_returned_review_is_asked_for_again_until_a_later_day_that_is_an_extension(
    manager: User, lead: User, noon: datetime
) -> None:
    review = at_stage(ReviewState.SUBMITTED, lead)
    before = due(review).due_on
    return_review(review=review, reason="Section 4 is empty.", until=UNTIL, by=manager, at=noon)
    assert fresh(review).returned_reason == "Section 4 is empty."
    assert (due(review).due_on, due(review).done_at) == (UNTIL, None)
    extension = DeadlineExtension.objects.get(deadline=due(review))
    assert (extension.from_on, extension.to_on, extension.reason) == (before, UNTIL, "Section 4 is empty.")
    # Eight weeks later is Easter Monday; the last working day before it is Maundy Thursday.
    assert due(review, DeadlineKind.VISIT).due_on == date(2027, 3, 25)
    events = set(Notification.objects.filter(person=lead).values_list("event", flat=True))
    assert events == {"peer_review.returned", "peer_review.extended"}
    assert [line for line in findings(noon) if line.startswith("deadlines")] == []


def test_returning_never_takes_time_away(manager: User, noon: datetime) -> None:
    review = at_stage(ReviewState.SUBMITTED, clock_from=date(2026, 12, 1))
    before = due(review).due_on
    return_review(review=review, reason="One page.", until=date(2026, 11, 20), by=manager, at=noon)
    assert due(review).due_on == before


@pytest.mark.parametrize("state", [ReviewState.SUBMITTED, ReviewState.SCHEDULED])
def test_a_postponed_review_says_until_when_and_its_visit_waits_so_long(
    state: ReviewState, manager: User, lead: User, noon: datetime
) -> None:
    review = at_stage(state, lead)
    until = date(2027, 4, 1)
    postpone(review=review, reason="Flooding.", until=until, by=manager, at=noon)
    row = fresh(review)
    assert (row.state, row.postponed_reason, row.postponed_until) == (ReviewState.POSTPONED, "Flooding.", until)
    assert due(review, DeadlineKind.VISIT).due_on == until


def test_no_visit_is_arranged_without_a_team_a_date_and_a_portfolio(manager: User, noon: datetime) -> None:
    for state in (ReviewState.SUBMITTED, ReviewState.POSTPONED):
        review = at_stage(state)
        with pytest.raises(Refused, match=r"valid team.*date.*frozen"):
            schedule(review=review, by=manager, at=noon)
        assert fresh(review).state == state


def test_a_cancelled_review_keeps_everything_and_stands_in_the_ledger(
    manager: User, lead: User, noon: datetime
) -> None:
    review = at_stage(ReviewState.SELF_REVIEW, lead)
    cancel(review=review, reason="The home closes.", by=manager, at=noon)
    row = fresh(review)
    assert (row.state, row.cancelled_reason) == (ReviewState.CANCELLED, "The home closes.")
    assert row.deadlines.count() == 2
    entry = LedgerEntry.objects.get(kind="peer_review.cancelled")
    assert "The home closes." not in entry.facts_text
    assert next(one.history_change_reason for one in row.history.all()) == "The home closes."
    with pytest.raises(Refused):
        cancel(review=review, reason="Again.", by=manager, at=noon)


Act = Callable[[Review, User, datetime], Any]
ACTS: dict[str, tuple[ReviewState, Act]] = {
    "return": (
        ReviewState.SUBMITTED,
        lambda review, by, at: return_review(review=review, reason="Why.", until=UNTIL, by=by, at=at),
    ),
    "postpone": (
        ReviewState.SUBMITTED,
        lambda review, by, at: postpone(review=review, reason="Why.", until=UNTIL, by=by, at=at),
    ),
    "cancel": (ReviewState.SELF_REVIEW, lambda review, by, at: cancel(review=review, reason="Why.", by=by, at=at)),
    "extend": (
        ReviewState.SELF_REVIEW,
        lambda review, by, at: extend_deadline(deadline=due(review), to_on=UNTIL, reason="Why.", by=by, at=at),
    ),
    "schedule": (ReviewState.SUBMITTED, lambda review, by, at: schedule(review=review, by=by, at=at)),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_the_programme_does_is_done_by_nobody_else(act: str, lead: User, noon: datetime) -> None:
    state, do = ACTS[act]
    review = at_stage(state, lead)
    for who in (lead, person(), person("administrator"), person("reviewer")):
        with pytest.raises(PermissionDenied):
            do(review, who, noon)
    assert fresh(review).state == state


@pytest.mark.parametrize("act", ACTS)
def test_a_conflicted_manager_runs_nothing_there(act: str, manager: User, noon: datetime) -> None:
    state, do = ACTS[act]
    review = at_stage(state)
    AffiliationFactory(person=manager, organisation=review.service.owner)
    with pytest.raises(PermissionDenied):
        do(review, manager, noon)


@pytest.mark.parametrize("act", ACTS)
def test_a_conflict_declared_after_the_page_was_asked_still_stops_the_act(
    act: str, manager: User, noon: datetime
) -> None:
    """The page and the act share the person object and the moment; what the page asked must not decide the act."""
    state, do = ACTS[act]
    review = at_stage(state)
    assert can_manage_review(manager, review, noon)
    AffiliationFactory(person=User.objects.get(pk=manager.pk), organisation=review.service.owner)
    with pytest.raises(PermissionDenied):
        do(review, manager, noon)
    assert fresh(review).state == state


def test_a_manager_who_hosts_the_service_does_not_run_its_review(noon: datetime) -> None:
    both = person("programme_manager")
    review = at_stage(ReviewState.SUBMITTED, both)
    with pytest.raises(PermissionDenied):
        return_review(review=review, reason="Why.", until=UNTIL, by=both, at=noon)


def test_control_makes_a_stranger_of_whoever_works_for_the_group(manager: User, noon: datetime) -> None:
    review = at_stage(ReviewState.SELF_REVIEW)
    theirs = ControlGroupMembershipFactory(organisation=review.service.owner)
    sister = ControlGroupMembershipFactory(group=theirs.group)
    AffiliationFactory(person=manager, organisation=sister.organisation)
    with pytest.raises(PermissionDenied):
        cancel(review=review, reason="Why.", by=manager, at=noon)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "reason must be given"),
        ({"to_on": date(2026, 11, 2)}, "must come after"),
    ],
)
def test_more_time_needs_a_later_day_and_a_reason(
    fields: dict[str, Any], words: str, manager: User, noon: datetime
) -> None:
    review = at_stage(ReviewState.SELF_REVIEW)
    with pytest.raises(Refused, match=words):
        extend_deadline(
            **{"deadline": due(review), "to_on": UNTIL, "reason": "Flu.", "by": manager, "at": noon, **fields}
        )
    assert not DeadlineExtension.objects.exists()


def test_nothing_is_extended_that_is_done_or_over(manager: User, noon: datetime) -> None:
    for review in (at_stage(ReviewState.SUBMITTED), at_stage(ReviewState.CANCELLED)):
        with pytest.raises(Refused, match="done already"):
            extend_deadline(deadline=due(review), to_on=UNTIL, reason="Flu.", by=manager, at=noon)


def test_an_extension_is_never_changed_and_never_deleted() -> None:
    extension = DeadlineExtensionFactory()
    extension.reason = "Another."
    with pytest.raises(TypeError):
        extension.save()
    with pytest.raises(TypeError):
        extension.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE peerreview_deadlineextension SET reason = %s WHERE id = %s", ["Another.", extension.pk])


@pytest.mark.parametrize(
    "broken",
    [
        {"state": ReviewState.CANCELLED, "cancelled_reason": " "},
        {"state": ReviewState.RETURNED, "returned_reason": ""},
        {"state": ReviewState.POSTPONED, "postponed_until": None},
        {"state": ReviewState.SUBMITTED, "submitted_at": None},
        {"state": ReviewState.SELF_REVIEW, "cancelled_reason": "It is not."},
    ],
)
def test_the_database_insists_on_what_a_stage_says(broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(**broken, submitted_by=UserFactory())


def test_a_service_is_reviewed_once_a_cycle_in_one_way() -> None:
    review = ReviewFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(service=review.service, cycle=review.cycle)
