"""What must always be true of reports, asked of the live data: a sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q

from peerreview.domain.reports import content_hash, draft_hash, read_report
from peerreview.domain.reviews import IS_FINAL
from peerreview.enums.reports import Publication, VersionKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    CoreValue,
    PeerJudgement,
    RecommendationStandard,
    ReportFile,
    ReportVersion,
    Review,
    VisitReport,
)
from peerreview.models.reportfiles import REPORTS
from peerreview.queries.reports import working_report


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _of_the_edition()
    yield from _versions()
    yield from _files()
    yield from _final()
    yield from _put()
    yield from _values()
    yield from _consent()


def _of_the_edition() -> Iterator[str]:
    """2: what is judged and recommended belongs to the edition of its review."""
    for row in PeerJudgement.objects.exclude(standard__edition=F("report__review__edition")):
        yield f"2: judgement {row.pk} is about a standard of another edition than its review's."
    for link in RecommendationStandard.objects.exclude(standard__edition=F("recommendation__report__review__edition")):
        yield f"2: recommendation {link.recommendation_id} rests on a standard of another edition than its review's."


def _versions() -> Iterator[str]:
    """3 and 5: numbered from 1 without a gap, one final, each as it was made, of the edition as it was published."""
    numbers: dict[int, list[int]] = {}
    rows = ReportVersion.objects.select_related("report__review__edition").order_by("report", "n")
    for row in rows.iterator():
        numbers.setdefault(row.report_id, []).append(row.n)
        if content_hash(row.content) != row.sha256:
            yield f"5: version {row.n} of report {row.report_id} is not what was made."
        if row.edition_sha256 != row.report.review.edition.sha256:
            yield f"3: version {row.n} of report {row.report_id} was made of another edition than its review's."
    for report, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"5: the versions of report {report} are not numbered from 1 without a gap."


def _files() -> Iterator[str]:
    """3 and 5: every kept file lies where its row says, byte for byte, and no file lies there without a row."""
    known = set()
    for row in ReportFile.objects.order_by("pk").iterator():
        known.add(row.file)
        if REPORTS.fingerprint(row.file) != (row.sha256, row.size):
            yield f"5: file {row.pk} of a report is missing or not what was kept."
    for name in REPORTS.names():
        if name not in known:
            yield f"5: the folder of reports holds a file that belongs to nothing: {name}."


def _final() -> Iterator[str]:
    """5 and 18: a review past its final report has exactly one, made final by another than its lead."""
    for report in VisitReport.objects.filter(finalised_by=F("lead")):
        yield f"18: report {report.pk} was made final by its lead."
    final = set(ReportVersion.objects.filter(kind=VersionKind.FINAL).values_list("report__review", flat=True))
    for key, state in Review.objects.filter(report__isnull=False).values_list("pk", "state"):
        if (ReviewState(state) in IS_FINAL) != (key in final):
            yield f"5: review {key} stands at “{state}”, and its report is {'' if key in final else 'not '}final."


def _put() -> Iterator[str]:
    """17: the draft a team is asked about is the draft as it stands."""
    rows = VisitReport.objects.filter(put_n__isnull=False, review__state=ReviewState.DRAFTING)
    for report in rows.select_related("review__service__region", "review__cycle", "review__edition"):
        version = ReportVersion.objects.filter(report=report, n=report.put_n or 0).first()
        now = draft_hash(working_report(report.review, report))
        if version is None or draft_hash(read_report(version.content)) != now:
            yield f"17: the team of review {report.review_id} is asked about a draft that has changed since."


def _values() -> Iterator[str]:
    """9: sections are counted, so that none of them may be a value."""
    values = {title.casefold() for title in CoreValue.objects.values_list("title", flat=True)}
    rows = ReportVersion.objects.order_by("report", "n").values_list("report", "n", "content__sections")
    for report, n, sections in rows.iterator():
        for section in sections or ():
            if section["title"].casefold() in values:
                yield f"9: version {n} of report {report} counts by value: {section['title']}."


def _consent() -> Iterator[str]:
    """24: everybody reads what the service agrees to; of what it took back a version with a marked gap is left."""
    newest: dict[int, tuple[int, str]] = {}
    rows = ReportVersion.objects.filter(kind=VersionKind.PUBLIC).order_by("report", "n")
    for key, n, gap in rows.values_list("report", "n", "content__gap").iterator():
        newest[key] = (n, gap or "")
    reports = VisitReport.objects.filter(Q(pk__in=newest) | Q(publication=Publication.PUBLISHED)).order_by("pk")
    for report in reports:
        n, gap = newest.get(report.pk, (0, ""))
        is_published = report.publication == Publication.PUBLISHED
        if is_published and (not n or gap):
            yield f"24: report {report.pk} is published, and there is no text for everybody to read."
        elif is_published and (report.consented_by_id is None or not report.consented_at):
            yield f"24: report {report.pk} is published, and nobody of the service agreed to it."
        elif not is_published and not gap:
            yield f"24: version {n} of report {report.pk} is for everybody, without consent and without a marked gap."
