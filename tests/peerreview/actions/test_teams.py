"""Teams: chosen seat by seat, shown, objected to once, invited, answered, confirmed; a seat reopens when left."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions import teams as actions
from peerreview.actions.visits import offer_days
from peerreview.domain.teams import Lack
from peerreview.enums.reviewers import ReviewerKind
from peerreview.enums.teams import LeavingKind, SeatState
from peerreview.models import Review, ReviewerProfile, SeatLeaving, Team, TeamSeat
from peerreview.queries.readiness import visit_facts
from peerreview.queries.teams import lacks_of
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewers import DAYS, ROLES, ReviewerFactory, VisitFactory, reviewers, with_team
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return person(name="Host lead")


@pytest.fixture
def manager() -> User:
    return person("programme_manager", name="Manager")


@pytest.fixture
@remembered
def review(lead: User) -> Review:
    row: Review = ReviewFactory(lead=lead)
    VisitFactory(review=row, offered_by=lead)
    return row


@pytest.fixture
@remembered
def people() -> list[ReviewerProfile]:
    return reviewers()


def choose(review: Review, people: list[ReviewerProfile], by: User, day: date = DAYS[1]) -> Team:
    pairs = [(role, one.person) for role, one in zip(ROLES, people, strict=False)]
    return actions.choose_team(review=review, day=day, people=pairs, by=by, at=NOON)


def seat_of(team: Team, person: User) -> TeamSeat:
    return TeamSeat.objects.select_related("team__review", "person").get(team=team, person=person)


def states(team: Team) -> list[str]:
    return list(TeamSeat.objects.filter(team=team).order_by("number").values_list("state", flat=True))


def test_team_goes_all_the_way_from_days_to_confirmed(
    review: Review, people: list[ReviewerProfile], manager: User, lead: User
) -> None:
    team = choose(review, people, manager)
    review.refresh_from_db()
    assert review.visit.confirmed_on == DAYS[1]
    assert states(team) == [SeatState.PROPOSED] * 5
    assert not Notification.objects.filter(person=people[0].person).exists()

    actions.show_team(team=team, by=manager, at=NOON)
    assert Notification.objects.filter(person=lead, event="peer_review.team_shown").count() == 1
    actions.agree_to_team(team=team, by=lead, at=NOON)
    actions.invite(team=team, by=manager, at=NOON)
    for one in people:
        assert Notification.objects.get(person=one.person).event == "peer_review.team_invited"
        actions.accept(seat=seat_of(team, one.person), by=one.person, at=NOON)
    assert not visit_facts(Review.objects.get(pk=review.pk)).team_valid
    team.refresh_from_db()
    team = actions.confirm_team(team=team, exception="", by=manager, at=NOON)
    assert states(team) == [SeatState.CONFIRMED] * 5
    facts = visit_facts(Review.objects.get(pk=review.pk))
    assert (facts.team_valid, facts.date_confirmed) == (True, True)


def test_seat_that_is_declined_opens_again_and_the_person_is_not_proposed_there_again(
    review: Review, people: list[ReviewerProfile], manager: User
) -> None:
    team = with_team(review, people, state=SeatState.INVITED)
    expert = people[-1].person
    actions.decline(seat=seat_of(team, expert), reason="Half-term", by=expert, at=NOON)
    seat = TeamSeat.objects.select_related("team__review").get(team=team, number=5)
    assert (seat.state, seat.person) == (SeatState.OPEN, None)
    assert SeatLeaving.objects.get(team=team).kind == LeavingKind.DECLINED
    told = Notification.objects.filter(person=manager, event="peer_review.team_declined")
    assert told.count() == 1
    with pytest.raises(Refused):
        actions.fill_seat(seat=seat, person=expert, by=manager, at=NOON)
    another = ReviewerFactory(kind=ReviewerKind.EXPERT)
    seat = actions.fill_seat(seat=seat, person=another.person, by=manager, at=NOON)
    assert seat.state == SeatState.PROPOSED


def test_confirmed_team_that_loses_somebody_is_not_confirmed_any_more(
    review: Review, people: list[ReviewerProfile], manager: User
) -> None:
    team = with_team(review, people, state=SeatState.CONFIRMED)
    assert visit_facts(Review.objects.get(pk=review.pk)).team_valid
    one = people[1].person
    actions.decline(seat=seat_of(team, one), reason="", by=one, at=NOON)
    assert not visit_facts(Review.objects.get(pk=review.pk)).team_valid


def test_host_lead_may_object_once_and_the_person_learns_nothing(
    review: Review, people: list[ReviewerProfile], manager: User, lead: User
) -> None:
    team = choose(review, people, manager)
    with pytest.raises(PermissionDenied):
        actions.object_to(seat=seat_of(team, people[1].person), reason="A neighbour", by=lead, at=NOON)
    actions.show_team(team=team, by=manager, at=NOON)
    actions.object_to(seat=seat_of(team, people[1].person), reason="A neighbour", by=lead, at=NOON)
    assert states(team).count(SeatState.OPEN) == 1
    assert not Notification.objects.filter(person=people[1].person).exists()
    with pytest.raises(PermissionDenied):
        actions.object_to(seat=seat_of(team, people[2].person), reason="Another", by=lead, at=NOON)


@pytest.mark.parametrize("who", ["member", "administrator", "reviewer"])
def test_nobody_but_who_runs_the_review_gives_seats(review: Review, people: list[ReviewerProfile], who: str) -> None:
    with pytest.raises(PermissionDenied):
        choose(review, people, person() if who == "member" else person(who))


def test_team_that_lacks_somebody_stands_only_with_a_named_exception(
    review: Review, people: list[ReviewerProfile], manager: User
) -> None:
    team = with_team(review, people[:4])
    assert lacks_of(team) == [Lack.EXPERT]
    with pytest.raises(Refused):
        actions.confirm_team(team=team, exception="  ", by=manager, at=NOON)
    team = actions.confirm_team(team=team, exception="The expert is ill; we go without.", by=manager, at=NOON)
    assert team.exception_by == manager
    assert visit_facts(Review.objects.get(pk=review.pk)).team_valid


def test_team_is_not_confirmed_while_somebody_has_not_answered(
    review: Review, people: list[ReviewerProfile], manager: User
) -> None:
    team = with_team(review, people, state=SeatState.INVITED)
    with pytest.raises(Refused):
        actions.confirm_team(team=team, exception="Never mind", by=manager, at=NOON)


def test_nobody_is_given_two_visits_on_one_day_or_one_above_their_cap(
    review: Review, people: list[ReviewerProfile], manager: User
) -> None:
    choose(review, people, manager)
    other = ReviewFactory(cycle=review.cycle)
    VisitFactory(review=other)
    with pytest.raises(Refused):
        choose(other, people[:1], manager)
    choose(other, people[:1], manager, day=DAYS[2])
    people[1].cap = 1
    people[1].save()
    third = ReviewFactory(cycle=review.cycle)
    VisitFactory(review=third)
    with pytest.raises(Refused):
        actions.choose_team(review=third, day=DAYS[0], people=[("peer", people[1].person)], by=manager, at=NOON)


def test_only_the_person_asked_answers(review: Review, people: list[ReviewerProfile], manager: User) -> None:
    team = with_team(review, people, state=SeatState.INVITED)
    for somebody in (people[1].person, manager):
        with pytest.raises(PermissionDenied):
            actions.accept(seat=seat_of(team, people[0].person), by=somebody, at=NOON)


@pytest.mark.parametrize(
    "days",
    [
        [DAYS[0], DAYS[0] + timedelta(days=7), DAYS[0] + timedelta(days=14)],
        [DAYS[0], DAYS[0], DAYS[1]],
        [DAYS[0], DAYS[1], date(2026, 11, 2)],
        [DAYS[0], DAYS[1], date(2027, 2, 6)],
    ],
)
def test_days_that_cannot_stand_are_refused(review: Review, lead: User, days: list[date]) -> None:
    with pytest.raises(Refused):
        offer_days(review=review, days=days, by=lead, at=NOON)


def test_days_are_offered_by_the_lead_until_one_is_fixed(
    review: Review, lead: User, manager: User, people: list[ReviewerProfile]
) -> None:
    offer_days(review=review, days=[DAYS[2], DAYS[0], DAYS[1]], by=lead, at=NOON)
    choose(review, people, manager)
    review.refresh_from_db()
    with pytest.raises(PermissionDenied):
        offer_days(review=Review.objects.get(pk=review.pk), days=DAYS, by=lead, at=NOON)
