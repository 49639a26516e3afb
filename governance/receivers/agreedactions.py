"""What actions are announced as, seen by and reminded of, registered once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from governance.announcements.agreedactions import actions_due
from governance.models import AgreedAction
from governance.queries import agreedactions as queries
from portal.notifications import register_event, register_group, register_reminders, register_subjects
from portal.people.models import User
from portal.today import register_today


def register() -> None:
    """Name events and what they are about; called once, when the portal starts."""
    register_group(
        "actions",
        _("What you took on"),
        _("The board agreed that you see to something; it is due, or late."),
        default="at_once",
    )
    register_event("action.given", _("You are asked to do something"), "actions")
    register_event("action.due", _("Something you took on is due"), "actions")
    register_subjects(("action",), visible)
    register_reminders("governance.actions", actions_due)
    register_today("governance.actions", cards=queries.cards)


def visible(person: User, keys: Mapping[str, Collection[int]], at: datetime) -> set[tuple[str, int]]:
    """Return which actions ``person`` may see."""
    rows = AgreedAction.objects.visible_to(person, at).filter(pk__in=keys["action"])
    return {("action", pk) for pk in rows.order_by().values_list("pk", flat=True)}
