"""Publishing a report by the service's consent, and taking it back: a marked gap stays in its place.

Locks: the review, the report, the head of the ledger.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from peerreview.actions.reportfiles import keeping_files
from peerreview.actions.reports import make_version
from peerreview.actions.reviews import lock_review
from peerreview.announcements import reports as announce
from peerreview.domain.reports import Report, read_report, with_gap
from peerreview.enums.reports import Publication, VersionKind
from peerreview.models import LookedAtWord, ReportVersion, Review, VisitReport
from peerreview.permissions import publications as permissions
from peerreview.queries import publications as queries
from peerreview.queries.reports import latest
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def look_at_words(*, review: Review, stay: Collection[str], by: User, at: datetime) -> list[LookedAtWord]:
    """Decide about every word that might say who or where: it stays, or it is left out of the public text."""
    review, report, words = _prepared(review, by, at)
    looked = queries.words_of(report, words)
    rows = []
    for word in looked.to_look_at:
        row = looked.decided.get(word) or LookedAtWord(report=report, word=word)
        if row.pk and row.stays == (word in stay):
            continue
        row.stays, row.by, row.at = word in stay, by, at
        save_with_history(row, by=by, reason=_("Looked at before publication"), at=at)
        rows.append(row)
    return rows


@transaction.atomic
def offer_publication(*, review: Review, by: User, at: datetime) -> VisitReport:
    """Ask the service whether everybody may read its report, in a text of which every flagged word was looked at."""
    review, report, words = _prepared(review, by, at)
    if open_ones := queries.words_of(report, words).open:
        raise Refused(
            _("Words that may say who or where have not been looked at: %(many)d.") % {"many": len(open_ones)}
        )
    report.publication = Publication.OFFERED
    report.public_code = report.public_code or secrets.token_hex(8)
    save_with_history(report, by=by, reason=_("Offered to the service"), at=at)
    announce.publication_offered(review, report, by, at)
    return report


@transaction.atomic
def decline_publication(*, review: Review, by: User, at: datetime) -> VisitReport:
    """Say no: the report stays with those concerned."""
    _review, report = _of_host(review, Publication.PRIVATE, by, at)
    report.publication = Publication.PRIVATE
    save_with_history(report, by=by, reason=_("Not published, by the service's wish"), at=at)
    return report


def consent(*, review: Review, named: bool, by: User, at: datetime) -> ReportVersion:
    """Let everybody read the report; ``named`` only when the service chose that its name and place are said."""
    with keeping_files() as keep, transaction.atomic():
        review, report = _of_host(review, Publication.PUBLISHED, by, at)
        version = _made(review, report, queries.public_text(review, report, _final(report), named=named), by, at)
        keep(version, by, at)
        report.publication, report.is_named = Publication.PUBLISHED, named
        report.consented_by, report.consented_at = by, at
        save_with_history(report, by=by, reason=_("Published by the service's consent"), at=at)
        append_to_ledger(kind="peer_review.report_published", subject=version, by=by, at=at)
    return version


def withdraw_consent(*, review: Review, by: User, at: datetime) -> ReportVersion:
    """Take consent back: a new version holds a marked gap where the text was (invariant 24)."""
    with keeping_files() as keep, transaction.atomic():
        review, report = _of_host(review, Publication.WITHDRAWN, by, at)
        public = latest(report, VersionKind.PUBLIC)
        assert public is not None  # noqa: S101 - what is published has a public version
        day = date_format(localdate(at), "j F Y")
        gap = _("The service took its consent to publication back on %(day)s.") % {"day": day}
        version = _made(review, report, with_gap(read_report(public.content), gap), by, at)
        keep(version, by, at)
        report.publication, report.is_named = Publication.WITHDRAWN, False
        save_with_history(report, by=by, reason=_("Consent taken back"), at=at)
        append_to_ledger(kind="peer_review.report_published", subject=version, by=by, at=at)
    return version


def _made(review: Review, report: VisitReport, words: Report, by: User, at: datetime) -> ReportVersion:
    return make_version(review, report, VersionKind.PUBLIC, words, by, at)


def _prepared(review: Review, by: User, at: datetime) -> tuple[Review, VisitReport, Report]:
    review = lock_review(review, by=by)
    if not permissions.can_prepare(by, review, at):
        raise PermissionDenied
    report = _locked(review)
    return review, report, _final(report)


def _of_host(review: Review, to: Publication, by: User, at: datetime) -> tuple[Review, VisitReport]:
    review = lock_review(review, by=by)
    if not permissions.can_publish(by, review, to, at):
        raise PermissionDenied
    return review, _locked(review)


def _locked(review: Review) -> VisitReport:
    return VisitReport.objects.select_for_update(of=("self",)).get(review=review)


def _final(report: VisitReport) -> Report:
    words = queries.final_report(report)
    assert words is not None  # noqa: S101 - only a final report is prepared and published
    return words
