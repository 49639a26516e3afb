"""What must always be true of visits and immediate concerns, asked of the live data."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q

from peerreview.domain.teams import SAID_YES
from peerreview.domain.timetables import WITHOUT_LEADERS
from peerreview.enums.concerns import ConcernState
from peerreview.enums.reviews import ReviewState
from peerreview.enums.visits import Coming, DayState
from peerreview.models import (
    DayReply,
    HeldDay,
    ImmediateConcern,
    ObservationText,
    Review,
    TeamSeat,
    TimetableSession,
    Visit,
)

# A concern past its clock is a matter for the people it is shown to; a day later it is one for everybody.
LATE = timedelta(days=1)


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _concerns(at)
    yield from _notes()
    yield from _days()
    yield from _sessions()


def _concerns(at: datetime) -> Iterator[str]:
    """30: a concern has a referral or a written reason."""
    for row in ImmediateConcern.objects.order_by("pk"):
        if row.state == ConcernState.OPEN:
            if row.due_at < at - LATE:
                yield f"30: concern {row.pk} is past its clock by more than a day."
        elif not row.referred_to and not row.reason.strip():
            yield f"30: concern {row.pk} is settled without a referral and without a reason."


def _notes() -> Iterator[str]:
    """26: texts of a note are numbered 1 to n, and each rests on an earlier one."""
    rows = ObservationText.objects.order_by("observation", "n").values_list("observation", "n", "base")
    for note, numbers in groupby(rows.iterator(), lambda row: row[0]):
        texts = list(numbers)
        found = [n for _note, n, _base in texts]
        for n in (n for _note, n, base in texts if base >= n):
            yield f"26: text {n} of note {note} does not rest on an earlier one."
        if found != list(range(1, len(found) + 1)):
            yield f"26: the texts of note {note} are not numbered 1 to {len(found)}."


def _days() -> Iterator[str]:
    """A visit's fixed day is the one calendars have; nothing is drafted of a visit that was not held."""
    for row in HeldDay.objects.filter(state=DayState.CONFIRMED).select_related("visit"):
        if row.visit.confirmed_on != row.day:
            yield f"visits: calendars have {row.day} for visit {row.visit_id}, which is not on that day."
    seat = TeamSeat.objects.filter(
        Q(invited_at__isnull=True) | Q(invited_at__lte=OuterRef("at")),
        team__review=OuterRef("visit__review"),
        person=OuterRef("person"),
        state__in=SAID_YES,
    )
    kept_away = DayReply.objects.filter(Exists(seat), coming=Coming.CANNOT, at__gte=F("visit__offered_at"))
    fixed = kept_away.filter(day=F("visit__confirmed_on"), visit__attendance_at__isnull=True).order_by("pk")
    for visit, day in fixed.values_list("visit", "day"):
        yield f"visits: visit {visit} is on {day}, on which somebody of its team cannot come."
    drafted = Review.objects.filter(state=ReviewState.DRAFTING)
    for pk in drafted.exclude(visit__in=Visit.objects.filter(attendance_at__isnull=False)).values_list("pk", flat=True):
        yield f"17: review {pk} is being drafted, and nobody recorded who was there."


def _sessions() -> Iterator[str]:
    """Leaders are never where young people or staff speak for themselves."""
    for pk in TimetableSession.objects.filter(kind__in=WITHOUT_LEADERS, leaders_present=True).values_list(
        "pk", flat=True
    ):
        yield f"visits: leaders are present in session {pk}."
