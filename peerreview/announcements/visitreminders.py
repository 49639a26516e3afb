"""When somebody on a team is reminded to say on which days they can come; nobody who has said it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.announcements.reminders import morning_of
from peerreview.enums.teams import SeatState
from peerreview.queries.visits import silent_seats
from portal.notifications import Reminder
from portal.notifications.domain.reminders import moments

FIRST, AGAIN = timedelta(days=3), timedelta(days=7)


def days_wanted(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind each on the third morning after the days were offered, and every week until they answer."""
    rows = silent_seats().select_related("team__review__visit", "team__review__cycle").order_by("pk")
    for seat in rows:
        review, visit = seat.team.review, seat.team.review.visit
        invited = seat.state == SeatState.INVITED
        if seat.person_id is None:
            continue
        since = max(visit.offered_at, seat.since)
        for due in moments(morning_of(timezone.localdate(since) + FIRST), until, late_every=AGAIN):
            yield Reminder(
                event="peer_review.days_wanted",
                thing=f"visit_days:{visit.pk}:{seat.person_id}:{since:%Y%m%d%H%M}",
                due=due,
                people=frozenset({seat.person_id}),
                # Who is only invited may not know of the review yet: their own seat is what it is about.
                subject_kind="team_seat",
                subject_id=seat.pk,
                title=_("Say on which days you can come to a visit"),
                url=f"/reviewing/invitations/{seat.pk}/days/" if invited else f"/reviews/{review.pk}/visit/days/",
                where=str(review.cycle),
            )
