"""From a draft everybody has spoken of to a report that is final: the service's comments, their answers, the finaliser.

Locks: the review, the report, its deadlines, the head of the ledger.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.actions.carrying import link_carried
from peerreview.actions.deadlines import mark_done, open_again, set_deadline
from peerreview.actions.reportfiles import keeping_files
from peerreview.actions.reports import insist_on_whole, is_as_put, make_version
from peerreview.actions.reviews import lock_review, move_review
from peerreview.announcements import reports as announce
from peerreview.domain.reports import paragraphs, read_report
from peerreview.domain.reviewclock import plan_deadlines
from peerreview.enums.reports import CommentOutcome, VersionKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import AccuracyComment, ReportVersion, Review, VisitReport
from peerreview.permissions import reports as permissions
from peerreview.queries import reports as queries
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused
from portal.workingdays import add_working_days


@transaction.atomic
def send_for_accuracy(*, review: Review, reason: str, by: User, at: datetime) -> ReportVersion:
    """Give the draft to the service for its comments; from finalising, a second time and with a reason."""
    review, report = _taken(review, ReviewState.ACCURACY_CHECK, by, at)
    again = review.state == ReviewState.FINALISING
    insist_on_whole(review, report)
    if not again and report.put_n is not None and not is_as_put(review, report):
        raise Refused(_("The draft is not what the team was asked about. Put it to the team again."))
    if again and not reason.strip():
        raise Refused(_("Say why the service is asked a second time."))
    words = reason.strip() or _("Given to the service")
    review = move_review(review, ReviewState.ACCURACY_CHECK, by, words, at)
    version = make_version(review, report, VersionKind.ACCURACY, queries.working_report(review, report), by, at)
    report.host_done_at = None
    save_with_history(report, by=by, reason=words, at=at)
    due = add_working_days(day_of(at), review.cycle.rules.accuracy_days, _holidays(review, at))
    mark_done(review=review, kind=DeadlineKind.DRAFT, by=by, reason=words, at=at)
    if again:
        open_again(review=review, kind=DeadlineKind.ACCURACY, until=due, by=by, reason=words, at=at)
    else:
        set_deadline(review=review, kind=DeadlineKind.ACCURACY, due_on=due, by=by, reason=words, at=at)
    return version


@transaction.atomic
def comment_on(*, review: Review, paragraph: int, statement: str, by: User, at: datetime) -> AccuracyComment:
    """Say what is not accurate in a paragraph of the version the service was given last."""
    review = lock_review(review, by=by)
    report = queries.report_of(review)
    if report is None or not permissions.can_comment(by, review, at):
        raise PermissionDenied
    version = queries.latest(report, VersionKind.ACCURACY)
    assert version is not None  # noqa: S101 - a report comes to this stage with one
    if not 1 <= paragraph <= len(paragraphs(read_report(version.content))):
        raise Refused(_("There is no paragraph with this number."))
    last = AccuracyComment.objects.filter(version=version).aggregate(last=Max("n"))["last"] or 0
    row = AccuracyComment(version=version, n=last + 1, paragraph=paragraph, statement=statement.strip(), by=by, at=at)
    save_with_history(row, by=by, reason=_("Comment on accuracy"), at=at)
    return row


@transaction.atomic
def finish_comments(*, review: Review, by: User, at: datetime) -> VisitReport:
    """Say that the service has no more comments: the lead need not wait for the last day."""
    review = lock_review(review, by=by)
    report = queries.report_of(review)
    if report is None or not permissions.can_comment(by, review, at):
        raise PermissionDenied
    report.host_done_at = at
    save_with_history(report, by=by, reason=_("No more comments"), at=at)
    mark_done(review=review, kind=DeadlineKind.ACCURACY, by=by, reason=_("No more comments"), at=at)
    announce.comments_finished(review, report, by, at)
    return report


@transaction.atomic
def answer_comment(
    *, comment: AccuracyComment, outcome: CommentOutcome, reason: str, by: User, at: datetime
) -> AccuracyComment:
    """Say what became of a comment, and why; until the report goes on, the answer can be written anew."""
    review = lock_review(comment.version.report.review, by=by)
    if not permissions.can_answer_comment(by, review, comment, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    row = AccuracyComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    row.outcome, row.reason, row.answered_by, row.answered_at = outcome, reason.strip(), by, at
    save_with_history(row, by=by, reason=_("Answered"), at=at)
    return row


@transaction.atomic
def begin_finalising(*, review: Review, by: User, at: datetime) -> Review:
    """Go on to correct what was not accurate, when every comment is answered and the service had its time."""
    review, _report = _taken(review, ReviewState.FINALISING, by, at)
    words = _("Every comment is answered")
    review = move_review(review, ReviewState.FINALISING, by, words, at)
    mark_done(review=review, kind=DeadlineKind.ACCURACY, by=by, reason=words, at=at)
    due = add_working_days(day_of(at), review.cycle.rules.final_days, _holidays(review, at))
    deadline = set_deadline(review=review, kind=DeadlineKind.FINAL, due_on=due, by=by, reason=words, at=at)
    if due > deadline.due_on:
        open_again(review=review, kind=DeadlineKind.FINAL, until=due, by=by, reason=words, at=at)
    return review


def finalise(*, review: Review, by: User, at: datetime) -> ReportVersion:
    """Make the report final: by another than its lead, with every hash stored; what is due after it is counted."""
    with keeping_files() as keep, transaction.atomic():
        review = lock_review(review, by=by)
        report = _locked(review)
        if report is None or not permissions.can_finalise(by, review, at):
            raise PermissionDenied
        insist_on_whole(review, report)
        version = make_version(review, report, VersionKind.FINAL, queries.working_report(review, report), by, at)
        keep(version, by, at)
        report.finalised_by, report.finalised_at = by, at
        words = _("Made final")
        save_with_history(report, by=by, reason=words, at=at)
        review.report = report
        review = move_review(review, ReviewState.FINAL, by, words, at)
        mark_done(review=review, kind=DeadlineKind.FINAL, by=by, reason=words, at=at)
        for kind, due in plan_deadlines(day_of(at), review.cycle.rules, _holidays(review, at)).items():
            set_deadline(review=review, kind=kind, due_on=due, by=by, reason=words, at=at)
        link_carried(review, by, at)
        append_to_ledger(kind="peer_review.report_final", subject=version, by=by, at=at)
    return version


def _taken(review: Review, to: ReviewState, by: User, at: datetime) -> tuple[Review, VisitReport]:
    review = lock_review(review, by=by)
    if not permissions.can_move_report(by, review, to, at):
        raise PermissionDenied
    report = _locked(review)
    if report is None:
        raise Refused(_("Nothing is written yet."))
    return review, report


def _locked(review: Review) -> VisitReport | None:
    return VisitReport.objects.select_for_update(of=("self",)).filter(review=review).first()


def _holidays(review: Review, at: datetime) -> Collection[date]:
    return bank_holidays(review.service.region.nation, day_of(at))
