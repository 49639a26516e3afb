"""Writing a report: judgements as they are typed, summaries, achievements; the draft put to the team, and who agrees.

Locks: the review, the report, what is written. A change after the draft was put to the team asks the team again.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.actions.deadlines import set_deadline
from peerreview.actions.reviews import lock_review
from peerreview.actions.typed import Saved, take_in
from peerreview.announcements import reports as announce
from peerreview.domain.judgements import Judgement, half_done
from peerreview.domain.reports import Report, content_hash, draft_hash, read_report
from peerreview.domain.selfassessments import Save
from peerreview.enums.reports import SeatStance, VersionKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.selfassessments import Score, Voice
from peerreview.enums.teams import SeatState
from peerreview.models import (
    Achievement,
    EvidencePortfolio,
    KeptJudgement,
    PeerJudgement,
    Recommendation,
    ReportVersion,
    Review,
    SeatAgreement,
    Standard,
    StandardResponse,
    TeamSeat,
    VisitReport,
)
from peerreview.permissions import reports as permissions
from peerreview.queries import reports as queries
from peerreview.queries.selfassessments import applies_here
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused
from portal.workingdays import add_working_days


@transaction.atomic
def save_judgement(
    *, review: Review, standard: Standard, save: Save, by: User, at: datetime, settles: bool = False
) -> Saved:
    """Store what one page holds of a judgement; where another came between in the same field, both texts stay."""
    review = open_for_writing(review, by, at)
    asked_here = applies_here(standard.applies_to, standard.nations, review.service)
    if standard.edition_id != review.edition_id or not asked_here:
        raise Refused(_("This standard does not belong to the review."))
    if save.answer.score and save.answer.score not in Score.values:
        raise Refused(_("This is not one of the scores."))
    report = queries.report_of(review)
    rows = PeerJudgement.objects.select_for_update().filter(report=report, standard=standard)
    row = rows.first() if report else None
    if row is None:
        if not save.answer.is_begun:
            return Saved(None, None, Judgement())
        row = PeerJudgement(report=report_for_writing(review, by, at), standard=standard, saved_by=by, saved_at=at)
    row.own_score = _own_score(review, standard)
    before = row.version
    kept = take_in(row, save, KeptJudgement, "judgement", by, at, settles=settles)
    if row.version != before:
        note_change(row.report, review, by, at)
    return Saved(row, kept)


def _own_score(review: Review, standard: Standard) -> str:
    rows = StandardResponse.objects.filter(self_assessment__review=review, standard=standard, voice=Voice.STAFF)
    return rows.values_list("score", flat=True).first() or ""


@transaction.atomic
def write_summaries(
    *, review: Review, summary: str, plain_summary: str, base: int, by: User, at: datetime
) -> VisitReport:
    """Write the summary and the one for young people, as who has read what stands now."""
    review = open_for_writing(review, by, at)
    report = report_for_writing(review, by, at)
    insist_on_newest(report.version, base)
    if (report.summary, report.plain_summary) == (summary.strip(), plain_summary.strip()):
        return report
    report.summary, report.plain_summary = summary.strip(), plain_summary.strip()
    report.version += 1
    save_with_history(report, by=by, reason=_("Summaries written"), at=at)
    note_change(report, review, by, at)
    return report


@transaction.atomic
def name_achievement(*, review: Review, text: str, by: User, at: datetime) -> Achievement:
    """Name something the service does well."""
    review = open_for_writing(review, by, at)
    report = report_for_writing(review, by, at)
    row = Achievement(report=report, n=next_n(Achievement, report), text=text.strip())
    save_with_history(row, by=by, reason=_("Achievement named"), at=at)
    note_change(report, review, by, at)
    return row


@transaction.atomic
def change_achievement(*, achievement: Achievement, text: str, base: int, by: User, at: datetime) -> Achievement:
    """Write an achievement anew, as who has read it as it stands now."""
    review = open_for_writing(achievement.report.review, by, at)
    row = Achievement.objects.select_for_update().select_related("report").get(pk=achievement.pk, removed_at=None)
    insist_on_newest(row.version, base)
    row.text, row.version = text.strip(), row.version + 1
    save_with_history(row, by=by, reason=_("Achievement changed"), at=at)
    note_change(row.report, review, by, at)
    return row


@transaction.atomic
def take_out(*, row: Achievement | Recommendation, reason: str, by: User, at: datetime) -> None:
    """Take an achievement or a recommendation out of the report, with a reason; it stays in the history."""
    review = open_for_writing(row.report.review, by, at)
    row = type(row)._default_manager.select_for_update().select_related("report").get(pk=row.pk)
    if row.removed_at is None:
        row.removed_at = at
        save_with_history(row, by=by, reason=reason.strip(), at=at)
        note_change(row.report, review, by, at)


@transaction.atomic
def put_to_team(*, review: Review, by: User, at: datetime) -> ReportVersion:
    """Ask the team about the draft as it stands: what they say is said of exactly this version."""
    review = lock_review(review, by=by)
    if not permissions.can_put_to_team(by, review, at):
        raise PermissionDenied
    report = report_for_writing(review, by, at)
    if report.put_n is not None:
        return ReportVersion.objects.get(report=report, n=report.put_n)
    insist_on_whole(review, report)
    version = make_version(review, report, VersionKind.DRAFT, queries.working_report(review, report), by, at)
    report.put_n = version.n
    save_with_history(report, by=by, reason=_("Draft put to the team"), at=at)
    announce.draft_put(review, version, by, at)
    return version


@transaction.atomic
def say_of_draft(*, review: Review, stance: SeatStance, text: str, by: User, at: datetime) -> SeatAgreement:
    """Agree to the draft, or have a dissent noted in it; said once of each draft."""
    review = lock_review(review, by=by)
    report = queries.report_of(review)
    seat = TeamSeat.objects.filter(team__review=review, person=by, state=SeatState.ATTENDED).first()
    if report is None or seat is None or not permissions.can_say_of_draft(by, review, seat, at):
        raise PermissionDenied
    version = ReportVersion.objects.get(report=report, n=report.put_n or 0)
    if SeatAgreement.objects.filter(version=version, seat=seat).exists():
        raise Refused(_("You have said what you think of this draft. The lead can put it to the team again."))
    words = text.strip() if stance is SeatStance.DISSENTS else ""
    row = SeatAgreement(version=version, seat=seat, stance=stance, text=words, by=by, at=at)
    save_with_history(row, by=by, reason=_("Said of the draft"), at=at)
    announce.said_of_draft(review, row, by, at)
    return row


def open_for_writing(review: Review, by: User, at: datetime) -> Review:
    """Take the review for writing in its report."""
    review = lock_review(review, by=by)
    if not permissions.can_write_report(by, review, at):
        if permissions.can_read_writing(by, review, at):
            raise Refused(_("The report is not open for writing now: it stands as it is."))
        raise PermissionDenied
    return review


def report_for_writing(review: Review, by: User, at: datetime) -> VisitReport:
    """Return the report, made with its first word; the review is locked, so two first words make one report."""
    found = VisitReport.objects.select_for_update(of=("self",)).filter(review=review).first()
    if found is not None:
        return found
    seat = queries.lead_seat(review)
    if seat is None or seat.person is None:
        raise Refused(_("It is not recorded who visited: nobody can answer for the report."))
    found = VisitReport(review=review, lead=seat.person, begun_at=at)
    save_with_history(found, by=by, reason=_("First word written"), at=at)
    ask_for_draft(review, by, at)
    return found


def ask_for_draft(review: Review, by: User, at: datetime) -> None:
    """Say when the draft is due, counted from the day of the visit; inside the transaction of the act that began it."""
    visit = getattr(review, "visit", None)
    day = visit.confirmed_on if visit is not None and visit.confirmed_on else day_of(review.state_since)
    due = add_working_days(day, review.cycle.rules.draft_days, bank_holidays(review.service.region.nation, day))
    set_deadline(review=review, kind=DeadlineKind.DRAFT, due_on=due, by=by, reason=_("The visit was held"), at=at)


def note_change(report: VisitReport, review: Review, by: User, at: datetime) -> None:
    """Take the draft back from the team when a word of it changes: nobody has agreed to what is new."""
    if report.put_n is not None and review.state == ReviewState.DRAFTING:
        report.put_n = None
        save_with_history(report, by=by, reason=_("Changed after it was put to the team"), at=at)


def insist_on_newest(version: int, base: int) -> None:
    """Refuse who has not read what stands: a text of somebody else's is never written over unseen."""
    if version != base:
        raise Refused(_("Somebody changed this meanwhile. Your words are below; read theirs first, then save again."))


