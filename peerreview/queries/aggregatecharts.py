"""The pictures of a network report: bars by section, and this year against the years before. Drawn of told numbers."""

from typing import Any

from django.utils.translation import gettext as _

from peerreview.domain.aggregates import CountedSection, NetworkReport, percent
from peerreview.domain.withholding import ToldLine
from peerreview.queries.aggregatewords import cells, labels, share, withheld
from portal.ui.charts import Bar, BarChart, Dot, DotChart, DotRow, bar_chart, dot_chart


def _met(line: ToldLine) -> int | None:
    return percent(line.levels[0], line.n) if line.n and line.levels[0] is not None else None


def sections_met(report: NetworkReport) -> BarChart:
    """Draw how large a share of each section's answers is "met", in the order of the standards."""
    named = labels()
    bars = [
        Bar(f"{one.code} {one.title}", _met(one.line), share(one.line.levels[0], one.line.n)) for one in report.sections
    ]
    title = _("Answers that are “met”, by section, of the standards that can be told")
    return bar_chart(title, bars, unit="%", head=(named["section"], named["met"]))


def against_last(report: NetworkReport) -> DotChart | None:
    """Draw each section now and last time, over the standards told in both; None where nothing compares."""
    if not report.earlier:
        return None
    rows = [row for section in report.sections if (row := _pair(section)) is not None]
    if not rows:
        return None
    title = _("“Met” by section, over the standards that are told in both years")
    return dot_chart(title, [report.earlier[0].cycle, report.cycle], rows, unit="%")


def _pair(section: CountedSection) -> DotRow | None:
    now, then, _many = section.then(0)
    if not now.n or not then.n:
        return None
    dots = [Dot(_met(line), share(line.levels[0], line.n)) for line in (then, now)]
    return DotRow(f"{section.code} {section.title}", dots)


def heat_map(report: NetworkReport) -> list[dict[str, Any]]:
    """Return the standards by section as a table of letters and shades: how large a share met each."""
    rows: list[dict[str, Any]] = []
    for section in report.sections:
        squares: list[dict[str, Any]] = []
        for one in section.standards:
            met = _met(one.line)
            level = None if met is None else 3 if met >= 75 else 2 if met >= 50 else 1
            said = cells(one.line).met if met is not None else withheld()
            letter = "" if level is None else "CBA"[level - 1]
            squares.append({"level": level, "letter": letter, "text": f"{one.code}: {said}", "code": one.code})
        rows.append({"text": f"{section.code} {section.title}", "cells": squares})
    widest = max((len(row["cells"]) for row in rows), default=0)
    for row in rows:
        row["cells"] += [{"text": _("no such standard")}] * (widest - len(row["cells"]))
    return rows
