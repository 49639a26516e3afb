"""Who has the notebook of a visit, and who reads whose notes."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.permissions.teams import is_on_team, was_there
from peerreview.queries.timetables import timetable_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

# A phone may come back to the net days after the visit: its notes are taken in until the report is final.
OPEN = frozenset(
    {
        ReviewState.SCHEDULED,
        ReviewState.POSTPONED,
        ReviewState.DRAFTING,
        ReviewState.ACCURACY_CHECK,
        ReviewState.FINALISING,
    }
)


def can_write_notes(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` has the notebook: the team, from the planned day until the report is final."""
    if review.state not in OPEN or not is_on_team(person, review, at):
        return False
    return timetable_of(review) is not None


def can_read_team_notes(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads everybody's notes: who was there, once attendance is recorded."""
    return was_there(person, review, at)


def can_read_notes(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` has a page of notes: their own at least, as long as the team reads anything."""
    return is_on_team(person, review, at)
