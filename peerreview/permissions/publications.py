"""Who prepares a report for everybody, and whose consent publishes it."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.publications import ALLOWED
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import Publication
from peerreview.models import Review
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.selfassessments import hosts_as
from peerreview.queries.reports import report_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_prepare(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` looks at the words and offers publication: who runs the review, once it is final."""
    report = report_of(review)
    if report is None or report.finalised_at is None or Publication.OFFERED not in _onward(review):
        return False
    return can_manage_review(person, review, at)


def can_publish(person: "Person", review: Review, to: Publication, at: datetime) -> bool:
    """Say whether ``person`` consents, declines or takes consent back: the host lead alone."""
    return to in _onward(review) and hosts_as(person, review, at) is HostKind.LEAD


def _onward(review: Review) -> frozenset[Publication]:
    report = report_of(review)
    return ALLOWED[Publication(report.publication)] if report is not None else frozenset()
