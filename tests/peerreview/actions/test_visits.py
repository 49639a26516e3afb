"""Days are held until one is fixed, follow everybody's calendar, and are free again when the visit is postponed."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from icalendar import Calendar

from peerreview.actions import reviews as review_actions
from peerreview.actions import teams as team_actions
from peerreview.actions.visits import fix_day, offer_days, record_attendance
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import DayState
from peerreview.models import Absence, Deadline, HeldDay, Review, TeamSeat, Visit
from peerreview.queries.teams import may_take
from peerreview.queries.visits import calendar
from portal.notifications import ics
from portal.notifications.actions.sending import send_waiting
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewers import DAYS, ReviewerFactory, VisitFactory, reviewers, with_team
from tests.factories.visits import VISITED, answered, arranged, seated
from tests.people import person
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = pytest.mark.django_db
LATER = (date(2027, 3, 9), date(2027, 3, 17), date(2027, 3, 25))


@pytest.fixture
def lead() -> User:
    return person(name="Host lead")


@pytest.fixture
def manager() -> User:
    return person("programme_manager", name="Manager")


@pytest.fixture
@remembered
def review(lead: User) -> Review:
    return arranged(lead=lead)


def states(review: Review) -> dict[date, str]:
    return dict(HeldDay.objects.filter(visit__review=review).values_list("day", "state"))


def postpone(review: Review, by: User) -> Review:
    return review_actions.postpone(review=review, reason="The boiler broke.", until=date(2027, 3, 1), by=by, at=NOON)


def test_three_days_are_held_and_one_is_fixed_with_the_team(lead: User, manager: User) -> None:
    review: Review = ReviewFactory(lead=lead)
    offer_days(review=review, days=DAYS, by=lead, at=NOON)
    assert set(states(review).values()) == {DayState.HELD}
    people = reviewers()
    pairs = [(one.kind, one.person) for one in people]
    team_actions.choose_team(review=review, day=DAYS[1], people=pairs, by=manager, at=NOON)
    assert states(review) == {DAYS[0]: "freed", DAYS[1]: "confirmed", DAYS[2]: "freed"}
    assert Notification.objects.get(person=lead, event="peer_review.visit_fixed").title == (
        "The visit is on 10 February 2027"
    )


def test_postponing_frees_the_days_and_new_ones_are_held_for_the_team_until_one_is_fixed(
    review: Review, lead: User, manager: User
) -> None:
    review = postpone(review, manager)
    visit = Visit.objects.get(review=review)
    assert (visit.confirmed_on, visit.days) == (None, ())
    offer_days(review=review, days=LATER, by=lead, at=NOON)
    second = seated(review, 2)
    assert {one.starts for one in calendar(second, NOON) if one.tentative} == set(LATER)
    leads = seated(review, 1)
    with pytest.raises(PermissionDenied):
        fix_day(review=review, day=LATER[1], by=second, at=NOON)
    answered(review)
    fix_day(review=review, day=LATER[1], by=leads, at=NOON)
    assert [one.starts for one in calendar(second, NOON) if not one.cancelled] == [LATER[1]]
    assert Visit.objects.get(review=review).confirmed_by == leads


def test_who_holds_three_days_for_a_visit_is_free_on_none_of_them_for_another(
    review: Review, lead: User, manager: User
) -> None:
    review = postpone(review, manager)
    offer_days(review=review, days=LATER, by=lead, at=NOON)
    other: Review = ReviewFactory(cycle=review.cycle)
    VisitFactory(review=other, first_on=LATER[0], second_on=LATER[1], third_on=LATER[2])
    person_key = seated(review, 2).pk
    assert not may_take(other, "peer", person_key, LATER[0], NOON, beside=[])
    # Another free reviewer may: what keeps the first is the hold alone.
    assert may_take(other, "peer", ReviewerFactory().person_id, LATER[0], NOON, beside=[])
    answered(review)
    fix_day(review=review, day=LATER[1], by=manager, at=NOON)
    assert may_take(other, "peer", person_key, LATER[0], NOON, beside=[])
    assert not may_take(other, "peer", person_key, LATER[1], NOON, beside=[])


def test_a_day_on_which_somebody_of_the_team_visits_elsewhere_cannot_be_fixed(
    review: Review, lead: User, manager: User
) -> None:
    review = postpone(review, manager)
    offer_days(review=review, days=(DAYS[0], *LATER[1:]), by=lead, at=NOON)
    busy = TeamSeat.objects.select_related("person__reviewer_profile").get(team__review=review, number=2).person
    assert busy is not None
    other: Review = ReviewFactory(cycle=review.cycle)
    with_team(other, [ReviewerFactory(kind="lead"), busy.reviewer_profile])
    answered(review)
    with pytest.raises(Refused, match=busy.name):
        fix_day(review=review, day=DAYS[0], by=manager, at=NOON)
    fix_day(review=review, day=LATER[1], by=manager, at=NOON)


def test_letters_bring_the_day_and_its_cancellation_under_the_same_name(lead: User, manager: User) -> None:
    review: Review = ReviewFactory(lead=lead, state=ReviewState.SUBMITTED)
    offer_days(review=review, days=DAYS, by=lead, at=NOON)
    pairs = [(one.kind, one.person) for one in reviewers()]
    team_actions.choose_team(review=review, day=DAYS[1], people=pairs, by=manager, at=NOON)
    send_waiting(at=NOON)
    fixed = _dates(lead)
    postpone(review, manager)
    send_waiting(at=NOON + timedelta(minutes=1))
    freed = _dates(lead)
    name = f"visit-{review.visit.pk}-20270210@hearth"
    assert (fixed[name]["STATUS"], fixed[name]["SEQUENCE"]) == ("CONFIRMED", 1)
    assert (freed[name]["STATUS"], freed[name]["SEQUENCE"]) == ("CANCELLED", 2)
    assert fixed.keys() == freed.keys()


def _dates(to: User) -> dict[str, Calendar]:
    """Return the entries of the last letter with dates."""
    letters = [one for one in mail.outbox if to.email in one.to and one.attachments]
    name, body, kind = letters[-1].attachments[0]
    assert (name, kind) == ("dates.ics", "text/calendar")
    return {str(one["UID"]): one for one in Calendar.from_ical(body).walk("VEVENT")}


def test_calendars_name_no_service_and_nobody_else_has_the_day(review: Review, manager: User) -> None:
    offer = postpone(review, manager)
    offer_days(review=offer, days=LATER, by=manager, at=NOON)
    written = ics.calendar(calendar(seated(review, 2), NOON), name="Visits").decode()
    assert review.service.name not in written
    assert "TENTATIVE" in written
    assert list(calendar(person("reviewer"), NOON)) == []
    assert list(calendar(manager, NOON)) == []


def test_recording_who_was_there_begins_the_draft(review: Review) -> None:
    leads = seated(review, 1)
    with pytest.raises(PermissionDenied):
        record_attendance(review=review, missing={}, by=leads, at=VISITED - timedelta(days=1))
    with pytest.raises(Refused, match="why"):
        record_attendance(review=review, missing={3: " "}, by=leads, at=VISITED)
    with pytest.raises(PermissionDenied):
        record_attendance(review=review, missing={}, by=seated(review, 2), at=VISITED)
    done = record_attendance(review=review, missing={3: "Ill since the morning."}, by=leads, at=VISITED)
    assert done.state == ReviewState.DRAFTING
    kept = dict(TeamSeat.objects.filter(team__review=review).values_list("number", "state"))
    assert kept == {n: SeatState.CONFIRMED if n == 3 else SeatState.ATTENDED for n in range(1, 6)}
    absence = Absence.objects.get()
    assert (absence.person, absence.reason) == (seated(review, 3), "Ill since the morning.")
    assert Deadline.objects.get(review=review, kind=DeadlineKind.VISIT).done_at == VISITED
    with pytest.raises(PermissionDenied):
        record_attendance(review=review, missing={}, by=leads, at=VISITED)


class TestArrow(TestCase):
    """Invariant 17 of the arrow to drafting: whatever is tried on whichever day, no draft without attendance."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.host = person(name="Host lead")
        cls.review = arranged(lead=cls.host)
        cls.manager = person("programme_manager")

    @settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["postpone", "offer", "answer", "fix", "schedule", "attend"]),
                st.integers(-30, 60),
                st.frozensets(st.integers(1, 6)),
            ),
            min_size=1,
            max_size=7,
        )
    )
    def test_nothing_is_drafted_before_somebody_said_who_was_there(
        self, tried: list[tuple[str, int, frozenset[int]]]
    ) -> None:
        for act, days, missing in tried:
            at = VISITED + timedelta(days=days)
            review = Review.objects.get(pk=self.review.pk)
            try:
                self.do(act, review, missing, at)
            except (Refused, PermissionDenied):
                continue
            visit = Visit.objects.get(review=review)
            drafted = Review.objects.get(pk=review.pk).state == ReviewState.DRAFTING
            assert drafted == (visit.attendance_at is not None)
            if drafted and visit.confirmed_on and visit.attendance_at:
                assert visit.confirmed_on <= visit.attendance_at.date()
                seats = TeamSeat.objects.filter(team__review=review, person__isnull=False)
                assert seats.filter(state=SeatState.ATTENDED).exists()
                absent = set(Absence.objects.values_list("seat__number", flat=True))
                assert absent == set(seats.exclude(state=SeatState.ATTENDED).values_list("number", flat=True))

    def do(self, act: str, review: Review, missing: frozenset[int], at: datetime) -> None:
        today = at.date()
        if act == "postpone":
            review_actions.postpone(
                review=review, reason="Snow.", until=today + timedelta(days=9), by=self.manager, at=at
            )
        elif act == "offer":
            monday = today + timedelta(days=7 - today.weekday())
            days = [monday + timedelta(days=n) for n in (0, 1, 2)]
            offer_days(review=review, days=days, by=self.host, at=at)
        elif act == "answer":
            answered(review, at=at)
        elif act == "fix":
            day = review.visit.days[0] if review.visit.days else today
            fix_day(review=review, day=day, by=self.manager, at=at)
        elif act == "schedule":
            review_actions.schedule(review=review, by=self.manager, at=at)
        else:
            record_attendance(review=review, missing=dict.fromkeys(missing, "Ill."), by=self.manager, at=at)


def test_a_visit_to_which_nobody_came_has_not_been(review: Review) -> None:
    with pytest.raises(Refused, match="Postpone"):
        record_attendance(review=review, missing=dict.fromkeys(range(1, 6), "Snow."), by=seated(review, 1), at=VISITED)
