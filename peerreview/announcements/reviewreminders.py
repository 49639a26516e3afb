"""What a review’s deadlines remind people of, and when; ``run_due`` tells it and previews exactly what it tells."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.reminders import morning_of
from peerreview.enums.reviews import DeadlineKind
from peerreview.models import Deadline
from peerreview.queries.deadlines import WAITS_FOR_HOST, WAITS_FOR_LEAD, open_until
from peerreview.queries.people import hosts_of, managers_by_service
from portal.notifications import Reminder
from portal.notifications.domain.reminders import moments

DAY, WEEK = timedelta(days=1), timedelta(days=7)
AHEAD = {
    DeadlineKind.SELF_REVIEW: (4 * WEEK, 2 * WEEK, 2 * DAY),
    DeadlineKind.VISIT: (4 * WEEK, 2 * WEEK),
    DeadlineKind.DRAFT: (2 * WEEK, 2 * DAY),
    DeadlineKind.ACCURACY: (WEEK, 2 * DAY),
    DeadlineKind.FINAL: (2 * DAY,),
    DeadlineKind.ACTION_PLAN: (3 * WEEK, WEEK, 2 * DAY),
    DeadlineKind.PROGRESS: (4 * WEEK, WEEK),
}
# What is said to who writes, before and after the day; a service's comments are not late: its time is over.
_WORDS = {
    DeadlineKind.SELF_REVIEW: (
        lambda: _("Hand your self-review in by %(day)s"),
        lambda: _("Your self-review was due on %(day)s"),
    ),
    DeadlineKind.ACCURACY: (lambda: _("Say by %(day)s what is not accurate in the draft report"), None),
    DeadlineKind.ACTION_PLAN: (
        lambda: _("Hand your action plan in by %(day)s"),
        lambda: _("Your action plan was due on %(day)s"),
    ),
    DeadlineKind.DRAFT: (
        lambda: _("Your draft report is due on %(day)s"),
        lambda: _("Your draft report was due on %(day)s"),
    ),
}
FARTHEST = 4 * WEEK


def deadlines_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind of what falls due: hosts and leads of what they write, programme managers of all that is late.

    A day that moved begins a new series, and what is done is asked for no more: it is no longer among the open ones.
    """
    rows = open_until(timezone.localdate(until + FARTHEST))
    services = {row.review.service_id for row in rows}
    hosts = hosts_of(services, at)
    managers = managers_by_service(services, hosts, at)
    for row in rows:
        host = hosts.get(row.review.service_id, frozenset())
        manager = managers[row.review.service_id]
        yield from _of_deadline(row, host, manager, at, until)


def _of_deadline(
    row: Deadline, hosts: frozenset[int], managers: frozenset[int], at: datetime, until: datetime
) -> Iterator[Reminder]:
    day, due_at = date_format(row.due_on, "j F Y"), morning_of(row.due_on)
    kind = DeadlineKind(row.kind)
    ahead = AHEAD[kind]
    known = {"urn": row.review.service.urn, "what": row.get_kind_display(), "day": day}
    writers = _who_writes(row, hosts)
    if kind in _WORDS:
        before, after = _WORDS[kind]
        for due in moments(due_at, until, before=ahead, late_every=WEEK):
            late = _is_late(row, due, at)
            words = after if late else before
            if words is not None:
                yield _reminder(row, due, writers, words() % known, "host" if kind in WAITS_FOR_HOST else "lead")
    # Of what others write the programme manager hears when it is a week late, and then every month.
    first, early = (due_at + WEEK, ()) if kind in _WORDS else (due_at, ahead)
    for due in moments(first, until, before=early, late_every=4 * WEEK):
        late = _is_late(row, due, at)
        words_ = _("%(urn)s: “%(what)s” was due on %(day)s") if late else _("%(urn)s: “%(what)s” is due on %(day)s")
        yield _reminder(row, due, managers, words_ % known, "manager")


def _who_writes(row: Deadline, hosts: frozenset[int]) -> frozenset[int]:
    """Return who is waited for: the hosts, or the lead of the report."""
    if row.kind in WAITS_FOR_HOST:
        return hosts
    report = getattr(row.review, "report", None)
    return frozenset({report.lead_id}) if row.kind in WAITS_FOR_LEAD and report is not None else frozenset()


def _is_late(row: Deadline, due: datetime, at: datetime) -> bool:
    """Say whether the day is over when the reminder is read: a timer that comes late tells what is true by then."""
    return timezone.localdate(max(due, at)) > row.due_on


def _reminder(row: Deadline, due: datetime, people: frozenset[int], title: str, to: str) -> Reminder:
    return Reminder(
        event="peer_review.due",
        thing=f"{to}:{row.pk}:{row.due_on:%Y%m%d}",
        # Nobody is reminded of what fell due before the review came to the stage in which it is asked for.
        due=max(due, row.review.state_since),
        people=people,
        subject_kind="peer_review",
        subject_id=row.review_id,
        title=title,
        url=f"/reviews/{row.review_id}/",
        where=str(row.review.cycle),
    )
