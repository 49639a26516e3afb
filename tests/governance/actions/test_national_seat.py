"""Invariant 3: whoever chairs a region sits nationally, at every moment, whatever happens; nothing is stored."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.chairs import end_chair_term, start_chair_term
from governance.actions.turns import accept_turn, ask_next
from governance.domain.refusals import NotAllowed
from governance.enums.boards import ChairTermKind
from governance.models import Appointment, Board, ChairTerm
from governance.models.standing import standing_of
from governance.queries.checks import findings
from governance.queries.seats import chair_of, holders
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import (
    BoardRoleFactory,
    ChairTermFactory,
    SmallBoard,
    board_with_trustees,
    national_group,
)
from tests.factories.rounds import opened, take
from tests.thorough import examples

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)
HORIZON = 420


def national(boards: list[SmallBoard]) -> tuple[Board, User]:
    group = national_group([one.board for one in boards])
    return group, BoardRoleFactory(board=group).person


def test_a_chair_who_leaves_in_an_open_round_keeps_that_voice_and_gets_no_other() -> None:
    north, south = board_with_trustees("NW"), board_with_trustees("SE", chair="providers")
    group, secretary = national([north, south])
    ChairTermFactory(board=group, appointment=Appointment.objects.get(person=south.chair))
    whole = SmallBoard(group, {"providers": [north.chair], "staff": [south.chair]}, south.chair, secretary)
    round = opened(whole, lasts=timedelta(days=5))
    term = chair_of(north.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=TODAY, why="Resigned.", by=north.secretary, at=NOON)
    left = User.objects.get(pk=north.chair.pk)
    assert group.pk not in standing_of(left, NOON).near
    take(round, left)
    acting = chair_of(north.board, NOON)
    assert acting is not None
    follows = acting.appointment.person
    with pytest.raises(PermissionDenied):
        take(round, follows)
    later = opened(
        SmallBoard(group, {"providers": [follows], "staff": [south.chair]}, south.chair, secretary),
        lasts=timedelta(days=5),
    )
    assert set(later.entitlements.values_list("person", flat=True)) == {follows.pk, south.chair.pk}
    assert list(findings(NOON)) == []


def test_the_incoming_chair_follows_the_national_group_for_sixty_days_and_then_sits_on_it() -> None:
    north = board_with_trustees("NW")
    group, _secretary = national([north])
    turn = ask_next(board=north.board, at=NOON)
    assert turn is not None
    person = turn.appointment.person
    begins = date(2027, 3, 1)

    def stands(day: date) -> tuple[bool, bool]:
        at = datetime.combine(day, NOON.timetz())
        standing = standing_of(User.objects.get(pk=person.pk), at)
        return group.pk in standing.observer_of, group.pk in standing.trustee_of

    assert stands(begins - 10 * DAY) == (False, False)
    accept_turn(turn=turn, by=person, at=NOON)
    assert stands(begins - 61 * DAY) == (False, False)
    assert stands(begins - 60 * DAY) == (True, False)
    assert stands(begins - DAY) == (True, False)
    assert stands(begins) == (False, True)
    term = ChairTerm.objects.get(appointment=turn.appointment)
    end_chair_term(term=term, ends_on=begins, why="Cannot after all.", by=north.secretary, at=NOON)
    assert stands(begins - DAY) == (False, False)


class Naive:
    """Who chairs a region day by day, written down as it happens."""

    def __init__(self, chair: User) -> None:
        self.days: dict[date, int] = {}
        self.put(date(2026, 9, 1), date(2027, 3, 1), chair.pk)

    def put(self, first: date, end: date, person: int | None) -> None:
        day = first
        while day < end:
            if person is None:
                self.days.pop(day, None)
            else:
                self.days[day] = person
            day += DAY


events = st.lists(
    st.tuples(st.sampled_from(["end", "start", "turn"]), st.integers(0, 1), st.integers(0, 300), st.integers(0, 9)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
def test_the_national_seats_follow_the_chairs_whatever_happens(
    noon: datetime, told: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic():
        regions = [board_with_trustees("NW"), board_with_trustees("SE", chair="providers")]
        group, _secretary = national(regions)
        models = [Naive(one.chair) for one in regions]
        seen = set(ChairTerm.objects.values_list("pk", flat=True))
        for what, place, ahead, who in told:
            here, model, day = regions[place], models[place], TODAY + ahead * DAY
            try:
                if what == "end":
                    term = ChairTerm.objects.active(day).filter(board=here.board, why_ended="").first()
                    if term is None or term.ends_on is None:
                        continue
                    end = term.ends_on
                    end_chair_term(term=term, ends_on=day, why="Resigned.", by=here.secretary, at=noon)
                    model.put(day, end, None)
                elif what == "start":
                    own = Appointment.objects.get(person=here.everyone[who])
                    start_chair_term(appointment=own, starts_on=day, why_picked="Agreed.", by=here.secretary, at=noon)
                elif turn := ask_next(board=here.board, at=noon):
                    accept_turn(turn=turn, by=turn.appointment.person, at=noon)
            except NotAllowed:
                continue
            for term in ChairTerm.objects.exclude(pk__in=seen).select_related("appointment").order_by("kind", "pk"):
                if term.kind == ChairTermKind.CONFIRMED or term.ends_on != term.starts_on:
                    owner = models[0] if term.board_id == regions[0].board.pk else models[1]
                    owner.put(term.starts_on, term.ends_on or day, term.appointment.person_id)
                seen.add(term.pk)
        for day in (TODAY + number * DAY for number in range(0, HORIZON, 23)):
            sitting = {one.seat.ex_officio_of_id: one.person.pk for one in holders(group, day)}
            expected = {one.board.pk: model.days.get(day) for one, model in zip(regions, models, strict=True)}
            assert sitting == {board: person for board, person in expected.items() if person}
        transaction.set_rollback(True)
