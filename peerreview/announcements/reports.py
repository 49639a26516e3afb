"""Who is told of what happens to a report. A title leaves the portal and never names the service."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from peerreview.announcements.telling import tell_of_review
from peerreview.models import ReportVersion, Review, SeatAgreement, VisitReport
from peerreview.queries.people import hosts_of
from peerreview.queries.reports import seats_that_attended
from portal.people.models import User


def draft_put(review: Review, version: ReportVersion, by: User, at: datetime) -> None:
    """Ask everybody of the team what they say of the draft."""
    people = [seat.person_id for seat in seats_that_attended(review) if seat.person_id]
    title = _("A report you visited for waits for your agreement or your dissent")
    _tell("report_put", f"{version.pk}", review, title, people, by, at)


def said_of_draft(review: Review, row: SeatAgreement, by: User, at: datetime) -> None:
    """Tell the lead that somebody has spoken."""
    title = _("Somebody of your team has said what they think of the draft")
    _tell("report_said", f"{row.pk}", review, title, [row.version.report.lead_id], by, at)


def comments_finished(review: Review, report: VisitReport, by: User, at: datetime) -> None:
    """Tell the lead that the service has said all it wants to say."""
    title = _("A service has read its draft report and has no more comments")
    _tell("report_checked", f"{report.pk}:{at:%Y%m%d%H%M%S}", review, title, [report.lead_id], by, at)


def publication_offered(review: Review, report: VisitReport, by: User, at: datetime) -> None:
    """Ask the host leads whether everybody may read the report."""
    leads = hosts_of([review.service_id], at, leads_only=True).get(review.service_id, frozenset())
    title = _("Say whether everybody may read the report on your service")
    _tell("report_offered", f"{report.pk}:{at:%Y%m%d%H%M%S}", review, title, leads, by, at)


def _tell(event: str, key: str, review: Review, title: str, people: Iterable[int], by: User, at: datetime) -> None:
    tell_of_review(event, review, title, people, at, by=by, page="report/", key=f"{event}:{key}")
