"""The service's window for saying what is not accurate, and what it said."""

from datetime import datetime

from peerreview.enums.reviews import DeadlineKind
from peerreview.models import AccuracyComment, Deadline, Review, VisitReport
from portal.people.models.periods import day_of


def comments_closed(review: Review, at: datetime) -> bool:
    """Say whether the service's time for comments is over."""
    rows = Deadline.objects.filter(review=review, kind=DeadlineKind.ACCURACY)
    return rows.filter(due_on__lt=day_of(at)).exists()


def comments_of(report: VisitReport) -> list[AccuracyComment]:
    """Return every comment, round by round."""
    rows = AccuracyComment.objects.filter(version__report=report).select_related("version", "by", "answered_by")
    return list(rows.order_by("version__n", "n"))


def find_comment(review: Review, version: int, n: int) -> AccuracyComment | None:
    """Return one comment of a review's report."""
    rows = AccuracyComment.objects.filter(version__report__review=review, version__n=version, n=n)
    return rows.select_related("version__report").first()
