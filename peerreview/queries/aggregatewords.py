"""The words around a network report, and its tables: what every page and format says in the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain.aggregates import CountedSection, CountedStandard, NetworkReport, Point, percent
from peerreview.domain.withholding import ToldLine
from peerreview.enums.standards import MappingKind


def labels() -> Mapping[str, str]:
    """Return the headings."""
    return {
        "title": _("Network report"),
        "about": _("About this report"),
        "cycle": _("Cycle"),
        "edition": _("Standards"),
        "services": _("Services counted"),
        "in_short": _("In short"),
        "summary": _("Summary"),
        "plain_summary": _("In plain words"),
        "sections": _("Section by section"),
        "section": _("Section"),
        "standards": _("Standard by standard"),
        "standard": _("Standard"),
        "n": _("Services"),
        "answers": _("Answers"),
        "of": _("Standards told"),
        "met": _("Met"),
        "partly_met": _("Partly met"),
        "not_met": _("Not met"),
        "not_fully": _("Partly or not met"),
        "change": _("Against last time"),
        "compares": _("What compares with earlier years, and what does not"),
        "points": _("What the network will do"),
        "last_points": _("What became of last time’s points"),
        "owner": _("Whose it is"),
        "due_on": _("Due"),
        "carried_from": _("Carried on from"),
        "updates": _("What became of it"),
        "how": _("How to read the numbers"),
        "value": _("Value"),
        "part": _("Part"),
        "name": _("Name"),
        "all": _("All sections"),
    }


def withheld() -> str:
    """Say that a number is not told."""
    return _("withheld")


def share(part: int | None, n: int | None) -> str:
    """Say a share with its number."""
    if part is None or not n:
        return withheld()
    return _("%(percent)d%% (%(part)d)") % {"percent": percent(part, n), "part": part}


@dataclass(frozen=True)
class Cells:
    """A told line in words: how many answered, met, partly met, not met, partly or not met."""

    n: str
    met: str
    partly_met: str
    not_met: str
    not_fully: str

    @property
    def row(self) -> list[str]:
        """Return them in the order of the columns."""
        return [self.n, self.met, self.partly_met, self.not_met, self.not_fully]


COLUMNS = ("met", "partly_met", "not_met", "not_fully")


def cells(line: ToldLine) -> Cells:
    """Say a told line."""
    met, partly, not_met = (share(one, line.n) for one in line.levels)
    fully = line.levels[0]
    rest = share(line.n - fully, line.n) if line.n is not None and fully is not None else withheld()
    return Cells(withheld() if line.n is None else str(line.n), met, partly, not_met, rest)


def about(report: NetworkReport) -> list[tuple[str, str]]:
    """Return what a report is of."""
    named = labels()
    few = _("fewer than %(fewest)d whose own report is not public") % {"fewest": report.fewest}
    services = str(report.services) if report.services is not None else few
    return [(named["cycle"], report.cycle), (named["edition"], report.edition), (named["services"], services)]


def in_short(report: NetworkReport) -> list[str]:
    """Say in a few sentences what the numbers say; nothing in them is not in the tables."""
    many = len(report.standards)
    if report.is_bare:
        words = _(
            "Too few services are counted for any number of a standard to be told: each would say something of single"
            " homes. What the network will do stands below."
        )
        return [words]
    said = []
    if report.told:
        line = report.line
        said.append(
            _("Over the %(told)d of %(all)d standards that can be told, %(share)s of the answers are “met”.")
            % {"told": report.told, "all": many, "share": share(line.levels[0], line.n)}
        )
    silent = sum(set(one.line.levels) == {None} for one in report.standards)
    if silent:
        words = ngettext(
            "%(silent)d standard is withheld: too few services stand apart from the others.",
            "%(silent)d standards are withheld: too few services stand apart from the others.",
            silent,
        )
        said.append(words % {"silent": silent})
    changes = [one.change for one in report.standards if one.change is not None]
    if changes:
        up, down = sum(one > 0 for one in changes), sum(one < 0 for one in changes)
        said.append(
            _(
                "%(all)d standards can be compared with %(cycle)s: a larger share of services met %(up)d of them, a"
                " smaller share %(down)d, the same share %(same)d."
            )
            % {
                "all": len(changes),
                "cycle": report.earlier[0].cycle,
                "up": up,
                "down": down,
                "same": len(changes) - up - down,
            }
        )
    elif report.earlier:
        said.append(_("No standard can be put beside %(cycle)s.") % {"cycle": report.earlier[0].cycle})
    return said


def how_to_read(report: NetworkReport) -> list[str]:
    """Say how the numbers are made, and why some are not told."""
    return [
        _("Counted is what visiting teams said in final reports, once for each service; shares are of those judged."),
        _(
            "A number is told only if at least %(fewest)d services stand there and at least %(fewest)d stand elsewhere."
            " Nought is withheld as well. Services whose own report is public do not count towards that."
        )
        % {"fewest": report.fewest},
        _("Sections add up the standards that are told; what nearly all services meet is therefore often missing."),
        _("Sections and standards stand in their own order. There is no list of services, and there never will be."),
    ]


def change(points: int | None) -> str:
    """Say a change in percentage points."""
    if points is None:
        return "–"
    if points == 0:
        return _("the same")
    words = _("%(points)d points more") if points > 0 else _("%(points)d points fewer")
    return words % {"points": abs(points)}


def against_last(section: CountedSection) -> str:
    """Say how a section stands against last time, over the standards that are told in both."""
    if not section.standards or not section.standards[0].before:
        return "–"
    now, then, many = section.then(0)
    if not now.n or not then.n or now.levels[0] is None or then.levels[0] is None:
        return "–"
    moved = percent(now.levels[0], now.n) - percent(then.levels[0], then.n)
    words = ngettext("%(change)s (over %(many)d standard)", "%(change)s (over %(many)d standards)", many)
    return words % {"change": change(moved), "many": many}


def comparing(report: NetworkReport) -> list[str]:
    """Say, for each earlier report, which standards do not stand side by side with then, and why."""
    said = []
    for place, past in enumerate(report.earlier):
        kinds: dict[str, list[str]] = {}
        for one in report.standards:
            kinds.setdefault(one.before[place].kind, []).append(_origin(one, place))
        parts = [f"{title}: {', '.join(kinds[kind])}." for kind, title in _differing().items() if kind in kinds]
        if past.gone:
            parts.append(_("No longer asked: %(codes)s.") % {"codes": ", ".join(past.gone)})
        if MappingKind.SAME in kinds:
            parts.insert(0, _("Unchanged and compared: %(many)d.") % {"many": len(kinds[MappingKind.SAME])})
        said.append(f"{past.cycle} ({past.edition}): {' '.join(parts)}")
    return said


def _differing() -> dict[str, str]:
    return {
        str(MappingKind.REWORDED): _("Reworded, compared with care"),
        str(MappingKind.SPLIT): _("Split from an earlier one, not compared"),
        str(MappingKind.MERGED): _("Merged from several, not compared"),
        str(MappingKind.NEW): _("New, nothing to compare"),
    }


def _origin(one: CountedStandard, place: int) -> str:
    then = " + ".join(one.before[place].codes)
    return f"{one.code} ({then})" if then and then != one.code else one.code


def point_fields(point: Point) -> list[tuple[str, str]]:
    """Return what is said of an action point beside its text."""
    named = labels()
    rows = [(named["owner"], point.owner), (named["due_on"], point.due_on)]
    if point.carried_from:
        rows.append((named["carried_from"], point.carried_from))
    rows += [(named["updates"], f"{one.on}, {one.status}: {one.text}") for one in point.updates]
    return rows


def section_rows(report: NetworkReport) -> list[list[str]]:
    """Return a row for each section and one for all of them."""
    named = labels()
    rows = []
    for section in report.sections:
        of = f"{section.told} / {len(section.standards)}"
        rows.append([f"{section.code} {section.title}", of, *cells(section.line).row, against_last(section)])
    whole = f"{report.told} / {len(report.standards)}"
    return [*rows, [named["all"], whole, *cells(report.line).row, "–"]]


def standard_row(one: CountedStandard, report: NetworkReport) -> list[str]:
    """Return the row of a standard: now, then each earlier report, then the change."""
    past = [share(one.before[place].line.levels[0], one.before[place].line.n) for place in range(len(report.earlier))]
    past = [words if one.before[place].kind in _side_by_side() else "–" for place, words in enumerate(past)]
    moved = [change(one.change)] if report.earlier else []
    return [f"{one.code} {one.text}", *cells(one.line).row, *past, *moved]


def _side_by_side() -> Sequence[str]:
    return (str(MappingKind.SAME), str(MappingKind.REWORDED))


def standard_heads(report: NetworkReport) -> list[str]:
    """Return the headings of those rows."""
    named = labels()
    past = [_("Met, %(cycle)s") % {"cycle": one.cycle} for one in report.earlier]
    moved = [named["change"]] if report.earlier else []
    return [named["standard"], named["n"], *(named[one] for one in COLUMNS), *past, *moved]


def section_heads() -> list[str]:
    """Return the headings of the sections' rows."""
    named = labels()
    return [named["section"], named["of"], named["answers"], *(named[one] for one in COLUMNS), named["change"]]
