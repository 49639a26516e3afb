"""Counting the final reports of a cycle, what earlier reports told, and finding network reports."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from peerreview.domain.aggregates import (
    LEVELS,
    CountedSection,
    CountedStandard,
    Earlier,
    EarlierReport,
    NetworkReport,
    Point,
    Update,
    line_of,
    read_network_report,
)
from peerreview.domain.lineagetrends import Origin, Step, gone, origins
from peerreview.domain.withholding import Answers, Counts, ToldLine, told
from peerreview.enums.aggregates import AggregateKind
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import ReviewKind
from peerreview.enums.standards import MappingKind
from peerreview.models import (
    AggregateReport,
    AggregateVersion,
    NetworkActionPoint,
    NetworkPointUpdate,
    PeerJudgement,
    ReportVersion,
    ReviewCycle,
    StandardMapping,
    StandardSetEdition,
    VisitReport,
)

# The yearly review of a member. Interim and focused ones look at a part, and would count a service twice.
COUNTED = (ReviewKind.DEVELOPMENTAL, ReviewKind.FULL, ReviewKind.ACCREDITATION)
EARLIER = 4  # reports


@dataclass(frozen=True)
class Block:
    """Services counted together for the first time in one version; what is told of them never changes afterwards."""

    reports: tuple[int, ...]
    services: tuple[int, int]
    """All, and those whose own report is not public."""
    lines: Mapping[str, ToldLine]

    def as_stored(self) -> dict[str, Any]:
        """Return it as a version keeps it."""
        lines = {code: {"n": line.n, "levels": list(line.levels)} for code, line in self.lines.items()}
        return {"reports": list(self.reports), "services": list(self.services), "lines": lines}


def read_block(stored: Mapping[str, Any]) -> Block:
    """Read what a version keeps."""
    lines = {code: line_of(line) for code, line in stored["lines"].items()}
    all_, hidden = stored["services"]
    return Block(tuple(stored["reports"]), (all_, hidden), lines)


def final_reports(cycle: ReviewCycle, edition: StandardSetEdition) -> dict[int, bool]:
    """Return the final reports that are counted, by key: one a service, its last; and whether everybody reads it.

    Who took consent back cannot take it out of the heads of those who read it: such a report counts as read.
    """
    public = ReportVersion.objects.filter(report=OuterRef("pk"), kind=VersionKind.PUBLIC)
    rows = VisitReport.objects.filter(
        review__cycle=cycle, review__edition=edition, review__kind__in=COUNTED, finalised_at__isnull=False
    ).order_by("finalised_at", "pk")
    last = {
        service: (key, is_public)
        for key, service, is_public in rows.annotate(is_public=Exists(public)).values_list(
            "pk", "review__service", "is_public"
        )
    }
    return dict(sorted(last.values()))


def count_block(edition: StandardSetEdition, reports: Mapping[int, bool], fewest: int) -> Block:
    """Count what these reports say of each standard, and decide what may be told: two statements."""
    every = counts_of(edition, list(reports))
    public = counts_of(edition, [key for key, is_public in reports.items() if is_public])
    lines = {}
    for code in edition.standards.values_list("code", flat=True):
        counts, open_ = every.get(code, (0, 0, 0)), public.get(code, (0, 0, 0))
        hidden = (counts[0] - open_[0], counts[1] - open_[1], counts[2] - open_[2])
        lines[code] = told(Answers(counts, hidden), fewest)
    return Block(tuple(reports), (len(reports), sum(not one for one in reports.values())), lines)


def counts_of(edition: StandardSetEdition, reports: Collection[int]) -> dict[str, Counts]:
    """Return how many of these reports say each level of each standard; what may be told of it is ``count_block``'s."""
    return _counts(PeerJudgement.objects.filter(standard__edition=edition, score__in=LEVELS, report__in=reports))


def _counts(rows: "QuerySet[PeerJudgement]") -> dict[str, Counts]:
    found: dict[str, list[int]] = {}
    grouped = rows.order_by().values_list("standard__code", "score").annotate(many=Count("pk"))
    for code, score, many in grouped:
        found.setdefault(code, [0, 0, 0])[LEVELS.index(score)] = many
    return {code: (one[0], one[1], one[2]) for code, one in found.items()}


