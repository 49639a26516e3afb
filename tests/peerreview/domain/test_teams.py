"""A team's rules: every step of a seat, what a team lacks, which days a host may offer."""

from datetime import date, timedelta
from itertools import product

import pytest

from peerreview.domain.teams import (
    ALLOWED,
    DatesWrong,
    Lack,
    Member,
    SeatStepRefused,
    insist_on_step,
    lacks,
    wrong_with_days,
)
from peerreview.enums.teams import SeatRole, SeatState

# A Monday.
TODAY = date(2027, 2, 1)
LEAD, PEER, OTHER, EXPERT = (
    Member(SeatRole.LEAD, True),
    Member(SeatRole.PEER, True),
    Member(SeatRole.PEER, False),
    Member(SeatRole.EXPERT, False),
)


def in_days(*days: int) -> list[date]:
    return [TODAY + timedelta(days=day) for day in days]


@pytest.mark.parametrize(("current", "to"), list(product(SeatState, SeatState)))
def test_a_seat_goes_only_where_its_table_leads(current: SeatState, to: SeatState) -> None:
    if to in ALLOWED[current]:
        insist_on_step(current, to)
    else:
        with pytest.raises(SeatStepRefused, match=to):
            insist_on_step(current, to)


def test_every_seat_before_the_visit_can_open_again_and_none_after_it() -> None:
    assert {state for state, onward in ALLOWED.items() if SeatState.OPEN in onward} == set(SeatState) - {
        SeatState.OPEN,
        SeatState.ATTENDED,
    }


@pytest.mark.parametrize(
    ("members", "lacking"),
    [
        ([LEAD, PEER, PEER, PEER, EXPERT], []),
        ([LEAD, PEER, PEER, OTHER, EXPERT], []),
        ([LEAD, PEER, PEER, PEER, EXPERT, EXPERT], []),
        ([LEAD, PEER, OTHER, OTHER, EXPERT], [Lack.KNOWING]),
        ([PEER, PEER, PEER, EXPERT], [Lack.LEAD]),
        ([LEAD, LEAD, PEER, PEER, PEER, EXPERT], [Lack.LEAD]),
        ([LEAD, PEER, PEER, EXPERT], [Lack.PEERS]),
        ([LEAD, PEER, PEER, PEER, PEER, EXPERT], [Lack.PEERS]),
        ([LEAD, PEER, PEER, PEER], [Lack.EXPERT]),
        ([], [Lack.LEAD, Lack.PEERS, Lack.KNOWING, Lack.EXPERT]),
    ],
)
def test_what_a_team_lacks_is_named(members: list[Member], lacking: list[Lack]) -> None:
    assert lacks(members) == lacking


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (in_days(1, 2, 10), []),
        (in_days(1, 8, 15), [DatesWrong.WEEKDAYS]),
        (in_days(1, 2), [DatesWrong.COUNT]),
        (in_days(1, 1, 2), [DatesWrong.COUNT]),
        (in_days(1, 2, 3, 4), [DatesWrong.COUNT]),
        (in_days(0, 1, 2), [DatesWrong.PAST]),
        (in_days(-3, 1, 2), [DatesWrong.PAST]),
        (in_days(5, 7, 8), [DatesWrong.WEEKEND]),
        (in_days(0, 5), [DatesWrong.COUNT, DatesWrong.PAST, DatesWrong.WEEKEND]),
        ([], [DatesWrong.COUNT]),
    ],
)
def test_what_is_wrong_with_a_hosts_days_is_named(days: list[date], wrong: list[DatesWrong]) -> None:
    assert wrong_with_days(days, TODAY) == wrong
