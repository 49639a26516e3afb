"""A message to a person: a row on their page, an e-mail at once or in the morning's digest, a calendar feed.

Other apps call ``notify`` and, in their ``ready()``, the ``register_…`` functions; nothing else of this package.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from portal.notifications.quiet import without_mail
from portal.notifications.registry import (
    CalendarEntry,
    register_calendar,
    register_calendar_letter,
    register_event,
    register_group,
    register_subject,
    register_subjects,
)
from portal.notifications.reminders import Reminder, register_reminders

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from portal.people.models import User

__all__ = [
    "CalendarEntry",
    "Reminder",
    "notify",
    "register_calendar",
    "register_calendar_letter",
    "register_event",
    "register_group",
    "register_reminders",
    "register_subject",
    "register_subjects",
    "without_mail",
]


def notify(
    *,
    people: "Iterable[User | int]",
    event: str,
    key: str,
    subject_kind: str,
    subject_id: int,
    title: "str | Promise",
    url: str,
    at: datetime,
    by: "User | None" = None,
) -> None:
    """Tell ``people`` once, whatever is repeated; see ``actions.notices.notify``."""
    from portal.notifications.actions import notices  # noqa: PLC0415 - needs the models, which this package has not yet

    notices.notify(
        people=people,
        event=event,
        key=key,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        url=url,
        at=at,
        by=by,
    )
