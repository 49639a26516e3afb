"""The team says on which of the held days it can come: what counts, what follows, and who hears of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions import reviews as review_actions
from peerreview.actions import teams as team_actions
from peerreview.actions.visits import answer_days, fix_day, offer_days
from peerreview.announcements.visitreminders import days_wanted
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import Coming
from peerreview.models import DayReply, Review, TeamSeat, Visit
from peerreview.queries.visitcards import cards
from peerreview.queries.visitchecks import findings
from peerreview.queries.visits import calendar, day_table
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.visits import arranged, seated
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
DAYS = (date(2027, 3, 9), date(2027, 3, 17), date(2027, 3, 25))
OTHER = (date(2027, 4, 6), date(2027, 4, 14), date(2027, 4, 22))
CAN, IF_NEEDED, CANNOT = Coming.CAN, Coming.IF_NEEDED, Coming.CANNOT
HOUR = timedelta(hours=1)


@pytest.fixture
def lead() -> User:
    return person(name="Host lead")


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
@remembered
def review(lead: User, manager: User) -> Review:
    found = arranged(lead=lead)
    review_actions.postpone(review=found, reason="The boiler broke.", until=date(2027, 3, 1), by=manager, at=NOON)
    offer_days(review=read(found), days=DAYS, by=lead, at=NOON + HOUR)
    return read(found)


def read(review: Review) -> Review:
    return Review.objects.select_related("visit", "team", "service__region", "cycle").get(pk=review.pk)


def say(review: Review, number: int, *said: Coming, note: str = "", at: datetime = NOON + 2 * HOUR) -> None:
    days = Visit.objects.get(review=review).days
    coming = dict(zip(days, said or (CAN, CAN, CAN), strict=True))
    answer_days(review=read(review), coming=coming, note=note, by=seated(review, number), at=at)


def test_each_says_of_every_day_and_a_day_on_which_somebody_cannot_come_is_not_fixed(
    review: Review, manager: User
) -> None:
    say(review, 1)
    say(review, 2, CANNOT, IF_NEEDED, CAN, note="Not before eleven.")
    table = day_table(review)
    assert [line.count.cannot for line in table.days] == [1, 0, 0]
    assert [line.count.silent for line in table.days] == [3, 3, 3]
    assert [seat.number for seat in table.silent] == [3, 4, 5]
    name = seated(review, 2).name
    with pytest.raises(Refused, match=f"cannot|Not everybody has said.*{seated(review, 3).name}"):
        fix_day(review=read(review), day=DAYS[1], by=manager, at=NOON + 3 * HOUR)
    for number in (3, 4, 5):
        say(review, number)
    with pytest.raises(Refused, match=name):
        fix_day(review=read(review), day=DAYS[0], by=manager, at=NOON + 3 * HOUR)
    fix_day(review=read(review), day=DAYS[1], by=manager, at=NOON + 3 * HOUR)
    assert list(findings(NOON + 3 * HOUR)) == []
    with pytest.raises(PermissionDenied):
        say(review, 2, *(CAN,) * 1)


def test_who_cannot_come_keeps_the_day_no_longer_and_holds_it_again_when_they_can(review: Review) -> None:
    say(review, 2, CANNOT, CAN, CAN)
    second = seated(review, 2)
    held = {one.starts: one for one in calendar(second, NOON + 2 * HOUR)}
    assert [held[day].cancelled for day in DAYS] == [True, False, False]
    say(review, 2, CAN, CAN, CAN, at=NOON + 4 * HOUR)
    again = {one.starts: one for one in calendar(second, NOON + 4 * HOUR)}
    assert not again[DAYS[0]].cancelled
    # A calendar takes what has the higher number.
    assert again[DAYS[0]].sequence > held[DAYS[0]].sequence
    assert DayReply.objects.filter(person=second).count() == 3


def test_a_calendar_takes_that_a_day_is_free_although_much_was_said_of_it(review: Review, lead: User) -> None:
    for hours in (2, 3, 4):
        say(review, 2, at=NOON + hours * HOUR)
    second = seated(review, 2)
    held = {one.starts: one for one in calendar(second, NOON + 4 * HOUR)}
    offer_days(review=read(review), days=OTHER, by=lead, at=NOON + 5 * HOUR)
    freed = {one.starts: one for one in calendar(second, NOON + 5 * HOUR)}
    for day in DAYS:
        assert freed[day].cancelled
        assert freed[day].sequence > held[day].sequence


def test_other_days_ask_everybody_anew(review: Review, lead: User) -> None:
    say(review, 2, CANNOT, CAN, CAN)
    offer_days(review=read(review), days=OTHER, by=lead, at=NOON + 5 * HOUR)
    assert len(day_table(review).silent) == 5
    with pytest.raises(Refused, match="other days meanwhile"):
        answer_days(
            review=read(review),
            coming=dict.fromkeys(DAYS, CAN),
            by=seated(review, 2),
            at=NOON + 6 * HOUR,
        )


def test_who_left_and_came_again_has_said_nothing_yet(review: Review) -> None:
    say(review, 3, CANNOT, CANNOT, CANNOT)
    seat = TeamSeat.objects.get(team__review=review, number=3)
    TeamSeat.objects.filter(pk=seat.pk).update(invited_at=NOON + 9 * HOUR, since=NOON + 9 * HOUR)
    assert 3 in [one.number for one in day_table(review).silent]
    assert list(findings(NOON + 9 * HOUR)) == []


def test_the_lead_and_who_runs_it_hear_once_that_everybody_has_said(review: Review, manager: User) -> None:
    told = Notification.objects.filter(event="peer_review.days_answered")
    for number in (2, 3, 4, 5):
        say(review, number)
    assert not told.exists()
    say(review, 1)
    say(review, 2, CANNOT, CAN, CAN, at=NOON + 3 * HOUR)
    assert set(told.values_list("person", flat=True)) == {manager.pk}
    assert told.count() == 1


def test_who_has_not_said_is_asked_on_today_and_reminded_until_they_do(review: Review) -> None:
    second, third = seated(review, 2), seated(review, 3)
    say(review, 2)
    address = f"/reviews/{review.pk}/visit/days/"
    assert address not in [card.href for card in cards(second, NOON + 3 * HOUR)]
    assert address in [card.href for card in cards(third, NOON + 3 * HOUR)]
    until = NOON + timedelta(days=11)
    due = [one for one in days_wanted(NOON, until) if third.pk in one.people]
    assert [one.due.date() for one in due] == [date(2026, 11, 5), date(2026, 11, 12)]
    assert not [one for one in days_wanted(NOON, until) if second.pk in one.people]
    assert list(days_wanted(NOON, NOON + timedelta(days=2))) == []


def test_nobody_but_the_team_says_it(review: Review, lead: User, manager: User) -> None:
    for who in (lead, manager, person("reviewer")):
        with pytest.raises(PermissionDenied):
            answer_days(review=read(review), coming=dict.fromkeys(DAYS, CAN), by=who, at=NOON + 2 * HOUR)
    seat = TeamSeat.objects.select_related("team__review").get(team__review=review, number=4)
    gone = seated(review, 4)
    team_actions.decline(seat=seat, reason="Ill.", by=gone, at=NOON + 2 * HOUR)
    with pytest.raises(PermissionDenied):
        answer_days(review=read(review), coming=dict.fromkeys(DAYS, CAN), by=gone, at=NOON + 3 * HOUR)


def test_a_day_fixed_past_the_acts_is_found(review: Review, manager: User) -> None:
    say(review, 2, CANNOT, CAN, CAN)
    Visit.objects.filter(review=review).update(confirmed_on=DAYS[0], confirmed_by=manager)
    assert [one for one in findings(NOON + 3 * HOUR) if "cannot come" in one]
    TeamSeat.objects.filter(team__review=review, number=2).update(state=SeatState.OPEN, person=None)
    assert not [one for one in findings(NOON + 3 * HOUR) if "cannot come" in one]
