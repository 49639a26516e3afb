"""The day of a visit: begun from the default, changed only within its rules, agreed with the service."""

from dataclasses import replace
from datetime import time

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions import teams as team_actions
from peerreview.actions.timetables import (
    Part,
    agree_to_timetable,
    begin_timetable,
    remove_session,
    save_session,
    show_timetable,
)
from peerreview.enums.visits import SessionKind
from peerreview.models import Review, TeamSeat, Timetable, TimetableSession
from peerreview.queries.timetables import day_of_visit, planned_day
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.visits import arranged, planned, seated
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
EVENING = Part(SessionKind.EVIDENCE, time(17), time(18), "Office", leaders_present=False, seats=frozenset({1, 2}))


@pytest.fixture
def host() -> User:
    return person(name="Host lead")


@pytest.fixture
@remembered
def review(host: User) -> Review:
    return arranged(lead=host)


def of_kind(table: Timetable, kind: SessionKind) -> TimetableSession:
    return TimetableSession.objects.get(timetable=table, kind=kind)


def test_default_day_is_begun_once_by_who_leads_the_team(review: Review, host: User) -> None:
    for one in (host, seated(review, 2)):
        with pytest.raises(PermissionDenied):
            begin_timetable(review=review, by=one, at=NOON)
    table = planned(review)
    assert begin_timetable(review=review, by=seated(review, 1), at=NOON) == table
    assert len(planned_day(table)) == 12
    day = day_of_visit(table)
    assert day.flaws == []
    assert day.rows[0].people == [seated(review, n).name for n in range(1, 6)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": SessionKind.YOUNG_PEOPLE, "leaders_present": True}, "Leaders are not present"),
        ({"kind": SessionKind.YOUNG_PEOPLE, "seats": frozenset({5})}, "alone with a child"),
        ({"starts": time(10), "ends": time(10, 30)}, "two sessions at once"),
        ({"ends": time(16)}, "ends after it begins"),
    ],
)
def test_session_that_breaks_a_rule_is_refused(review: Review, change: dict[str, object], words: str) -> None:
    table = planned(review)
    part = replace(EVENING, **change)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=words):
        save_session(table=table, session=None, part=part, by=seated(review, 1), at=NOON)
    assert len(planned_day(table)) == 12


def test_day_is_agreed_with_the_service_and_open_again_when_it_changes(review: Review, host: User) -> None:
    lead, table = seated(review, 1), planned(review)
    with pytest.raises(PermissionDenied):
        agree_to_timetable(table=table, by=host, at=NOON)
    show_timetable(table=table, by=lead, at=NOON)
    assert Notification.objects.filter(person=host, event="peer_review.timetable_shown").exists()
    with pytest.raises(PermissionDenied):
        agree_to_timetable(table=table, by=lead, at=NOON)
    agree_to_timetable(table=table, by=host, at=NOON)
    assert Notification.objects.filter(person=lead, event="peer_review.timetable_agreed").exists()
    save_session(table=table, session=None, part=EVENING, by=lead, at=NOON)
    table.refresh_from_db()
    assert (table.agreed_at, table.shown_at) == (None, None)
    remove_session(table=table, session=of_kind(table, SessionKind.LUNCH), by=lead, at=NOON)
    assert SessionKind.LUNCH not in [one.kind for one in planned_day(table)]
    assert TimetableSession.objects.filter(timetable=table).count() == 13


def test_day_is_not_agreed_while_somebody_would_be_alone_with_a_child(review: Review, host: User) -> None:
    lead, table = seated(review, 1), planned(review)
    show_timetable(table=table, by=lead, at=NOON)
    expert = TeamSeat.objects.select_related("team__review", "person").get(team__review=review, number=5)
    team_actions.decline(seat=expert, reason="", by=expert.person, at=NOON)
    assert "Nobody is alone with a child" in " ".join(day_of_visit(table).flaws)
    with pytest.raises(Refused, match="alone with a child"):
        agree_to_timetable(table=table, by=host, at=NOON)
