"""A team is chosen while all three days are held: it says first when it can come, then one is fixed, then it stands."""

from datetime import date, timedelta

import pytest

from peerreview.actions import teams as actions
from peerreview.actions.visits import answer_days, fix_day, offer_days
from peerreview.announcements.teamevents import visible_leavings
from peerreview.announcements.visitreminders import days_wanted
from peerreview.enums.teams import LeavingKind, SeatState
from peerreview.enums.visits import Coming
from peerreview.models import Availability, Review, ReviewerProfile, SeatLeaving, Team, TeamSeat, Visit
from peerreview.queries.teams import candidates, may_take
from peerreview.queries.visits import choices
from portal.history.writing import delete_with_history, save_with_history
from portal.notifications.models import Notification
from portal.notifications.queries.notices import visible_notices
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewers import DAYS, ROLES, ReviewerFactory, VisitFactory, reviewers
from tests.factories.visits import answered, seated
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def manager() -> User:
    return person("programme_manager", name="Manager")


@pytest.fixture
def lead() -> User:
    return person(name="Host lead")


@pytest.fixture
@remembered
def people() -> list[ReviewerProfile]:
    return reviewers()


@pytest.fixture
@remembered
def team(lead: User, manager: User, people: list[ReviewerProfile]) -> Team:
    review: Review = ReviewFactory(lead=lead)
    offer_days(review=review, days=DAYS, by=lead, at=NOON)
    pairs = [(role, one.person) for role, one in zip(ROLES, people, strict=True)]
    return actions.choose_team(review=review, day=DAYS[1], people=pairs, holds=True, by=manager, at=NOON)


def invite(team: Team, manager: User, lead: User) -> None:
    actions.show_team(team=team, by=manager, at=NOON)
    actions.agree_to_team(team=team, by=lead, at=NOON)
    actions.invite(team=team, by=manager, at=NOON)


def accept(team: Team, *numbers: int) -> None:
    for seat in TeamSeat.objects.filter(team=team, number__in=numbers or range(1, 6)).select_related("team__review"):
        assert seat.person is not None
        actions.accept(seat=seat, by=seat.person, at=NOON)


def read(team: Team) -> Review:
    return Review.objects.select_related("visit", "team", "service", "cycle").get(pk=team.review_id)


def take_days_from(profile: ReviewerProfile, *days: date) -> None:
    """Leave somebody free on these days only."""
    delete_with_history(Availability.objects.get(profile=profile), by=None, reason="Planted", at=NOON)
    for day in days:
        row = Availability(profile=profile, starts_on=day, ends_on=day + timedelta(days=1))
        save_with_history(row, by=None, reason="Planted", at=NOON)


def test_days_stay_held_until_everybody_has_said_and_the_team_is_confirmed_for_the_day(
    team: Team, lead: User, manager: User
) -> None:
    assert Visit.objects.get(review=team.review_id).days == DAYS
    invite(team, manager, lead)
    accept(team)
    with pytest.raises(Refused, match="Fix the day first"):
        actions.confirm_team(team=team, exception="", by=manager, at=NOON)
    with pytest.raises(Refused, match="Not everybody has said"):
        fix_day(review=read(team), day=DAYS[2], by=seated(read(team), 1), at=NOON)
    with pytest.raises(Refused, match="or has not said"):
        actions.choose_team(review=read(team), day=DAYS[2], people=[], by=manager, at=NOON)
    answered(read(team), cannot={2: DAYS[:1]})
    found = choices(read(team), DAYS, NOON)
    assert [(one.count.can, one.cannot) for one in found] == [(4, (seated(read(team), 2).name,)), (5, ()), (5, ())]
    fix_day(review=read(team), day=DAYS[2], by=seated(read(team), 1), at=NOON)
    assert actions.confirm_team(team=team, exception="", by=manager, at=NOON).confirmed_at == NOON


def test_who_is_invited_answers_and_may_be_silent_but_not_be_kept_away(team: Team, lead: User, manager: User) -> None:
    invite(team, manager, lead)
    accept(team, 1, 2, 3, 4)
    expert = seated(read(team), 5)
    answered(read(team))
    # The invitation is answered for the day that is fixed.
    assert choices(read(team), DAYS, NOON)[0].way.silent == frozenset()
    coming = dict.fromkeys(DAYS, Coming.CAN) | {DAYS[0]: Coming.CANNOT}
    answer_days(review=read(team), coming=coming, note="Examination.", by=expert, at=LATER)
    with pytest.raises(Refused, match=expert.name):
        fix_day(review=read(team), day=DAYS[0], by=manager, at=LATER)
    fix_day(review=read(team), day=DAYS[1], by=manager, at=LATER)
    assert TeamSeat.objects.get(team=team, number=5).state == SeatState.INVITED


