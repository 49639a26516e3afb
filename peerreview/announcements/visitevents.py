"""What the portal learns of visits when it starts: events, the dates in letters and calendars."""

from django.utils.translation import gettext_lazy as _

from peerreview.announcements import visitreminders
from peerreview.queries import visitcards, visits
from portal.notifications import register_calendar, register_calendar_letter, register_event, register_reminders
from portal.today import register_today

# What is said of days brings them along.
WITH_DATES = ("visit_held", "days_wanted", "visit_fixed", "visit_freed", "team_confirmed", "scheduled")


def register() -> None:
    """Name everything; called once, after the events of reviews and teams."""
    for event, label in (
        ("visit_held", _("Days are held for a visit")),
        ("days_wanted", _("Say on which days you can come to a visit")),
        ("days_answered", _("A team has said when it can come")),
        ("visit_fixed", _("The day of a visit is fixed")),
        ("visit_freed", _("The days held for a visit are free again")),
        ("timetable_shown", _("Look at the timetable of your visit")),
        ("timetable_agreed", _("The timetable of a visit is agreed")),
        ("visit_has_been", _("A visit has been")),
    ):
        register_event(f"peer_review.{event}", label, "review_teams")
    register_calendar(visits.calendar)
    register_reminders("peerreview.visit_days", visitreminders.days_wanted)
    register_today("peerreview.visits", cards=visitcards.cards)
    for event in WITH_DATES:
        register_calendar_letter(f"peer_review.{event}", visits.of_letter)
