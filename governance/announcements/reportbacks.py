"""Report-backs and responses, told in the past tense; who is told of them stands in ``representation.py``."""

from datetime import datetime

from governance import signals
from governance.models import ConstituencyResponse, ReportBack, ReportBackCorrection
from portal.people.models import User


def report_back_sent(report_back: ReportBack, by: User, at: datetime) -> None:
    """Tell that a seat has reported back."""
    signals.report_back_sent.send(sender=ReportBack, report_back_id=report_back.pk, by=by, at=at)


def report_back_corrected(correction: ReportBackCorrection, by: User, at: datetime) -> None:
    """Tell that something was put right."""
    signals.report_back_corrected.send(
        sender=ReportBack, report_back_id=correction.report_back_id, correction_id=correction.pk, by=by, at=at
    )


def response_added(response: ConstituencyResponse, by: User, at: datetime) -> None:
    """Tell that a member answered."""
    signals.response_added.send(
        sender=ReportBack, report_back_id=response.report_back_id, response_id=response.pk, by=by, at=at
    )
