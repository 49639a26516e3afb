from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.planning import Member, Planned, plan_interim, plan_member
from peerreview.domain.reviewclock import ClockRules
from peerreview.enums.reviews import PassedOver, ReviewKind
from peerreview.enums.services import Track

OPENS, CLOSES, TODAY = date(2026, 9, 7), date(2027, 8, 31), date(2026, 9, 1)
MEMBER = Member(Track.FULL, date(2025, 1, 1), None, True, frozenset())
LATE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("member", "today", "answer"),
    [
        (MEMBER, TODAY, Planned(ReviewKind.FULL, OPENS)),
        (replace(MEMBER, track=Track.DEVELOPMENTAL), TODAY, Planned(ReviewKind.DEVELOPMENTAL, OPENS)),
        (replace(MEMBER, track=Track.ACCREDITATION), TODAY, Planned(ReviewKind.ACCREDITATION, OPENS)),
        (replace(MEMBER, track=Track.ASSOCIATE), TODAY, PassedOver.ASSOCIATE),
        # Joined while the cycle runs: counted from joining.
        (replace(MEMBER, joined_on=LATE), TODAY, Planned(ReviewKind.FULL, LATE)),
        (replace(MEMBER, joined_on=LATE), date(2026, 12, 10), Planned(ReviewKind.FULL, date(2026, 12, 10))),
        # Planned late: nobody is late already.
        (MEMBER, date(2026, 11, 2), Planned(ReviewKind.FULL, date(2026, 11, 2))),
        (replace(MEMBER, joined_on=CLOSES), TODAY, PassedOver.TOO_LATE),
        (replace(MEMBER, has_edition=False), TODAY, PassedOver.NO_EDITION),
        (replace(MEMBER, reviewed_as=frozenset({ReviewKind.FULL})), TODAY, PassedOver.ALREADY),
        (replace(MEMBER, reviewed_as=frozenset({ReviewKind.INTERIM})), TODAY, Planned(ReviewKind.FULL, OPENS)),
        (replace(MEMBER, leaves_on=OPENS), TODAY, PassedOver.LEAVES),
        (replace(MEMBER, leaves_on=date(2027, 1, 1)), TODAY, Planned(ReviewKind.FULL, OPENS)),
    ],
)
def test_a_member_is_planned_by_its_track_and_from_the_day_it_can(
    member: Member, today: date, answer: Planned | PassedOver
) -> None:
    assert plan_member(member, opens_on=OPENS, closes_on=CLOSES, today=today) == answer


@pytest.mark.parametrize(
    ("due", "today", "clock_from"),
    [
        # Eight weeks to write and eight in which the visit falls.
        (date(2027, 3, 1), TODAY, date(2026, 11, 9)),
        (date(2026, 10, 1), TODAY, OPENS),
        # Overdue: at once.
        (date(2026, 3, 2), date(2026, 12, 1), date(2026, 12, 1)),
        # Of the next cycle.
        (CLOSES, TODAY, None),
        (date(2029, 1, 8), TODAY, None),
        (date(2027, 3, 1), CLOSES, None),
    ],
)
def test_an_interim_review_is_counted_back_from_the_day_it_is_due(
    due: date, today: date, clock_from: date | None
) -> None:
    assert plan_interim(due, ClockRules(), opens_on=OPENS, closes_on=CLOSES, today=today) == clock_from


@given(due=st.dates(date(2025, 1, 1), date(2030, 1, 1)), today=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_an_interim_review_begins_in_its_cycle_and_never_in_the_past(due: date, today: date) -> None:
    clock_from = plan_interim(due, ClockRules(), opens_on=OPENS, closes_on=CLOSES, today=today)
    if clock_from is not None:
        assert max(OPENS, today) <= clock_from < CLOSES
        assert due < CLOSES
