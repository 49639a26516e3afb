"""Who is told of the days of a visit, its timetable, and that it has been; no title names the service.

Letters about days bring them as a calendar file (``announcements/visitevents.py``), so they go to whoever did it too.
"""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerreview.announcements.telling import tell_of_review
from peerreview.models import Review, Timetable, Visit
from peerreview.queries.people import hosts_of, managers_of_review
from peerreview.queries.visits import concerned, invited_to, leads_of_team, seated_in
from portal.notifications import notify
from portal.people.models import User


def days_offered(review: Review, by: User, at: datetime) -> None:
    """Tell those who run the review that there are days, and a team that is there already to keep them free."""
    title = _("A service offered days for its visit")
    tell_of_review("days_offered", review, title, managers_of_review(review, at), at, by=by)
    title = _("Keep three days free for a visit, and say on which you can come")
    tell_of_review("visit_held", review, title, seated_in(review), at, page="visit/days/")
    for seat in invited_to(review):
        notify(
            people=[seat.person_id] if seat.person_id else [],
            event="peer_review.visit_held",
            key=f"peer_review.visit_held:seat:{seat.pk}:{at:%Y%m%d%H%M%S%f}",
            subject_kind="team_seat",
            subject_id=seat.pk,
            title=title,
            url=f"/reviewing/invitations/{seat.pk}/days/",
            at=at,
            by=by,
        )


def days_answered(review: Review, by: User, at: datetime) -> None:
    """Tell who leads the team, and who runs the review, that everybody has said on which days they can come."""
    people = managers_of_review(review, at) | leads_of_team(review)
    title = _("Your team has said when it can come: fix the day")
    tell_of_review("days_answered", review, title, people, at, by=by, page="team/")


def day_fixed(review: Review, at: datetime) -> None:
    """Tell everybody whose calendar it is in on which day the visit is."""
    visit = Visit.objects.get(review=review)
    if visit.confirmed_on is not None:
        title = _("The visit is on %(day)s") % {"day": date_format(visit.confirmed_on, "j F Y")}
        tell_of_review("visit_fixed", review, title, concerned(review, at), at)


def days_freed(review: Review, at: datetime) -> None:
    """Tell everybody that the days they kept are free again."""
    tell_of_review("visit_freed", review, _("The days held for a visit are free again"), concerned(review, at), at)


def timetable_shown(table: Timetable, by: User, at: datetime) -> None:
    """Ask the service's lead whether the day can go like this."""
    review = table.visit.review
    leads = hosts_of([review.service_id], at, leads_only=True).get(review.service_id, frozenset())
    tell_of_review(
        "timetable_shown", review, _("Look at the timetable of your visit"), leads, at, by=by, page="timetable/"
    )


def timetable_agreed(table: Timetable, by: User, at: datetime) -> None:
    """Tell the team and who runs the review that the day is agreed."""
    review = table.visit.review
    people = seated_in(review) | managers_of_review(review, at)
    tell_of_review(
        "timetable_agreed", review, _("The timetable of a visit is agreed"), people, at, by=by, page="timetable/"
    )


def visit_has_been(review: Review, by: User, at: datetime) -> None:
    """Tell the team that the notes of everybody can be read now."""
    title = _("The visit has been: read what the team noted")
    tell_of_review("visit_has_been", review, title, seated_in(review), at, by=by, page="notes/")