def put_together(report: AggregateReport, blocks: Sequence[Block]) -> NetworkReport:
    """Lay blocks out as a report without words and points, beside what earlier reports of the set told."""
    edition, earlier = report.edition, earlier_reports(report)
    standards = list(edition.standards.select_related("section").order_by("order"))
    codes = [one.code for one in standards]
    chains = [steps_between(edition, one.report.edition) for one in earlier]
    pasts = [read_network_report(one.content) for one in earlier]
    came = [_origins(chain, codes) for chain in chains]
    lines = [{one.code: one.line for one in past.standards} for past in pasts]
    by_section: dict[tuple[str, str], list[CountedStandard]] = {}
    for one in standards:
        before = tuple(_earlier(origin[one.code], past) for origin, past in zip(came, lines, strict=True))
        line = _sum(block.lines[one.code] for block in blocks)
        row = CountedStandard(one.code, one.text, line, before)
        by_section.setdefault((one.section.code, one.section.title), []).append(row)
    enough = bool(blocks) and all(block.services[1] >= report.fewest for block in blocks)
    return NetworkReport(
        cycle=report.cycle.title,
        edition=str(edition),
        fewest=report.fewest,
        services=sum(block.services[0] for block in blocks) if enough else None,
        sections=tuple(CountedSection(*key, tuple(rows)) for key, rows in by_section.items()),
        earlier=tuple(
            EarlierReport(past.cycle, past.edition, _gone(chain, past))
            for past, chain in zip(pasts, chains, strict=True)
        ),
    )


def with_words(report: AggregateReport, numbers: NetworkReport) -> NetworkReport:
    """Put the programme's words and the network's action points to the numbers."""
    last = last_time(report)
    return replace(
        numbers,
        summary=report.summary,
        plain_summary=report.plain_summary,
        points=tuple(as_point(one) for one in points_of(report)),
        last_points=tuple(as_point(one) for one in points_of(last)) if last else (),
    )


def _sum(lines: Iterable[ToldLine]) -> ToldLine:
    first, *others = lines
    for line in others:
        first += line
    return first


def _earlier(origin: Origin, past: Mapping[str, ToldLine]) -> Earlier:
    line = past.get(origin.codes[0], ToldLine()) if origin.compares else ToldLine()
    return Earlier(line, str(origin.kind), origin.codes)


def _origins(chain: list[list[Step]] | None, codes: list[str]) -> Mapping[str, Origin]:
    # Without a way from one edition to the other nothing can be put side by side.
    return origins(chain, codes) if chain is not None else {code: Origin(MappingKind.NEW) for code in codes}


def _gone(chain: list[list[Step]] | None, past: NetworkReport) -> tuple[str, ...]:
    return gone(chain, [one.code for one in past.standards]) if chain is not None else ()


def steps_between(edition: StandardSetEdition, earlier: StandardSetEdition) -> list[list[Step]] | None:
    """Return what changed from ``earlier`` to ``edition``, the newest change first; None where no way leads there."""
    steps: list[list[Step]] = []
    at = edition
    while at.pk != earlier.pk:
        before = at.supersedes
        if before is None:
            return None
        rows = StandardMapping.objects.filter(Q(after__edition=at) | Q(before__edition=before, after=None))
        ends = rows.values_list("before__code", "after__code", "kind")
        steps.append([Step(old or "", new or "", MappingKind(kind)) for old, new, kind in ends])
        at = before
    return steps


def earlier_reports(report: AggregateReport) -> list[AggregateVersion]:
    """Return what was published of earlier cycles by the same set, the newest first; of a cycle its newest edition."""
    rows = published().filter(
        report__edition__set=report.edition.set_id, report__cycle__opens_on__lt=report.cycle.opens_on
    )
    by_cycle: dict[int, AggregateVersion] = {}
    for row in rows.order_by("-report__cycle__opens_on", "-report__edition__number"):
        by_cycle.setdefault(row.report.cycle_id, row)
    return list(by_cycle.values())[:EARLIER]


def last_time(report: AggregateReport) -> AggregateReport | None:
    """Return the report of the cycle before, as far as one is published."""
    found = earlier_reports(report)
    return found[0].report if found else None


