"""A report for everybody: its small state, and the text without what would say where it is or who is in it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace

from peerreview.domain.reports import SMART, Report, SmartRecommendation
from peerreview.enums.reports import Publication as P
from portal.identifying import would_reveal

ALLOWED: Mapping[P, frozenset[P]] = {
    P.PRIVATE: frozenset({P.OFFERED}),
    P.OFFERED: frozenset({P.PRIVATE, P.PUBLISHED}),
    P.PUBLISHED: frozenset({P.WITHDRAWN}),
    P.WITHDRAWN: frozenset({P.OFFERED}),
}
LEFT_OUT = "[…]"
# Letters shown on either side of a flagged word.
AROUND = 60
# Parts of a service's name that say nothing of which it is.
USUAL_WORDS = """the and house home homes children childrens care services service school limited ltd residential
group"""
USUAL_PARTS = frozenset(USUAL_WORDS.split())


def free_texts(report: Report) -> tuple[str, ...]:
    """Return every text somebody wrote freely; what the edition says is known to everybody."""
    found: list[str] = []

    def look(text: str) -> str:
        found.append(text)
        return text

    _through(report, look)
    return tuple(text for text in found if text.strip())


def flagged(report: Report) -> tuple[str, ...]:
    """Return the words somebody looks at before the report is offered, each once, in the order of the report."""
    return tuple(dict.fromkeys(word for text in free_texts(report) for word in would_reveal(text)))


def in_context(report: Report, word: str) -> str:
    """Return the words around the first place where a word stands, to judge it by."""
    for text in free_texts(report):
        at = text.find(word)
        if at >= 0:
            first, last = max(0, at - AROUND), at + len(word) + AROUND
            return ("… " if first else "") + " ".join(text[first:last].split()) + (" …" if last < len(text) else "")
    return ""


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """Return names with the parts of them that identify: "Rowan House" is also "Rowan"."""
    found: set[str] = set()
    for name in names:
        if name.strip():
            found.add(name.strip())
            found |= {part for part in re.split(r"[\s,]+", name) if len(part) > 2 and part.lower() not in USUAL_PARTS}
    return frozenset(found)


def without(report: Report, words: Iterable[str]) -> Report:
    """Return the report with every one of the words left out of its free texts, whatever their letters' size."""
    wanted = sorted({word for word in words if word.strip()}, key=lambda word: (-len(word), word))
    if not wanted:
        return report
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in wanted)})(?!\w)", re.IGNORECASE)
    return _through(report, lambda text: pattern.sub(LEFT_OUT, text))


def _through(report: Report, change: Callable[[str], str]) -> Report:
    return replace(
        report,
        summary=change(report.summary),
        plain_summary=change(report.plain_summary),
        achievements=tuple(change(text) for text in report.achievements),
        recommendations=tuple(
            SmartRecommendation(**{**asdict(one), **{name: change(getattr(one, name)) for name in SMART}})
            for one in report.recommendations
        ),
        sections=tuple(
            replace(
                section,
                standards=tuple(
                    replace(
                        one,
                        commentary=change(one.commentary),
                        reason=change(one.reason),
                        difference=change(one.difference),
                    )
                    for one in section.standards
                ),
            )
            for section in report.sections
        ),
        dissents=tuple(replace(one, text=change(one.text)) for one in report.dissents),
    )
