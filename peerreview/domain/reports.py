"""The one report model: what a version holds, what every format is written from, and its numbered paragraphs.

A version stores ``as_content()``; every page and file is written from ``read_report`` of it, so that none of them can
say anything else (invariant 28), and no later edition of the standards changes a word of it (invariant 3).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from peerreview.domain.selfassessments import Answer, Count, count
from peerreview.enums.selfassessments import Score

SMART = ("specific", "measurable", "attainable", "relevant", "timely")


@dataclass(frozen=True)
class JudgedStandard:
    """One standard: what the team says of it, beside the service's own score at the time. An empty score: none."""

    code: str
    text: str
    score: str = ""
    own_score: str = ""
    commentary: str = ""
    reason: str = ""
    difference: str = ""

    @property
    def differs(self) -> bool:
        """Say whether team and service score it differently."""
        return bool(self.score) and bool(self.own_score) and self.score != self.own_score


@dataclass(frozen=True)
class JudgedSection:
    """A section with the standards that apply."""

    code: str
    title: str
    standards: tuple[JudgedStandard, ...]

    @property
    def peers(self) -> Count:
        """Count what the team says."""
        return count(_counted(one.score) for one in self.standards)

    @property
    def own(self) -> Count:
        """Count what the service said."""
        return count(_counted(one.own_score) for one in self.standards)


@dataclass(frozen=True)
class SmartRecommendation:
    """One recommendation that can be acted on and checked."""

    n: int
    strength: str
    specific: str
    measurable: str
    attainable: str
    relevant: str
    timely: str
    standards: tuple[str, ...] = ()
    carried_from: str = ""
    """The cycle whose recommendation it carries on."""


@dataclass(frozen=True)
class Dissent:
    """What somebody of the team does not agree with, by the seat they had."""

    role: str
    text: str


@dataclass(frozen=True)
class Report:
    """A whole report."""

    service: str
    cycle: str
    kind: str
    edition: str
    visited_on: str
    team: tuple[str, ...]
    """The seats, never the people."""
    summary: str
    plain_summary: str
    sections: tuple[JudgedSection, ...]
    achievements: tuple[str, ...]
    recommendations: tuple[SmartRecommendation, ...]
    dissents: tuple[Dissent, ...] = ()
    gap: str = ""
    """Why the text is not there: a marked gap where consent was withdrawn."""

    def as_content(self) -> dict[str, Any]:
        """Return it as it is stored and hashed."""
        return asdict(self)

    @property
    def standards(self) -> tuple[JudgedStandard, ...]:
        """Return every standard, in order."""
        return tuple(one for section in self.sections for one in section.standards)

    @property
    def peers(self) -> Count:
        """Count what the team says of all standards."""
        return sum((section.peers for section in self.sections), Count())

    @property
    def own(self) -> Count:
        """Count what the service said of all standards."""
        return sum((section.own for section in self.sections), Count())


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph of a version: what a comment on accuracy points to."""

    n: int
    place: str
    text: str


def _counted(score: str) -> Answer | None:
    # A judgement's reason is asked for before a report is put together; here only the level counts.
    return Answer(score, reason=score) if score in Score.values else None


def read_report(content: Mapping[str, Any]) -> Report:
    """Read what a version stores."""
    plain = {name: content[name] for name in _PLAIN}
    return Report(
        **plain,
        team=tuple(content["team"]),
        achievements=tuple(content["achievements"]),
        sections=tuple(
            JudgedSection(one["code"], one["title"], tuple(JudgedStandard(**row) for row in one["standards"]))
            for one in content["sections"]
        ),
        recommendations=tuple(
            SmartRecommendation(**{**row, "standards": tuple(row["standards"])}) for row in content["recommendations"]
        ),
        dissents=tuple(Dissent(**row) for row in content["dissents"]),
    )


_PLAIN = ("service", "cycle", "kind", "edition", "visited_on", "summary", "plain_summary", "gap")


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, whatever the order of its keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def draft_hash(report: Report) -> str:
    """Return the hash of what a team agrees to: the report without what its members say of it."""
    return content_hash({**report.as_content(), "dissents": []})


def paragraphs(report: Report) -> tuple[Paragraph, ...]:
    """Number the paragraphs of a report from 1: the same content gives the same numbers for ever."""
    found: list[tuple[str, str]] = [("summary", text) for text in split(report.summary)]
    found += [("plain_summary", text) for text in split(report.plain_summary)]
    found += [("achievement", text) for text in report.achievements]
    for standard in report.standards:
        for words in (standard.commentary, standard.reason, standard.difference):
            found += [(standard.code, text) for text in split(words)]
    for one in report.recommendations:
        found += [(f"recommendation {one.n}", getattr(one, name)) for name in SMART]
    found += [("dissent", text) for one in report.dissents for text in split(one.text)]
    return tuple(Paragraph(n, place, text) for n, (place, text) in enumerate(found, start=1))


def with_gap(report: Report, words: str) -> Report:
    """Return a report of which only the marked gap is left, and of which cycle, kind and standards it was."""
    return Report(
        service="",
        cycle=report.cycle,
        kind=report.kind,
        edition=report.edition,
        visited_on="",
        team=(),
        summary="",
        plain_summary="",
        sections=(),
        achievements=(),
        recommendations=(),
        gap=words,
    )


def split(text: str) -> list[str]:
    """Split a text into its paragraphs; blank lines stand between them."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
