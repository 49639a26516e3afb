"""Who is told of an action, and reminded of it. What it says may be of a closed matter: titles name the board alone."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.reminders import WEEK, morning_of
from governance.models import AgreedAction
from governance.queries.agreedactions import open_actions
from portal.notifications import Reminder, notify
from portal.notifications.domain.reminders import moments
from portal.people.models import User


def page_of(action: AgreedAction) -> str:
    """Return the address at which the owner says that it is done."""
    return f"/actions/{action.pk}/done/"


def action_given(action: AgreedAction, by: User | None, at: datetime) -> None:
    """Tell whoever is to see to it."""
    title = _("%(board)s: you are asked to do something by %(day)s") % {
        "board": action.board,
        "day": date_format(action.due_on, "j F Y"),
    }
    notify(
        people=[action.owner_id],
        event="action.given",
        key=f"action.given:{action.pk}:{at.isoformat()}",
        subject_kind="action",
        subject_id=action.pk,
        title=title,
        url=page_of(action),
        at=at,
        by=by,
    )


def actions_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind the owner a week ahead, on the day, and every week while it is late."""
    for action in open_actions(timezone.localdate(until + WEEK)):
        for due in moments(morning_of(action.due_on), until, before=(WEEK,), late_every=WEEK):
            yield Reminder(
                event="action.due",
                thing=f"{action.pk}:{action.due_on:%Y%m%d}",
                due=max(due, action.agreed_at),
                people=frozenset({action.owner_id}),
                subject_kind="action",
                subject_id=action.pk,
                title=_("%(board)s: what you took on is due by %(day)s")
                % {"board": action.board, "day": date_format(action.due_on, "j F Y")},
                url=page_of(action),
                where=str(action.board),
            )