def test_a_day_somebody_cannot_make_opens_their_seat_with_a_reason_and_only_for_who_runs_the_review(
    team: Team, lead: User, manager: User
) -> None:
    invite(team, manager, lead)
    accept(team)
    answered(read(team), cannot={3: DAYS[:2]})
    gone, leads = seated(read(team), 3), seated(read(team), 1)
    with pytest.raises(Refused, match="Only who runs the review"):
        fix_day(review=read(team), day=DAYS[0], instead="No other day.", by=leads, at=LATER)
    fix_day(review=read(team), day=DAYS[0], instead="No other day.", by=manager, at=LATER)
    leaving = SeatLeaving.objects.get(team=team)
    assert (leaving.person, leaving.kind, leaving.reason) == (gone, LeavingKind.DAY, "No other day.")
    assert TeamSeat.objects.get(team=team, number=3).state == SeatState.OPEN
    told = Notification.objects.filter(event="peer_review.seat_opened")
    assert [(one.person, one.subject_id, one.url) for one in told] == [(gone, leaving.pk, "/reviewing/")]
    assert "open again" in told[0].title
    assert read(team).service.name not in told[0].title
    assert told[0].pk in visible_notices(gone, LATER)
    assert visible_leavings(leads, [leaving.pk], LATER) == set()
    with pytest.raises(Refused, match="not complete"):
        actions.confirm_team(team=team, exception="", by=manager, at=LATER)


def test_no_reason_fixes_a_day_on_which_nobody_can_come(team: Team, lead: User, manager: User) -> None:
    invite(team, manager, lead)
    accept(team)
    answered(read(team), cannot=dict.fromkeys(range(1, 6), DAYS[:1]))
    with pytest.raises(Refused, match="Nobody on the team"):
        fix_day(review=read(team), day=DAYS[0], instead="The only one.", by=manager, at=LATER)


def test_a_rule_keeps_somebody_from_a_day_whatever_they_say(
    team: Team, people: list[ReviewerProfile], lead: User, manager: User
) -> None:
    invite(team, manager, lead)
    accept(team)
    take_days_from(people[1], DAYS[1], DAYS[2])
    answered(read(team))
    assert [one.cannot for one in choices(read(team), DAYS, NOON)] == [(people[1].person.name,), (), ()]
    with pytest.raises(Refused, match=people[1].person.name):
        fix_day(review=read(team), day=DAYS[0], by=manager, at=NOON)


def test_an_open_seat_goes_to_who_can_come_on_one_of_the_held_days(team: Team, manager: User) -> None:
    seat = TeamSeat.objects.select_related("team__review").get(team=team, number=2)
    actions.clear_seat(seat=seat, reason="Ill.", by=manager, at=NOON)
    on_one, on_none = ReviewerFactory(), ReviewerFactory()
    take_days_from(on_one, DAYS[2])
    take_days_from(on_none)
    offered = {one.reviewer for one in candidates(read(team), "peer", NOON, manager=manager, most=9)}
    assert on_one.person_id in offered
    assert on_none.person_id not in offered
    with pytest.raises(Refused, match="cannot take this seat"):
        actions.fill_seat(seat=seat, person=on_none.person, by=manager, at=NOON)
    actions.fill_seat(seat=seat, person=on_one.person, by=manager, at=NOON)
    # They were chosen for one of the days only: the others cannot be fixed past them.
    assert [one.cannot for one in choices(read(team), DAYS, NOON)] == [(on_one.person.name,), (on_one.person.name,), ()]


def test_who_cannot_come_on_a_held_day_is_free_on_it_for_another(team: Team, lead: User, manager: User) -> None:
    invite(team, manager, lead)
    accept(team)
    other: Review = ReviewFactory(cycle=read(team).cycle)
    VisitFactory(review=other)
    second = seated(read(team), 2).pk
    assert not may_take(other, "peer", second, DAYS[0], NOON, beside=[])
    answered(read(team), cannot={2: DAYS[:1]})
    assert may_take(other, "peer", second, DAYS[0], NOON, beside=[])
    assert not may_take(other, "peer", second, DAYS[1], NOON, beside=[])


def test_new_days_ask_everybody_again_who_is_invited_by_their_own_seat(team: Team, lead: User, manager: User) -> None:
    invite(team, manager, lead)
    accept(team, 1, 2, 3, 4)
    answered(read(team))
    days = [day + timedelta(days=35) for day in DAYS]
    offer_days(review=read(team), days=days, by=lead, at=LATER)
    seat = TeamSeat.objects.get(team=team, number=5)
    told = dict(Notification.objects.filter(event="peer_review.visit_held").values_list("person", "url"))
    assert told[seated(read(team), 5).pk] == f"/reviewing/invitations/{seat.pk}/days/"
    assert told[seated(read(team), 1).pk] == f"/reviews/{team.review_id}/visit/days/"
    with pytest.raises(Refused, match="Not everybody has said"):
        fix_day(review=read(team), day=days[0], by=manager, at=LATER)
    reminded = {key for one in days_wanted(LATER, LATER + timedelta(days=4)) for key in one.people}
    assert reminded == {seated(read(team), number).pk for number in range(1, 6)}
