"""The words around a report, and its tables: what every format says in the same way."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from peerreview.domain.reports import SMART, JudgedStandard, Report, SmartRecommendation
from peerreview.domain.selfassessments import NOTHING
from peerreview.enums.reports import Strength
from peerreview.enums.selfassessments import Score


def labels() -> Mapping[str, str]:
    """Return the headings."""
    return {
        "title": _("Peer review report"),
        "about": _("About this review"),
        "service": _("Service"),
        "cycle": _("Cycle"),
        "kind": _("Kind of review"),
        "edition": _("Standards"),
        "visited_on": _("Visited on"),
        "team": _("Team"),
        "summary": _("Summary"),
        "plain_summary": _("For young people"),
        "achievements": _("What is done well"),
        "recommendations": _("Recommendations"),
        "recommendation": _("Recommendation"),
        "sections": _("Standard by standard"),
        "counts": _("How the standards stand, section by section"),
        "section": _("Section"),
        "standard": _("Standard"),
        "peers": _("Team"),
        "own": _("Service itself"),
        "commentary": _("What the team saw"),
        "reason": _("Why it does not apply"),
        "difference": _("Why the team scores it differently"),
        "dissents": _("Dissent in the team"),
        "gap": _("Text taken away"),
        "number": _("Number"),
        "strength": _("How much it asks"),
        "standards": _("Rests on standards"),
        "carried_from": _("Carried on from"),
        "specific": _("What is to be done"),
        "measurable": _("How it is seen that it is done"),
        "attainable": _("Why it can be done"),
        "relevant": _("Why it matters"),
        "timely": _("By when"),
        "met": str(Score.MET.label),
        "partly_met": str(Score.PARTLY_MET.label),
        "not_met": str(Score.NOT_MET.label),
        "not_applicable": str(Score.NOT_APPLICABLE.label),
        "unanswered": _("Not assessed"),
    }


COUNTED = ("met", "partly_met", "not_met", "not_applicable", "unanswered")


def score_words(score: str) -> str:
    """Say a score; that nobody assessed a standard is said too."""
    return str(Score(score).label) if score else _("Not assessed")


def own_words(score: str) -> str:
    """Say the service's own score."""
    return str(Score(score).label) if score else NOTHING


def about(report: Report) -> list[tuple[str, str]]:
    """Return what a report is of."""
    named = labels()
    values = {
        "service": report.service,
        "cycle": report.cycle,
        "kind": report.kind,
        "edition": report.edition,
        "visited_on": report.visited_on,
        "team": ", ".join(report.team),
    }
    return [(named[name], words) for name, words in values.items() if words]


def notes(row: JudgedStandard) -> list[tuple[str, str]]:
    """Return what is written of a standard, each with its heading."""
    named = labels()
    return [(named[name], getattr(row, name)) for name in ("commentary", "reason", "difference") if getattr(row, name)]


def smart(row: SmartRecommendation) -> list[tuple[str, str]]:
    """Return the fields of a recommendation in their order."""
    named = labels()
    rows = [(named[name], getattr(row, name)) for name in SMART]
    rows.append((named["standards"], ", ".join(row.standards)))
    return [*rows, (named["carried_from"], row.carried_from)] if row.carried_from else rows


def heading(row: SmartRecommendation) -> str:
    """Return the heading of a recommendation."""
    return f"{row.n}. {strength(row)}"


def strength(row: SmartRecommendation) -> str:
    """Say how much a recommendation asks."""
    return str(Strength(row.strength).label)


def counts(report: Report) -> list[tuple[str, list[int], list[int]]]:
    """Return for each section, and for all of them, what the team and the service itself say."""
    rows = [(f"{one.code} {one.title}", one.peers, one.own) for one in report.sections]
    rows.append((_("All sections"), report.peers, report.own))
    return [
        (name, [getattr(peers, part) for part in COUNTED], [getattr(own, part) for part in COUNTED])
        for name, peers, own in rows
    ]
