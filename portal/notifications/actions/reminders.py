"""Telling what has fallen due. Repeated it tells nobody again; late it tells the newest of each thing, once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from portal.notifications.actions.notices import notify
from portal.notifications.queries.reminders import due_reminders
from portal.notifications.reminders import SOURCES, Reminder


def remind(*, at: datetime) -> list[str]:
    """Tell everything that has fallen due, each source by itself: one that fails keeps no other from being told."""
    lines: list[str] = []
    failures: list[Exception] = []
    for name in list(SOURCES):
        try:
            lines += _tell(name, at)
        except Exception as error:
            # Whatever is wrong with one source, the others are told; the job then fails with all that was wrong.
            failures.append(error)
    if failures:
        raise ExceptionGroup("reminders", failures)
    return lines


@transaction.atomic
def _tell(source: str, at: datetime) -> list[str]:
    due = due_reminders(source, at)
    for one in due:
        notify(
            people=one.people,
            event=one.event,
            key=one.key,
            subject_kind=one.subject_kind,
            subject_id=one.subject_id,
            title=one.title,
            url=one.url,
            at=at,
        )
    return [line_of(one) for one in due]


def line_of(one: Reminder) -> str:
    """Say for the operator what is told to how many."""
    count = len(one.people)
    words = ngettext("%(title)s (%(count)d person is told)", "%(title)s (%(count)d people are told)", count)
    return words % {"title": one.title, "count": count}
