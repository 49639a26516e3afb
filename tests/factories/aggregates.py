"""Final reports in numbers for tests: each service judged by a small edition of two sections, made without a visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peerreview.actions import aggregates as actions
from peerreview.actions.standards import load_edition_text, load_values, publish_edition
from peerreview.domain.reports import content_hash
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    AggregateReport,
    AggregateVersion,
    PeerJudgement,
    ReportVersion,
    ReviewCycle,
    Standard,
    StandardSetEdition,
    VisitReport,
)
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.people import UserFactory
from tests.factories.standards import VALUES, standard, text
from tests.remembering import remembered

LEVELS = ("met", "partly_met", "not_met")


@remembered
def edition_of(*sizes: int, number: int = 1, **standards: dict[str, Any]) -> StandardSetEdition:
    """Publish an edition with a section of each size; a standard's fields may be given by ``s1_1`` for 1.1."""
    load_values(data=VALUES, by=None, at=NOON)
    data = text(number=number)
    data["sections"] = [
        {
            "code": str(part),
            "title": f"Part {part}",
            "summary": "",
            "standards": [standard(f"{part}.{n}", **standards.get(f"s{part}_{n}", {})) for n in range(1, size + 1)],
        }
        for part, size in enumerate(sizes, start=1)
    ]
    return publish_edition(edition=load_edition_text(data=data, by=None, at=NOON).edition, by=None, at=NOON)


@remembered
def cycle_of(year: int = 2026) -> ReviewCycle:
    """Open a cycle."""
    return ReviewCycleFactory(  # type: ignore[no-any-return]
        label=f"{year}", title=f"Reviews {year}", opens_on=date(year, 1, 5), closes_on=date(year, 12, 31)
    )


@remembered
def judged(
    cycle: ReviewCycle, edition: StandardSetEdition, *scores: str, public: bool = False, **more: Any
) -> VisitReport:
    """Make the final report of one more service: ``scores`` in the order of the standards, "" for none."""
    review = ReviewFactory(cycle=cycle, edition=edition, state=ReviewState.FINAL, deadlines=False, **more)
    lead, other = UserFactory(), UserFactory()
    report = VisitReport(review=review, lead=lead, begun_at=NOON, finalised_by=other, finalised_at=NOON)
    save_with_history(report, by=None, reason="Made for a test", at=NOON)
    for row, score in zip(edition.standards.order_by("order"), scores, strict=True):
        if score:
            made = PeerJudgement(report=report, standard=row, score=score, version=1, saved_by=lead, saved_at=NOON)
            save_with_history(made, by=None, reason="Made for a test", at=NOON)
    kinds = [VersionKind.FINAL, *([VersionKind.PUBLIC] if public else [])]
    for n, kind in enumerate(kinds, start=1):
        version = ReportVersion(
            report=report,
            n=n,
            kind=kind,
            content={},
            sha256=content_hash({}),
            edition_sha256=edition.sha256,
            made_by=lead,
            made_at=NOON,
        )
        save_with_history(version, by=None, reason="Made for a test", at=NOON)
    return report


@remembered
def many_judged(cycle: ReviewCycle, edition: StandardSetEdition, counts: Sequence[Sequence[int]]) -> None:
    """Make reports so that each standard is met, partly met, not met by so many services."""
    columns = [[level for level, many in zip(LEVELS, row, strict=True) for _one in range(many)] for row in counts]
    longest = max(len(column) for column in columns)
    for n in range(longest):
        judged(cycle, edition, *(column[n] if n < len(column) else "" for column in columns))


@remembered
def manager() -> User:
    """Return a programme manager."""
    return UserFactory(roles=["programme_manager"])  # type: ignore[no-any-return]


@remembered
def computed(cycle: ReviewCycle, edition: StandardSetEdition, by: User | None = None, **more: Any) -> AggregateVersion:
    """Compute a network report as a programme manager."""
    more = {"fewest": 5, "reason": "More reports are final", "at": NOON, **more}
    return actions.compute_aggregate(cycle=cycle, edition=edition, by=by or manager(), **more)


@remembered
def published(cycle: ReviewCycle, edition: StandardSetEdition, by: User | None = None, **more: Any) -> AggregateVersion:
    """Compute it, write its words, publish it."""
    by = by or manager()
    draft = computed(cycle, edition, by, **more)
    report = AggregateReport.objects.get(pk=draft.report_id)
    at = more.get("at", NOON)
    words = {"summary": "The year was good.", "plain_summary": "Most things went well."}
    actions.write_network_words(report=report, base=report.version, by=by, at=at, **words)
    return actions.publish_aggregate(report=report, base=draft.n, by=by, at=at)


def code_of(edition: StandardSetEdition, code: str) -> Standard:
    """Return a standard by its code."""
    return edition.standards.get(code=code)
