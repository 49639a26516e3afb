"""What readers are reminded of: that something waits, never what it is or from where."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications import Reminder, register_event, register_group, register_reminders, register_subject
from portal.notifications.domain.reminders import moments
from portal.people.enums import Nation
from portal.people.models import User
from portal.people.queries.bankholidays import bank_holidays
from portal.voices.permissions.statements import is_reader
from portal.voices.queries.moderation import LATE_AFTER_DAYS
from portal.voices.queries.waiting import readers_of_objections, readers_of_unread
from portal.workingdays import add_working_days

UNREAD, OBJECTION = "voices.unread", "voices.objection"
DAILY = timedelta(days=1)
MORNING = time(7)


def register() -> None:
    """Name everything; called once."""
    register_group(
        "reading",
        gettext_lazy("Reading what young people and staff say"),
        gettext_lazy("Something has waited too long, or needs a second person."),
        default="at_once",
    )
    register_event(UNREAD, gettext_lazy("Statements have been waiting to be read"), "reading")
    register_event(OBJECTION, gettext_lazy("An author waits for an answer"), "reading")
    register_subject("reading", visible)
    register_reminders("voices.reading", waiting)


def visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Say whether ``person`` reads; the notice is about the queue and says nothing of what stands in it."""
    return set(keys) if is_reader(person, at) else set()


def waiting(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind each reader of what has waited two working days, and every day until somebody has read it."""
    for given_on, people in readers_of_unread(at):
        due = add_working_days(given_on, LATE_AFTER_DAYS, bank_holidays(Nation.ENGLAND, given_on))
        words = _("Something has been waiting to be read for two working days")
        yield from _reminders(UNREAD, given_on, due, people, words, until)
    for objected_on, people in readers_of_objections(at):
        due = add_working_days(objected_on, LATE_AFTER_DAYS, bank_holidays(Nation.ENGLAND, objected_on))
        words = _("An author has been waiting for an answer for two working days")
        yield from _reminders(OBJECTION, objected_on, due, people, words, until)


def _reminders(
    event: str, since: date, due: date, people: frozenset[int], title: str, until: datetime
) -> Iterator[Reminder]:
    morning = timezone.make_aware(datetime.combine(due, MORNING))
    for moment in moments(morning, until, late_every=DAILY):
        yield Reminder(
            event=event,
            thing=f"{since:%Y%m%d}",
            due=moment,
            people=people,
            subject_kind="reading",
            subject_id=0,
            title=title,
            url=reverse("voices:moderation"),
            where=_("Reading what young people and staff say"),
        )
