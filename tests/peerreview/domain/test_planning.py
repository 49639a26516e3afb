from dataclasses import replace
from datetime import date

import pytest

from peerreview.domain.planning import Member, Planned, plan_member
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
