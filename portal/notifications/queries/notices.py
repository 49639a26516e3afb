"""A person's notices, as far as they may still see what these are about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from portal.notifications.models import Notification
from portal.notifications.registry import SUBJECTS
from portal.people.models import User
from portal.statements import Kept

if TYPE_CHECKING:
    from portal.notifications.registry import VisibleSubjects

# How far back the page goes, and how far the header counts.
LATEST = 500
COUNTED = 100

Subject = tuple[str, int]


def visible_subjects(person: User, subjects: Iterable[Subject], at: datetime) -> set[Subject]:
    """Keep the subjects ``person`` may see at ``at``: one question for each app, however many there are.

    A notice without a subject is about the person; of an unknown kind nothing is shown.
    """
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in subjects:
        by_kind[kind].add(key)
    seen: set[Subject] = {("", key) for key in by_kind.pop("", ())}
    asked: dict[VisibleSubjects, dict[str, set[int]]] = defaultdict(dict)
    for kind, keys in by_kind.items():
        if kind in SUBJECTS:
            asked[SUBJECTS[kind]][kind] = keys
    for visible, wanted in asked.items():
        seen |= {(kind, key) for kind, key in visible(person, wanted, at) if key in wanted.get(kind, ())}
    return seen


def visible_notices(person: User, at: datetime) -> list[int]:
    """Return the keys of the notices ``person`` may see, newest first."""
    rows = list(
        Notification.objects.filter(person=person)
        .order_by("-at", "-pk")
        .values_list("pk", "subject_kind", "subject_id")[:LATEST]
    )
    seen = visible_subjects(person, {(kind, key) for _, kind, key in rows}, at)
    return [pk for pk, kind, key in rows if (kind, key) in seen]


def unread_count(person: User, at: datetime) -> int:
    """Count what ``person`` has not read, of what they may see; one query when there is nothing."""
    rows = _UNREAD.ask(person=person.pk)
    if not rows:
        return 0
    seen = visible_subjects(person, set(rows), at)
    return sum(row in seen for row in rows)


_UNREAD = Kept(
    lambda person: (
        Notification.objects.filter(person=person, read_at__isnull=True)
        .order_by("-at", "-pk")
        .values_list("subject_kind", "subject_id")[:COUNTED]
    )
)


def notices_by_key(keys: Iterable[int]) -> list[Notification]:
    """Return these notices in the order of the keys."""
    order = list(keys)
    found = Notification.objects.in_bulk(order)
    return [found[key] for key in order if key in found]
