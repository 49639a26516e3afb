"""27: the daily check finds somebody who was reminded of what was done."""

from datetime import timedelta

import pytest

from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.people import person
from tests.planting import found_each, peer_review, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]


def test_a_reminder_of_what_is_done_is_found() -> None:
    review = ReviewFactory(
        state=ReviewState.SELF_REVIEW, lead=person(), service__member=True, state_since=NOON - timedelta(days=30)
    )
    remind(at=NOON)
    notice = Notification.objects.get(event="peer_review.due")
    deadline = Deadline.objects.get(review=review, kind=DeadlineKind.SELF_REVIEW)
    words = f"27: notice {notice.pk} reminds somebody of deadline {deadline.pk}, which was done before"
    found_each(
        reminders_told,
        [(words, put(Deadline, deadline.pk, done_at=NOON - timedelta(hours=1)))],
        NOON,
    )
    put(Deadline, deadline.pk, done_at=NOON + timedelta(hours=1))()
    assert reminders_told(NOON) == []


def reminders_told(at: object) -> list[str]:
    return [one for one in peer_review(NOON) if one.startswith("27")]
