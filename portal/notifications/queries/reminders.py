"""Which reminders are due, and which will be: the preview and the telling ask here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from portal.notifications.models import Notification
from portal.notifications.queries.notices import visible_subjects
from portal.notifications.reminders import SOURCES, Reminder
from portal.people.models import User


def due_reminders(source: str, at: datetime) -> list[Reminder]:
    """Return what is to be told at ``at``, each with exactly those who have not been told it."""
    standing = [one for one in SOURCES[source](at, at) if one.due <= at and (one.ends is None or at < one.ends)]
    return _seen(_untold(newest(standing)), at)


def newest(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Keep of each thing the reminder that fell due last."""
    last: dict[str, Reminder] = {}
    for one in sorted(reminders, key=attrgetter("due")):
        last[one.series] = one
    return sorted(last.values(), key=attrgetter("due", "key"))


def _untold(reminders: list[Reminder]) -> list[Reminder]:
    """Leave to each reminder the people who can still sign in and were told neither it nor a later one."""
    told = told_of(reminders)
    named = {person for one in reminders for person in one.people}
    active = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True)) if named else set()
    left = []
    for one in reminders:
        people = {person for person in one.people & active if (one.key, person) not in told}
        if people:
            people -= _told_later(one, people)
        if people:
            left.append(replace(one, people=frozenset(people)))
    return left


def told_of(reminders: Iterable[Reminder]) -> set[tuple[str, int]]:
    """Return which of them were told whom: key and person; one query."""
    keys = [one.key for one in reminders]
    return set(Notification.objects.filter(key__in=keys).values_list("key", "person_id"))


def _told_later(one: Reminder, people: set[int]) -> set[int]:
    """Return who heard a later reminder of the thing from a run whose clock was ahead of this one."""
    later = Notification.objects.filter(person__in=people, key__gt=one.key, key__startswith=one.series)
    return set(later.values_list("person_id", flat=True))


def _seen(reminders: list[Reminder], at: datetime) -> list[Reminder]:
    """Leave out whoever may not see the subject now, whatever the source says: recused, moved on, restricted."""
    named = {person for one in reminders for person in one.people}
    may_see = {
        person.pk: visible_subjects(
            person, {(one.subject_kind, one.subject_id) for one in reminders if person.pk in one.people}, at
        )
        for person in User.objects.filter(pk__in=named)
    }
    left = []
    for one in reminders:
        subject = (one.subject_kind, one.subject_id)
        people = frozenset(person for person in one.people if subject in may_see.get(person, ()))
        if people:
            left.append(replace(one, people=people))
    return left


def coming_reminders(at: datetime, until: datetime) -> list[Reminder]:
    """Return what will be told after ``at`` and until ``until``, as everything stands now, in order."""
    found = [
        one
        for source in SOURCES.values()
        for one in source(at, until)
        if at < one.due <= until and (one.ends is None or one.due < one.ends)
    ]
    return sorted(found, key=attrgetter("due", "key"))


def readable(person: User, reminders: list[Reminder], at: datetime) -> set[str]:
    """Return the keys of the reminders whose subject ``person`` may read; the others have no title for them."""
    seen = visible_subjects(person, {(one.subject_kind, one.subject_id) for one in reminders}, at)
    return {one.key for one in reminders if (one.subject_kind, one.subject_id) in seen}
