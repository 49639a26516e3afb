"""Invariants 1, 3 and 4: one holder a seat, one seat a person, one chair a board, the national seat computed."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.chairs import end_chair_term, start_chair_term
from governance.actions.seats import appoint, end_appointment
from governance.domain.refusals import NotAllowed
from governance.enums.boards import AppointedHow, ChairTermKind
from governance.models import Appointment, ChairTerm
from governance.models.standing import standing_of
from governance.queries.seats import chair_of, holders
from portal.people.models import User
from tests.factories.governance import (
    AppointmentFactory,
    BoardRoleFactory,
    ChairTermFactory,
    SeatFactory,
    board_with_trustees,
    national_group,
)
from tests.factories.people import UserFactory
from tests.people import person
from tests.thorough import examples

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def _on(day: int) -> date:
    return DAY + timedelta(days=day)


def test_appoint_refuses_when_somebody_holds_the_seat_in_that_time(noon: datetime) -> None:
    held = AppointmentFactory(starts_on=_on(0), ends_on=_on(100))
    secretary = BoardRoleFactory(board=held.seat.board).person
    with pytest.raises(NotAllowed, match="holds this seat then"):
        appoint(
            seat=held.seat,
            person=UserFactory(),
            how=AppointedHow.AGREED,
            starts_on=_on(99),
            by=secretary,
            at=noon,
        )
    appoint(seat=held.seat, person=UserFactory(), how=AppointedHow.AGREED, starts_on=_on(100), by=secretary, at=noon)


def test_appoint_refuses_a_second_seat_on_the_same_board(noon: datetime) -> None:
    held = AppointmentFactory()
    other = SeatFactory(board=held.seat.board)
    secretary = BoardRoleFactory(board=held.seat.board).person
    with pytest.raises(NotAllowed, match="already holds a seat"):
        appoint(seat=other, person=held.person, how=AppointedHow.AGREED, starts_on=_on(0), by=secretary, at=noon)


@pytest.mark.parametrize("role", ["visitor", "trustee", "editor"])
def test_appoint_is_denied_to_whoever_does_not_keep_the_board(role: str, noon: datetime) -> None:
    held = AppointmentFactory()
    somebody = held.person if role == "trustee" else person(*(["editor"] if role == "editor" else []))
    with pytest.raises(PermissionDenied):
        appoint(
            seat=SeatFactory(board=held.seat.board),
            person=UserFactory(),
            how=AppointedHow.AGREED,
            starts_on=_on(0),
            by=somebody,
            at=noon,
        )


def test_the_database_itself_refuses_two_holders_of_one_seat() -> None:
    held = AppointmentFactory(starts_on=_on(0), ends_on=_on(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(seat=held.seat, starts_on=_on(9))
    AppointmentFactory(seat=held.seat, starts_on=_on(10))


def test_the_database_itself_refuses_two_chairs_of_one_board() -> None:
    term = ChairTermFactory(starts_on=_on(0), ends_on=_on(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        ChairTermFactory(appointment=term.appointment, starts_on=_on(5), ends_on=_on(20))


def test_start_chair_term_refuses_more_than_six_months(noon: datetime) -> None:
    held = AppointmentFactory()
    secretary = BoardRoleFactory(board=held.seat.board).person
    with pytest.raises(NotAllowed, match="six months"):
        start_chair_term(
            appointment=held,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 7, 2),
            why_picked="Longest waiting.",
            by=secretary,
            at=noon,
        )


def test_the_national_seat_follows_the_chair_at_every_instant(noon: datetime) -> None:
    small = board_with_trustees()
    group = national_group([small.board])
    assert [holder.person for holder in holders(group, noon)] == [small.chair]
    assert group.pk in standing_of(small.chair, noon).trustee_of
    term = chair_of(small.board, noon)
    assert term is not None
    end_chair_term(term=term, ends_on=date(2026, 10, 1), why="Resigned the chair.", by=small.secretary, at=noon)
    acting = chair_of(small.board, noon)
    assert acting is not None
    assert acting.kind == ChairTermKind.ACTING
    assert [holder.person for holder in holders(group, noon)] == [acting.appointment.person]
    assert group.pk not in standing_of(User.objects.get(pk=small.chair.pk), noon).trustee_of
    other = Appointment.objects.get(person=small.trustees["providers"][0])
    start_chair_term(appointment=other, starts_on=noon.date(), why_picked="Next in turn.", by=small.secretary, at=noon)
    assert [holder.person for holder in holders(group, noon)] == [other.person]


def test_a_chair_who_leaves_their_seat_leaves_the_chair(noon: datetime) -> None:
    small = board_with_trustees()
    term = chair_of(small.board, noon)
    assert term is not None
    end_appointment(
        appointment=term.appointment, ends_on=date(2026, 11, 1), why="Moved away.", by=small.secretary, at=noon
    )
    now = chair_of(small.board, noon)
    assert now is not None
    assert now.appointment.person != small.chair
    assert ChairTerm.objects.get(pk=term.pk).ends_on == date(2026, 11, 1)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(periods=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), min_size=1, max_size=8))
def test_appointments_of_a_seat_never_overlap_whatever_is_asked(periods: list[tuple[int, int]], noon: datetime) -> None:
    with transaction.atomic():
        seat = SeatFactory()
        secretary = BoardRoleFactory(board=seat.board).person
        taken: list[tuple[int, int]] = []
        for start, length in periods:
            free = all(start + length <= a or b <= start for a, b in taken)
            try:
                appoint(
                    seat=seat,
                    person=UserFactory(),
                    how=AppointedHow.NOMINATED,
                    starts_on=_on(start),
                    ends_on=_on(start + length),
                    by=secretary,
                    at=noon,
                )
            except NotAllowed:
                assert not free
            else:
                assert free
                taken.append((start, start + length))
        for day in range(0, 101, 7):
            assert Appointment.objects.filter(seat=seat).active(_on(day)).count() <= 1
        transaction.set_rollback(True)
