"""Who is told that an answer is owed, and when."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications import Reminder, notify, register_event, register_group, register_reminders, register_subject
from portal.notifications.domain.reminders import moments
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User
from portal.voices.models import Theme
from portal.voices.permissions.themes import ANSWERS, can_see_themes
from portal.voices.queries.themes import owed, owed_until

DUE, AGAIN, DECIDED = "voices.answer_due", "voices.answer_not_right", "voices.decided"
WEEK, FARTHEST = timedelta(days=7), timedelta(days=14)
MORNING = time(8)


def register() -> None:
    """Name everything; called once."""
    register_group("voices", gettext_lazy("What young people and staff said"))
    register_event(DUE, gettext_lazy("An answer is owed"), "voices")
    register_event(AGAIN, gettext_lazy("An answer is said to be wrong"), "voices")
    register_event(DECIDED, gettext_lazy("What people were asked about is decided"), "voices")
    register_subject("theme", visible_themes)
    register_reminders("voices", answers_due)


def visible_themes(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which themes somebody may be told of: those they may answer."""
    if not can_see_themes(person, at):
        return set()
    return set(Theme.objects.filter(pk__in=keys).values_list("pk", flat=True))


def answers_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind whoever answers before the day, on it, and every week after it."""
    people = _answerers(at)
    for theme in owed_until(timezone.localdate(until + FARTHEST)):
        day = theme.answer_due
        if day is None or theme.published_at is None:
            continue
        morning = timezone.make_aware(datetime.combine(day, MORNING))
        for due in moments(morning, until, before=(FARTHEST, timedelta(days=2)), late_every=WEEK):
            yield Reminder(
                event=DUE,
                thing=f"theme:{theme.pk}:{day:%Y%m%d}",
                due=max(due, theme.published_at),
                people=people,
                subject_kind="theme",
                subject_id=theme.pk,
                title=_("“%(theme)s” is owed an answer by %(day)s")
                % {"theme": theme.title, "day": date_format(day, "j F Y")},
                url=reverse("voices:theme", args=[theme.pk]),
            )


def another_owed(theme: Theme, at: datetime) -> None:
    """Tell whoever answers that those who said it think the answer wrong."""
    notify(
        people=_answerers(at),
        event=AGAIN,
        key=f"{AGAIN}:{theme.pk}:{theme.answer_due}",
        subject_kind="theme",
        subject_id=theme.pk,
        title=_("The answer to “%(theme)s” is said to be wrong: give another") % {"theme": theme.title},
        url=reverse("voices:theme", args=[theme.pk]),
        at=at,
    )


def decided(campaigns: Collection[int], at: datetime) -> None:
    """Tell whoever answers that the matter is decided: those who were asked are owed an answer now."""
    for theme in owed().filter(campaign__in=campaigns):
        notify(
            people=_answerers(at),
            event=DECIDED,
            key=f"{DECIDED}:{theme.pk}",
            subject_kind="theme",
            subject_id=theme.pk,
            title=_("What “%(theme)s” is about is decided: tell those who said it") % {"theme": theme.title},
            url=reverse("voices:theme", args=[theme.pk]),
            at=at,
        )


def _answerers(at: datetime) -> frozenset[int]:
    grants = RoleGrant.objects.active(at).filter(role__in=ANSWERS & {RoleKind.PARTICIPATION_LEAD})
    return frozenset(grants.values_list("person", flat=True))
