"""Who writes a report, who says what of its draft, who corrects it, who makes it final, who reads which version."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.reviews import ALLOWED, IS_FINAL, WITH_REPORT
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import AccuracyComment, ReportVersion, Review, TeamSeat
from peerreview.permissions.reviews import can_manage_review
from peerreview.permissions.selfassessments import hosts_as
from peerreview.permissions.teams import is_on_team, was_there
from peerreview.queries.accuracy import comments_closed
from peerreview.queries.reports import lead_seat, report_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def _on_team(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` is on the team; asked once for a review as it was read, however often a page asks."""
    kept: dict[object, bool] = review.__dict__.setdefault("_on_team", {})
    if (person.pk, at) not in kept:
        kept[person.pk, at] = is_on_team(person, review, at)
    return kept[person.pk, at]


def is_report_lead(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether the report is ``person``'s to answer for."""
    report = report_of(review)
    if report is not None:
        return report.lead_id == person.pk and _on_team(person, review, at)
    seat = lead_seat(review)
    return seat is not None and seat.person_id == person.pk and _on_team(person, review, at)


def can_read_writing(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads the report as it is written: the team, and who runs the review."""
    if review.state not in WITH_REPORT:
        return False
    return _on_team(person, review, at) or can_manage_review(person, review, at)


def can_write_report(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` writes: who was there, while it is drafted; once comments are answered, the lead corrects.

    Who had a seat and was not there saw nothing to write of.
    """
    if review.state == ReviewState.DRAFTING:
        return was_there(person, review, at)
    return review.state == ReviewState.FINALISING and is_report_lead(person, review, at)


def can_put_to_team(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` asks the team about the draft: the lead."""
    return review.state == ReviewState.DRAFTING and is_report_lead(person, review, at)


def can_say_of_draft(person: "Person", review: Review, seat: TeamSeat | None, at: datetime) -> bool:
    """Say whether ``person`` agrees or dissents: who has the seat and was there, while a draft is put to the team."""
    report = report_of(review)
    if report is None or report.put_n is None or seat is None or review.state != ReviewState.DRAFTING:
        return False
    return seat.person_id == person.pk and _on_team(person, review, at)


def can_move_report(person: "Person", review: Review, to: ReviewState, at: datetime) -> bool:
    """Say whether ``person`` brings the report a stage on: the lead to the service and to its correction."""
    if to not in ALLOWED[ReviewState(review.state)] or to is ReviewState.FINAL:
        return False
    return is_report_lead(person, review, at)


def can_finalise(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` makes it final: who runs the review, and never its lead (invariant 18)."""
    report = report_of(review)
    if report is None or review.state != ReviewState.FINALISING or report.lead_id == person.pk:
        return False
    return can_manage_review(person, review, at)


def can_comment(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` says what is not accurate: the host lead, in the service's window."""
    report = report_of(review)
    if report is None or review.state != ReviewState.ACCURACY_CHECK or report.host_done_at is not None:
        return False
    return hosts_as(person, review, at) is HostKind.LEAD and not comments_closed(review, at)


def can_answer_comment(person: "Person", review: Review, comment: AccuracyComment, at: datetime) -> bool:
    """Say whether ``person`` says what became of a comment: the lead, until the report goes on."""
    return review.state == ReviewState.ACCURACY_CHECK and is_report_lead(person, review, at)


def can_read_comments(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` reads what the service said and what became of it: both sides, and who runs it."""
    if hosts_as(person, review, at) is HostKind.LEAD:
        return review.state in WITH_REPORT - {ReviewState.DRAFTING}
    return can_read_writing(person, review, at)


def readable_kinds(person: "Person", review: Review, at: datetime) -> frozenset[str]:
    """Return which versions ``person`` reads: the service its draft in its window only, and then what is final."""
    if hosts_as(person, review, at) is not None:
        if review.state == ReviewState.ACCURACY_CHECK:
            return frozenset({VersionKind.ACCURACY})
        return frozenset({VersionKind.FINAL, VersionKind.PUBLIC}) if review.state in IS_FINAL else frozenset()
    return frozenset(VersionKind.values) if can_read_writing(person, review, at) else frozenset()


def can_read_version(person: "Person", review: Review, version: ReportVersion, at: datetime) -> bool:
    """Say whether ``person`` reads one version."""
    return version.kind in readable_kinds(person, review, at)
