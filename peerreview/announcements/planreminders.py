"""What an action's owner is reminded of, and when; nobody of what is done, given up or carried on."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.reminders import morning_of
from peerreview.queries.actionplans import owed_until
from portal.notifications import Reminder
from portal.notifications.domain.reminders import moments

WEEK, FARTHEST = timedelta(days=7), timedelta(days=14)
AHEAD = (FARTHEST, timedelta(days=2))


def actions_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind each owner before the day, on it, and every week after it."""
    for row in owed_until(timezone.localdate(until + FARTHEST), at):
        if row.due_on is None or row.owner_id is None:
            continue
        review = row.plan.review
        for due in moments(morning_of(row.due_on), until, before=AHEAD, late_every=WEEK):
            late = timezone.localdate(max(due, at)) > row.due_on
            day = {"day": date_format(row.due_on, "j F Y")}
            words = (
                _("What you took on in your service’s plan was due on %(day)s")
                if late
                else _("What you took on in your service’s plan is due on %(day)s")
            )
            yield Reminder(
                event="peer_review.action_due",
                thing=f"plan_action:{row.pk}:{row.owner_id}:{row.due_on:%Y%m%d}",
                # Nobody is reminded of what fell due before it was theirs to see to: the plan was not handed in yet.
                due=max(due, row.plan.handed_in_at or row.plan.begun_at),
                people=frozenset({row.owner_id}),
                subject_kind="peer_review",
                subject_id=review.pk,
                title=words % day,
                url=f"/reviews/{review.pk}/plan/{row.n}/",
                where=str(review.cycle),
            )
