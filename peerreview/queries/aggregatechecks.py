"""What must always be true of network reports, asked of the live data: a sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from peerreview.domain.aggregates import read_network_report, told_of_too_few
from peerreview.domain.reports import content_hash
from peerreview.domain.withholding import FEWEST, breaches
from peerreview.enums.aggregates import AggregateKind
from peerreview.models import AggregateReport, AggregateVersion, CoreValue, NetworkActionPoint
from peerreview.queries.aggregates import counts_of, put_together, read_block


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    values = set(CoreValue.objects.values_list("title", flat=True))
    for report in AggregateReport.objects.select_related("cycle", "edition__set"):
        if report.fewest < FEWEST:
            yield f"23: network report {report.pk} tells of fewer than {FEWEST} services."
        rows = AggregateVersion.objects.filter(report=report).order_by("n")
        numbers, earlier = [], 0
        for row in rows.iterator():
            numbers.append(row.n)
            yield from _version(row, report, values)
            if row.kind == AggregateKind.PUBLISHED:
                yield from _blocks(row, report, earlier)
                earlier = len(row.blocks)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"5: the versions of network report {report.pk} are not numbered from 1 without a gap."
    for point in NetworkActionPoint.objects.filter(told_at=None, updates__isnull=False).distinct():
        yield f"network action point {point.pk} has updates and was never published."


def _version(row: AggregateVersion, report: AggregateReport, values: set[str]) -> Iterator[str]:
    if content_hash(row.content) != row.sha256:
        yield f"5: version {row.n} of network report {report.pk} is not what was made."
    if row.edition_sha256 != report.edition.sha256:
        yield f"3: version {row.n} of network report {report.pk} was made of another edition than its own."
    words = read_network_report(row.content)
    for code in told_of_too_few(words):
        yield f"23: version {row.n} of network report {report.pk} tells of too few services: {code}."
    if values & {section.title for section in words.sections}:
        yield f"9: version {row.n} of network report {report.pk} counts by value."


def _blocks(row: AggregateVersion, report: AggregateReport, earlier: int) -> Iterator[str]:
    """23: blocks share no service, and tell nothing that the rule would not let them, counted again today."""
    blocks = [read_block(stored) for stored in row.blocks]
    keys = [key for block in blocks for key in block.reports]
    if len(keys) != len(set(keys)):
        yield f"23: version {row.n} of network report {report.pk} counts a report twice."
    if len(blocks) < earlier:
        yield f"23: version {row.n} of network report {report.pk} leaves out services that were counted before."
    for block in blocks:
        # What may be told depends on who let everybody read their report by then; what was counted does not.
        counts = counts_of(report.edition, block.reports)
        for code, line in block.lines.items():
            real = counts.get(code, (0, 0, 0))
            wrong = any(told not in (None, real[n]) for n, told in enumerate(line.levels))
            if wrong or line.n not in (None, sum(real)) or breaches(line, report.fewest):
                yield f"23: version {row.n} of network report {report.pk} does not tell what was counted: {code}."
    if blocks and [one.line for one in put_together(report, blocks).standards] != [
        one.line for one in read_network_report(row.content).standards
    ]:
        yield f"5: version {row.n} of network report {report.pk} is not what its blocks add up to."
