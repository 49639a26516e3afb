"""Who has the notebook of a visit, and whose notes are read by whom."""

import pytest

from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Review, TeamSeat
from peerreview.permissions import observations
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import TEAM, cast_of, stages, team_of
from tests.factories.visits import planned
from tests.rights import hold

pytestmark = pytest.mark.django_db


def again(review: Review) -> Review:
    return Review.objects.select_related("visit__timetable").get(pk=review.pk)


def test_the_team_notes_from_the_planned_day_and_reads_each_other_once_they_were_there() -> None:
    review = ReviewFactory(state=ReviewState.SCHEDULED)
    cast = {**cast_of(review), **team_of(review, SeatState.CONFIRMED)}
    early = again(review)
    planned(again(review))
    ready = again(review)
    hold(
        cast,
        {
            "write before a day is planned": ("", lambda one: observations.can_write_notes(one, early, NOON)),
            "write": (TEAM, lambda one: observations.can_write_notes(one, ready, NOON)),
            "have a page of notes": (TEAM, lambda one: observations.can_read_notes(one, ready, NOON)),
            "read others before the visit": ("", lambda one: observations.can_read_team_notes(one, ready, NOON)),
        },
    )
    peer = cast["peer"]
    assert isinstance(peer, User)
    assert stages(ready, lambda: observations.can_write_notes(peer, ready, NOON)) == observations.OPEN
    TeamSeat.objects.filter(person=peer).update(state=SeatState.ATTENDED)  # no history: only where it leads is asked
    visited = again(review)
    hold(
        cast,
        {
            "read others": ("peer", lambda one: observations.can_read_team_notes(one, visited, NOON)),
            "still write": (TEAM, lambda one: observations.can_write_notes(one, visited, NOON)),
        },
    )
