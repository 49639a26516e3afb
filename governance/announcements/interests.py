"""Who is told about the register of interests: its owner, once it is to be confirmed."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.queries.interests import EVENT, Due
from portal.notifications import notify


def confirmation_due(due: Due, at: datetime) -> None:
    """Ask for the yearly confirmation."""
    words = (
        _("Please confirm your register of interests: it was due on %(day)s")
        if due.reminder.second
        else _("Please confirm your register of interests, due on %(day)s")
    )
    notify(
        people=[due.person],
        event=EVENT,
        key=due.key,
        subject_kind="interests",
        subject_id=due.person.pk,
        title=words % {"day": date_format(due.reminder.due_on, "j F Y")},
        url="/interests/",
        at=at,
    )
