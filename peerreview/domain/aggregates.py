"""The one model of a network report: what a version holds, and what every page and file of it is written from.

A version stores ``as_content()``. It holds told numbers only, so that even its hash, for which somebody could try
every possible table, confirms nothing that is withheld. No value of the ten carries a number (invariant 9), no
service appears in it, and sections and standards stand in the order of the edition: it is no league table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from peerreview.domain.withholding import ToldLine, breaches, total

LEVELS = ("met", "partly_met", "not_met")


def percent(part: int, n: int) -> int:
    """Return a share in whole per cent, a half up."""
    return (200 * part + n) // (2 * n)


@dataclass(frozen=True)
class Earlier:
    """One standard in an earlier published report: what that report told, or why nothing can be put beside it."""

    line: ToldLine = field(default_factory=ToldLine)
    kind: str = ""
    """How the standard came from the earlier edition (``MappingKind``)."""
    codes: tuple[str, ...] = ()
    """What it was then."""


@dataclass(frozen=True)
class CountedStandard:
    """One standard: what is told of it now, and in the earlier reports, the newest first."""

    code: str
    text: str
    line: ToldLine
    before: tuple[Earlier, ...] = ()

    @property
    def change(self) -> int | None:
        """Return how many percentage points more met it than last time; None where either is not told."""
        if not self.before or self.line.n is None or self.before[0].line.n is None:
            return None
        now, then = self.line.levels[0], self.before[0].line.levels[0]
        if now is None or then is None:
            return None
        return percent(now, self.line.n) - percent(then, self.before[0].line.n)


@dataclass(frozen=True)
class CountedSection:
    """A section with its standards; its numbers add up what is told of them."""

    code: str
    title: str
    standards: tuple[CountedStandard, ...]

    @property
    def line(self) -> ToldLine:
        """Add the standards of which it is told how many met them."""
        return total(one.line for one in self.standards)

    @property
    def told(self) -> int:
        """Count these standards."""
        return sum(one.line.tells_met for one in self.standards)

    def then(self, place: int) -> tuple[ToldLine, ToldLine, int]:
        """Return now and an earlier report over the standards both tell, and how many these are.

        A section that adds up others than last time would rise and fall by what is asked, not by what services do.
        """
        both = [one for one in self.standards if one.line.tells_met and one.before[place].line.tells_met]
        return total(one.line for one in both), total(one.before[place].line for one in both), len(both)


@dataclass(frozen=True)
class EarlierReport:
    """An earlier published report of the same set, by its cycle and edition."""

    cycle: str
    edition: str
    gone: tuple[str, ...] = ()
    """Its standards that are asked of nobody any more."""


@dataclass(frozen=True)
class Update:
    """What became of an action point, as somebody wrote on a day."""

    on: str
    status: str
    text: str


@dataclass(frozen=True)
class Point:
    """Something the network itself will do: who, until when, and what has become of it so far."""

    n: int
    text: str
    owner: str
    due_on: str
    carried_from: str = ""
    updates: tuple[Update, ...] = ()


@dataclass(frozen=True)
class NetworkReport:
    """A whole network report."""

    cycle: str
    edition: str
    fewest: int
    services: int | None
    """How many services are counted; None if they are too few."""
    sections: tuple[CountedSection, ...]
    earlier: tuple[EarlierReport, ...] = ()
    summary: str = ""
    plain_summary: str = ""
    points: tuple[Point, ...] = ()
    last_points: tuple[Point, ...] = ()
    """Those of the report before, and what became of them."""

    def as_content(self) -> dict[str, Any]:
        """Return it as it is stored and hashed."""
        return asdict(self)

    @property
    def standards(self) -> tuple[CountedStandard, ...]:
        """Return every standard, in order."""
        return tuple(one for section in self.sections for one in section.standards)

    @property
    def line(self) -> ToldLine:
        """Add all standards of which it is told how many met them."""
        return total(one.line for one in self.standards)

    @property
    def told(self) -> int:
        """Count these standards."""
        return sum(section.told for section in self.sections)

    @property
    def is_bare(self) -> bool:
        """Say whether no number of any standard can be told."""
        return all(set(one.line.levels) == {None} for one in self.standards)


def read_network_report(content: Mapping[str, Any]) -> NetworkReport:
    """Read what a version stores."""
    plain = {name: content[name] for name in ("cycle", "edition", "fewest", "services", "summary", "plain_summary")}
    return NetworkReport(
        **plain,
        sections=tuple(
            CountedSection(one["code"], one["title"], tuple(_standard(row) for row in one["standards"]))
            for one in content["sections"]
        ),
        earlier=tuple(EarlierReport(one["cycle"], one["edition"], tuple(one["gone"])) for one in content["earlier"]),
        points=tuple(_point(one) for one in content["points"]),
        last_points=tuple(_point(one) for one in content["last_points"]),
    )


def told_of_too_few(report: NetworkReport) -> Iterable[str]:
    """Yield the codes of what tells of too few services; of a sound report nothing."""
    if report.services is not None and report.services < report.fewest:
        yield "services"
    for standard in report.standards:
        lines = [standard.line, *(one.line for one in standard.before)]
        if any(breaches(line, report.fewest if line is standard.line else 1) for line in lines):
            yield standard.code


def line_of(content: Mapping[str, Any]) -> ToldLine:
    """Read one told line."""
    met, partly, not_met = content["levels"]
    return ToldLine(content["n"], (met, partly, not_met))


def _standard(row: Mapping[str, Any]) -> CountedStandard:
    before = tuple(Earlier(line_of(one["line"]), one["kind"], tuple(one["codes"])) for one in row["before"])
    return CountedStandard(row["code"], row["text"], line_of(row["line"]), before)


def _point(row: Mapping[str, Any]) -> Point:
    updates: Sequence[Mapping[str, Any]] = row["updates"]
    return Point(**{**row, "updates": tuple(Update(**one) for one in updates)})
