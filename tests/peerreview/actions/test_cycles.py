"""Opening and closing cycles, and planning exactly what the preview says."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions.cycles import close_cycle, open_cycle, plan_one, plan_reviews, set_clock
from peerreview.domain.reviewclock import ClockRules
from peerreview.enums.reviews import DeadlineKind, PassedOver, ReviewKind, ReviewState
from peerreview.enums.services import Track
from peerreview.models import Accreditation, Deadline, Membership, Review, ReviewCycle, Service
from peerreview.queries.planning import plan_of
from peerreview.queries.reviewchecks import findings
from portal.history.models import LedgerEntry
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories import accreditation as accredited
from tests.factories.peerreviews import HostRoleFactory, ReviewCycleFactory, ReviewFactory, edition_in_force
from tests.factories.people import AffiliationFactory, region
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
@remembered
def cycle() -> ReviewCycle:
    edition_in_force("small")
    return ReviewCycleFactory()


def member(track: Track = Track.FULL, standard_set: str = "small", **fields: object) -> Service:
    service: Service = ServiceFactory()
    MembershipFactory(service=service, track=track, standard_set=standard_set, **fields)
    return service


def opened(manager: User, at: datetime, label: str = "2026-27", **fields: date) -> ReviewCycle:
    days = {"opens_on": date(2026, 9, 7), "closes_on": date(2027, 8, 31), **fields}
    return open_cycle(label=label, title="The year", rules=ClockRules(draft_days=15), by=manager, at=at, **days)


def test_a_cycle_is_opened_with_its_clock_and_stands_in_the_ledger(manager: User, noon: datetime) -> None:
    cycle = opened(manager, noon)
    assert cycle.rules == ClockRules(draft_days=15)
    assert LedgerEntry.objects.get(kind="peer_review.cycle_opened").facts["label"] == "2026-27"
    with pytest.raises(Refused, match="already here"):
        opened(manager, noon)
    with pytest.raises(Refused, match="before it opens"):
        opened(manager, noon, "2027", closes_on=date(2026, 9, 7))
    with pytest.raises(PermissionDenied):
        opened(person("administrator"), noon, "2028")


def test_planning_writes_exactly_what_the_preview_said(manager: User, cycle: ReviewCycle, noon: datetime) -> None:
    full, accreditation = member(), member(Track.ACCREDITATION)
    associate, without = member(Track.ASSOCIATE), member(standard_set="nothing-like-it")
    joins = member(starts_on=date(2026, 12, 1))
    host = HostRoleFactory(service=full).person
    plan = plan_of(manager, cycle, noon)
    said = {(row.service.pk, row.kind, row.clock_from, tuple(row.deadlines.items())) for row in plan.reviews}
    assert {(service, why) for service, why in plan.passed_over} == {
        (associate, PassedOver.ASSOCIATE),
        (without, PassedOver.NO_EDITION),
    }
    assert not Review.objects.exists()
    plan_reviews(cycle=cycle, by=manager, at=noon)
    written = {
        (
            review.service_id,
            ReviewKind(review.kind),
            review.clock_from,
            tuple((DeadlineKind(row.kind), row.due_on) for row in review.deadlines.order_by("due_on")),
        )
        for review in Review.objects.all()
    }
    assert written == said
    assert Review.objects.get(service=joins).clock_from == date(2026, 12, 1)
    assert Review.objects.get(service=accreditation).deadlines.get(kind="self_review").due_on == date(2027, 1, 25)
    assert list(Notification.objects.values_list("person", "event")) == [(host.pk, "peer_review.planned")]
    assert list(findings(noon)) == []


def test_planning_again_adds_only_who_has_joined(manager: User, cycle: ReviewCycle, noon: datetime) -> None:
    member()
    assert len(plan_reviews(cycle=cycle, by=manager, at=noon)) == 1
    late = member(starts_on=noon.date())
    assert [review.service for review in plan_reviews(cycle=cycle, by=manager, at=noon)] == [late]
    assert plan_reviews(cycle=cycle, by=manager, at=noon) == []


def test_holidays_are_those_of_the_services_nation(manager: User, cycle: ReviewCycle, noon: datetime) -> None:
    service = ServiceFactory(region=region("WAL"))
    MembershipFactory(service=service, standard_set="small")
    plan_reviews(cycle=cycle, by=manager, at=noon)
    # Eight weeks after 2 November is 28 December, a bank holiday.
    assert Deadline.objects.get(review__service=service, kind="self_review").due_on == date(2026, 12, 29)


def test_a_manager_plans_no_service_they_host_or_are_conflicted_with(
    manager: User, cycle: ReviewCycle, noon: datetime
) -> None:
    hosted, conflicted, other = member(), member(), member()
    HostRoleFactory(service=hosted, person=manager)
    AffiliationFactory(person=manager, organisation=conflicted.owner)
    plan = plan_of(manager, cycle, noon)
    assert [row.service for row in plan.reviews] == [other]
    assert plan.passed_over == []
    for service in (hosted, conflicted):
        with pytest.raises(PermissionDenied):
            one(manager, cycle, service, noon)


def test_the_interim_review_of_an_accreditation_is_planned_in_the_cycle_in_which_it_falls(
    manager: User, cycle: ReviewCycle, noon: datetime
) -> None:
    case = accredited.before_panel()
    accredited.decided(case)
    award = Accreditation.objects.get()
    Membership.objects.filter(service=award.service).update(standard_set="typed", ends_on=None)
    assert ReviewKind.INTERIM not in {row.kind for row in plan_of(manager, cycle, noon).reviews}
    following = opened(manager, noon, "2027-28", opens_on=date(2027, 9, 6), closes_on=date(2028, 8, 31))
    planned = [row for row in plan_of(manager, following, noon).reviews if row.kind is ReviewKind.INTERIM]
    assert [(row.service, row.edition.set.code) for row in planned] == [(award.service, "typed")]
    assert planned[0].clock_from == award.interim_on - timedelta(weeks=16)
    assert planned[0].deadlines[DeadlineKind.VISIT] <= award.interim_on
    plan_reviews(cycle=following, by=manager, at=noon)
    assert Review.objects.get(kind=ReviewKind.INTERIM).service == award.service
    assert plan_of(manager, following, noon).reviews == []
    # Once is enough: the cycle after does not ask again.
    later = opened(manager, noon, "2028-29", opens_on=date(2028, 9, 4), closes_on=date(2029, 8, 31))
    assert ReviewKind.INTERIM not in {row.kind for row in plan_of(manager, later, noon).reviews}


def one(
    manager: User,
    cycle: ReviewCycle,
    service: Service,
    at: datetime,
    kind: ReviewKind = ReviewKind.INTERIM,
    on: date = date(2026, 12, 1),
) -> Review:
    return plan_one(cycle=cycle, service=service, kind=kind, clock_from=on, reason="Eighteen months", by=manager, at=at)


def test_one_review_is_planned_by_hand_in_the_cycle_and_once(manager: User, cycle: ReviewCycle, noon: datetime) -> None:
    service = member()
    review = one(manager, cycle, service, noon)
    assert (review.kind, review.state, review.edition.set.code) == (ReviewKind.INTERIM, ReviewState.PLANNED, "small")
    for words, fields in (
        ("already", {}),
        ("lie in the cycle", {"kind": ReviewKind.FOCUSED, "on": date(2027, 8, 31)}),
    ):
        with pytest.raises(Refused, match=words):
            one(manager, cycle, service, noon, **fields)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not a member"):
        one(manager, cycle, ServiceFactory(), noon)


def test_the_clock_changes_with_a_reason_and_moves_no_day_that_stands(
    manager: User, cycle: ReviewCycle, noon: datetime
) -> None:
    member()
    plan_reviews(cycle=cycle, by=manager, at=noon)
    before = list(Deadline.objects.values_list("due_on", flat=True))
    set_clock(cycle=cycle, rules=ClockRules(self_review_weeks=10), reason="A long summer", by=manager, at=noon)
    assert list(Deadline.objects.values_list("due_on", flat=True)) == before
    assert ReviewCycle.objects.get().history.first().history_change_reason == "A long summer"
    with pytest.raises(Refused, match="already"):
        set_clock(cycle=cycle, rules=ClockRules(self_review_weeks=10), reason="Again", by=manager, at=noon)


def test_a_cycle_closes_when_nothing_in_it_waits_for_a_visit(manager: User, noon: datetime) -> None:
    review = ReviewFactory(state=ReviewState.SUBMITTED)
    with pytest.raises(Refused, match="not been visited"):
        close_cycle(cycle=review.cycle, reason="The year is over", by=manager, at=noon)
    cycle = ReviewFactory(state=ReviewState.ACTION_PLAN).cycle
    ReviewFactory(state=ReviewState.CANCELLED, cycle=cycle)
    close_cycle(cycle=cycle, reason="The year is over", by=manager, at=noon)
    with pytest.raises(Refused, match="closed"):
        plan_reviews(cycle=cycle, by=manager, at=noon)