def published() -> "QuerySet[AggregateVersion]":
    """Return the newest published version of every report that has one."""
    newer = AggregateVersion.objects.filter(
        report=OuterRef("report"), kind=AggregateKind.PUBLISHED, n__gt=OuterRef("n")
    )
    rows = AggregateVersion.objects.filter(~Exists(newer), kind=AggregateKind.PUBLISHED)
    along = ("report__cycle", "report__edition__set", "report__edition__supersedes")
    return rows.select_related(*along).order_by("-report__cycle__opens_on", "report__edition__set", "-pk")


def find_public(label: str, set_code: str, number: int, n: int | None = None) -> AggregateVersion | None:
    """Return a published version by its address; without a number the newest."""
    rows = AggregateVersion.objects.filter(
        kind=AggregateKind.PUBLISHED,
        report__cycle__label=label,
        report__edition__set__code=set_code,
        report__edition__number=number,
    )
    if n is not None:
        rows = rows.filter(n=n)
    return rows.select_related("report__cycle", "report__edition__set").order_by("-n").first()


def find_report(cycle: ReviewCycle, set_code: str, number: int) -> AggregateReport | None:
    """Return the report of a cycle and an edition while it is written."""
    rows = AggregateReport.objects.filter(cycle=cycle, edition__set__code=set_code, edition__number=number)
    return rows.select_related("cycle", "edition__set", "edition__supersedes").first()


def newest(report: AggregateReport) -> AggregateVersion | None:
    """Return the version made last."""
    return AggregateVersion.objects.filter(report=report).select_related("made_by").order_by("-n").first()


def last_published(report: AggregateReport) -> AggregateVersion | None:
    """Return what was published last."""
    rows = AggregateVersion.objects.filter(report=report, kind=AggregateKind.PUBLISHED)
    return rows.order_by("-n").first()


def versions_of(report: AggregateReport) -> list[AggregateVersion]:
    """Return every version without its content, the newest first."""
    rows = AggregateVersion.objects.filter(report=report).defer("content", "blocks")
    return list(rows.select_related("made_by").order_by("-n"))


def editions_of(cycle: ReviewCycle) -> list[StandardSetEdition]:
    """Return the editions by which services are reviewed in a cycle, each with its network report if begun."""
    rows = StandardSetEdition.objects.filter(reviews__cycle=cycle).distinct().select_related("set")
    return list(rows.order_by("set__order", "number"))


def points_of(report: AggregateReport) -> list[NetworkActionPoint]:
    """Return a report's action points with their updates: two statements."""
    rows = NetworkActionPoint.objects.filter(report=report, removed_at=None)
    return list(rows.select_related("board", "carried_from__report__cycle").prefetch_related("updates").order_by("n"))


def carriable(report: AggregateReport) -> list[NetworkActionPoint]:
    """Return what last time's report will do: what a point may carry on."""
    last = last_time(report)
    return points_of(last) if last else []


def as_point(row: NetworkActionPoint) -> Point:
    """Return a point as a report holds it."""
    return Point(
        n=row.n,
        text=row.text,
        owner=row.board.name if row.board else _("The programme"),
        due_on=date_format(row.due_on, "j F Y"),
        carried_from=row.carried_from.report.cycle.title if row.carried_from else "",
        updates=tuple(
            Update(date_format(localdate(one.at), "j F Y"), str(one.get_status_display()), one.text)
            for one in row.updates.all()
        ),
    )


def names_counted(blocks: Collection[Block]) -> set[str]:
    """Return the names that must not stand in the words: services counted, and who owns them."""
    keys = [key for block in blocks for key in block.reports]
    rows = VisitReport.objects.filter(pk__in=keys).values_list(
        "review__service__name", "review__service__public_name", "review__service__urn", "review__service__owner__name"
    )
    return {name for row in rows for name in row if name}


def said_since(version: AggregateVersion) -> list[NetworkPointUpdate]:
    """Return what was said of a report's points after a version was published, the newest first."""
    rows = NetworkPointUpdate.objects.filter(point__report=version.report_id, at__gt=version.made_at)
    return list(rows.select_related("point").order_by("-at", "-pk"))


def find_point(report: AggregateReport, n: int) -> NetworkActionPoint | None:
    """Return one of a report's action points."""
    rows = NetworkActionPoint.objects.filter(report=report, n=n, removed_at=None)
    return rows.select_related("report__cycle", "board").first()
