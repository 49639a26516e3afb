"""What everybody may read of a report, what is looked at before, and the reports that are published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery

from peerreview.domain.publications import flagged, in_context, parts_of, without
from peerreview.domain.reports import Report, read_report
from peerreview.enums.reports import Publication, VersionKind
from peerreview.models import HostRole, LookedAtWord, ReportVersion, Review, TeamSeat, VisitReport
from peerreview.queries.reports import latest


@dataclass(frozen=True)
class Words:
    """The words of a report that might say who or where."""

    to_look_at: Mapping[str, str]
    """Each with the words around it."""
    decided: dict[str, LookedAtWord]

    @property
    def open(self) -> tuple[str, ...]:
        """Return those nobody has decided about."""
        return tuple(word for word in self.to_look_at if word not in self.decided)

    @property
    def left_out(self) -> frozenset[str]:
        """Return those that are left out."""
        return frozenset(word for word, row in self.decided.items() if not row.stays)


def final_report(report: VisitReport) -> Report | None:
    """Return the words of the final version."""
    version = latest(report, VersionKind.FINAL)
    return read_report(version.content) if version else None


def words_of(report: VisitReport, words: Report) -> Words:
    """Return what is to be looked at in the final report, and what somebody decided."""
    return Words(
        {word: in_context(words, word) for word in flagged(words)},
        {row.word: row for row in LookedAtWord.objects.filter(report=report)},
    )


def public_text(review: Review, report: VisitReport, words: Report, *, named: bool) -> Report:
    """Return the text for everybody: people never named, the service unnamed and unplaced unless it chose to be."""
    left_out = set(words_of(report, words).left_out) | _people(review)
    if not named:
        left_out |= _whereabouts(review)
    public = without(words, left_out)
    if named:
        return replace(public, service=review.service.public_name or review.service.name)
    return replace(public, service=str(review.service.get_kind_display()), visited_on="")


def _people(review: Review) -> frozenset[str]:
    hosts = HostRole.objects.filter(service=review.service_id).values_list("person__name", flat=True)
    seats = TeamSeat.objects.filter(team__review=review, person__isnull=False).values_list("person__name", flat=True)
    return parts_of([*hosts, *seats])


def _whereabouts(review: Review) -> frozenset[str]:
    service = review.service
    owner = service.owner.name if service.owner else ""
    authority = service.authority.name if service.authority else ""
    names = (service.name, service.public_name, service.urn, owner, authority, service.authority_name)
    return parts_of([*names, service.region.name])


def published() -> QuerySet[VisitReport]:
    """Return the reports everybody may read, the newest first, each with the number of its public version."""
    newest = ReportVersion.objects.filter(report=OuterRef("pk"), kind=VersionKind.PUBLIC).order_by("-n")
    rows = VisitReport.objects.filter(publication=Publication.PUBLISHED)
    return rows.annotate(
        service_words=Subquery(newest.values("content__service")[:1]),
        cycle_words=Subquery(newest.values("content__cycle")[:1]),
        kind_words=Subquery(newest.values("content__kind")[:1]),
    ).order_by("-consented_at", "-pk")


def find_public(code: str) -> ReportVersion | None:
    """Return the newest public version of a report that is or was published; of a withdrawn one that is the gap."""
    rows = ReportVersion.objects.filter(kind=VersionKind.PUBLIC, report__public_code=code)
    states = (Publication.PUBLISHED, Publication.WITHDRAWN, Publication.OFFERED)
    return rows.filter(report__publication__in=states).select_related("report").order_by("-n").first()