def insist_on_whole(review: Review, report: VisitReport) -> None:
    """Refuse a report in which something begun is not whole."""
    lines = [line for part in queries.judged(review, report) for line in part.lines]
    open_ones = half_done((line.answer, line.own_score) for line in lines)
    if open_ones:
        raise Refused(_("Judgements lack a score, or the reason that it asks for: %(many)d.") % {"many": open_ones})
    if kept := queries.kept_codes(report):
        raise Refused(_("Two texts wait to be put together: %(codes)s.") % {"codes": ", ".join(kept)})


def make_version(
    review: Review, report: VisitReport, kind: VersionKind, words: Report, by: User, at: datetime
) -> ReportVersion:
    """Add a version with its hashes; numbers run from 1 without a gap. The report is locked."""
    content = words.as_content()
    portfolio = EvidencePortfolio.objects.filter(review=review).order_by("-n").first()
    version = ReportVersion(
        report=report,
        n=next_n(ReportVersion, report),
        kind=kind,
        content=content,
        sha256=content_hash(content),
        edition_sha256=review.edition.sha256,
        portfolio_sha256=portfolio.sha256 if portfolio else "",
        made_by=by,
        made_at=at,
    )
    save_with_history(version, by=by, reason=str(kind.label), at=at)
    return version


def is_as_put(review: Review, report: VisitReport) -> bool:
    """Say whether the report still is what the team was asked about."""
    version = ReportVersion.objects.filter(report=report, n=report.put_n or 0).first()
    return version is not None and draft_hash(read_report(version.content)) == draft_hash(
        queries.working_report(review, report)
    )


def next_n(model: type[Achievement] | type[Recommendation] | type[ReportVersion], report: VisitReport) -> int:
    """Return the next number of a report's own rows; numbers are never given again."""
    found: int | None = model._default_manager.filter(report=report).aggregate(last=Max("n"))["last"]
    return (found or 0) + 1
