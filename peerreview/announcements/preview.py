"""What a cycle's deadlines will remind people of, as the reminders themselves will say it."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.utils import timezone

from peerreview.announcements.reviewreminders import deadlines_due
from peerreview.models import Review, ReviewCycle
from portal.notifications.queries.reminders import newest, told_of
from portal.people.models import User


@dataclass(frozen=True)
class ComingReminder:
    """One reminder that will be sent: what it will say, when, to whom."""

    day: date
    due: datetime
    title: str
    url: str
    people: tuple[str, ...]


def coming(person: User, cycle: ReviewCycle, at: datetime, until: datetime) -> list[ComingReminder]:
    """Return what will be told until ``until`` of the reviews ``person`` may know of, in order.

    What has fallen due and is not told yet goes out at the next tick, the newest of each thing; what comes after it
    follows day by day. Nobody who was told already is named.
    """
    seen = set(Review.objects.visible_to(person, at).filter(cycle=cycle).values_list("pk", flat=True))
    found = [one for one in deadlines_due(at, until) if one.subject_id in seen]
    due = newest(one for one in found if one.due <= at)
    later = [one for one in found if at < one.due <= until]
    expected = sorted([*due, *later], key=attrgetter("due", "key"))
    told = told_of(expected)
    people = User.objects.filter(pk__in={key for one in expected for key in one.people}, is_active=True)
    names = dict(people.values_list("pk", "name"))
    to_tell = [
        (one, sorted(names[key] for key in one.people if key in names and (one.key, key) not in told))
        for one in expected
    ]
    return [
        ComingReminder(
            timezone.localdate(max(one.due, at)),
            max(one.due, at),
            str(one.title),
            one.url,
            tuple(who),
        )
        for one, who in to_tell
        if who
    ]
