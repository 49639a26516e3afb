"""The daily check finds what must never be of visits, notes and concerns; each is planted past every guard."""

import uuid
from datetime import timedelta

import pytest

from peerreview.actions.concerns import give_reason, raise_concern
from peerreview.actions.observations import Written, keep_note
from peerreview.actions.visits import record_attendance
from peerreview.enums.concerns import ConcernState
from peerreview.enums.visits import DayState, SessionKind
from peerreview.models import (
    HeldDay,
    ImmediateConcern,
    ObservationText,
    Review,
    TimetableSession,
    Visit,
)
from portal.history.writing import save_with_history
from tests.factories.reviewers import DAYS
from tests.factories.visits import AFTER, VISITED, arranged, planned, seated
from tests.people import person
from tests.planting import MADE, found_each, peer_review, put
from tests.remembering import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]


@pytest.fixture
@remembered
def review() -> Review:
    """Hold a visit: two texts of a note, a concern that ended with a reason, everybody there."""
    review = arranged()
    planned(review)
    peer, note = seated(review, 2), uuid.uuid4()
    where = TimetableSession.objects.filter(timetable__visit=review.visit)[0].pk
    for base, text in enumerate(("At the table.", "At the table, together.")):
        one = Written(note=note, act=uuid.uuid4(), session=where, standard="", base=base, text=text)
        keep_note(review=review, written=one, by=peer, at=VISITED)
    day = HeldDay(visit=review.visit, day=DAYS[0], state=DayState.CONFIRMED, changed_at=VISITED)
    save_with_history(day, by=None, reason="Made for a test", at=VISITED)
    guard = person("safeguarding_lead")
    concern = raise_concern(review=review, text="A boy is locked in at night.", by=peer, at=VISITED)
    give_reason(concern=concern, reason="It is the front door.", by=guard, at=VISITED)
    record_attendance(review=review, missing={}, by=seated(review, 1), at=AFTER)
    return Review.objects.get(pk=review.pk)


def test_wrongs_in_visits_are_found(review: Review) -> None:
    text = ObservationText.objects.get(n=2)
    note, session = text.observation_id, TimetableSession.objects.get(kind=SessionKind.YOUNG_PEOPLE)
    concern = ImmediateConcern.objects.get()
    unsettled = {"settled_by": None, "settled_at": None, "reason": "", "state": ConcernState.OPEN}
    found_each(
        peer_review,
        [
            (
                f"17: review {review.pk} is being drafted, and nobody recorded who was there",
                put(Visit, attendance_at=None, attendance_by=None),
            ),
            (f"26: the texts of note {note} are not numbered 1 to 2", put(ObservationText, text.pk, n=3)),
            (f"26: text 2 of note {note} does not rest on an earlier one", put(ObservationText, text.pk, base=2)),
            (f"30: concern {concern.pk} is settled without a referral", put(ImmediateConcern, reason=" ")),
            (
                f"30: concern {concern.pk} is past its clock",
                put(ImmediateConcern, **unsettled, due_at=AFTER - timedelta(days=3)),
            ),
            (f"visits: calendars have {DAYS[1]}", put(HeldDay, day=DAYS[1])),
            (
                f"visits: leaders are present in session {session.pk}",
                put(TimetableSession, session.pk, leaders_present=True),
            ),
        ],
        AFTER,
        despite=MADE,
    )
