"""A network report as a value: what compares, what adds up, what is read again as it was stored."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.aggregates import (
    CountedSection,
    CountedStandard,
    Earlier,
    EarlierReport,
    NetworkReport,
    Point,
    Update,
    percent,
    read_network_report,
    told_of_too_few,
)
from peerreview.domain.withholding import NOTHING, Answers, ToldLine, told

MANY, MORE = ToldLine(20, (10, 5, 5)), ToldLine(20, (15, 0, 5))
ONLY_MET, ONLY_NOT = ToldLine(20, (15, None, None)), ToldLine(20, (None, None, 12))
ANSWERED, SILENT = ToldLine(20), ToldLine()

WORDS = st.text("Aé–“\n ", max_size=8)
COUNTS = st.tuples(*[st.integers(0, 20)] * 3)
# Only what a report can hold: the rule of withholding made each line.
LINES = COUNTS.map(lambda counts: told(Answers(counts, counts)))
UPDATES = st.builds(Update, WORDS, st.sampled_from(("done", "under_way")), WORDS)
POINTS = st.lists(
    st.builds(
        Point, st.integers(1, 9), WORDS, WORDS, WORDS, WORDS, st.lists(UPDATES, max_size=2).map(tuple)
    ),
    max_size=2,
).map(tuple)  # fmt: skip
EARLIER = st.builds(EarlierReport, WORDS, WORDS, st.lists(WORDS, max_size=2).map(tuple))


@st.composite
def reports(draw: st.DrawFn) -> NetworkReport:
    """Draw a report over as many earlier ones as each of its standards is put beside."""
    earlier = draw(st.lists(EARLIER, max_size=2))
    past = st.builds(Earlier, LINES, st.sampled_from(("same", "reworded", "new")), st.just(("1.1",)))
    rows = st.builds(
        CountedStandard, WORDS, WORDS, LINES, st.lists(past, min_size=len(earlier), max_size=len(earlier)).map(tuple)
    )
    sections = st.builds(CountedSection, WORDS, WORDS, st.lists(rows, max_size=3).map(tuple))
    return NetworkReport(
        cycle=draw(WORDS),
        edition=draw(WORDS),
        fewest=5,
        services=draw(st.none() | st.integers(5, 60)),
        sections=tuple(draw(st.lists(sections, max_size=3))),
        earlier=tuple(earlier),
        summary=draw(WORDS),
        plain_summary=draw(WORDS),
        points=draw(POINTS),
        last_points=draw(POINTS),
    )


def row(line: ToldLine, *before: ToldLine, code: str = "1.1") -> CountedStandard:
    return CountedStandard(code, "Adults keep promises.", line, tuple(Earlier(one, "same") for one in before))


def report(*rows: CountedStandard, services: int | None = 20) -> NetworkReport:
    return NetworkReport("2026", "1", 5, services, (CountedSection("1", "Promises", rows),))


@pytest.mark.parametrize(
    ("part", "n", "said"), [(0, 7, 0), (7, 7, 100), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1)]
)
def test_a_share_is_told_in_whole_per_cent_a_half_up(part: int, n: int, said: int) -> None:
    assert percent(part, n) == said


@pytest.mark.parametrize(
    ("one", "change"),
    [
        (row(MORE, MANY), 25),
        (row(MANY, MORE), -25),
        (row(ONLY_MET, MANY), 25),
        # The newest of the earlier reports counts, whatever stood before it.
        (row(MORE, MANY, SILENT), 25),
        (row(MORE), None),
        (row(SILENT, MANY), None),
        (row(MANY, SILENT), None),
        (row(ANSWERED, MANY), None),
        (row(MANY, ANSWERED), None),
        (row(ONLY_NOT, MANY), None),
    ],
)
def test_a_standard_changes_where_both_reports_tell_who_met_it(one: CountedStandard, change: int | None) -> None:
    assert one.change == change


def test_a_section_adds_up_what_is_told_and_compares_only_what_both_tell() -> None:
    section = CountedSection(
        "1", "Promises", (row(MORE, MANY), row(MORE, SILENT), row(ONLY_NOT, MANY), row(MANY, MANY))
    )
    assert (section.told, section.line) == (3, ToldLine(60, (40, 5, 15)))
    assert section.then(0) == (ToldLine(40, (25, 5, 10)), ToldLine(40, (20, 10, 10)), 2)


def test_of_a_section_that_tells_nothing_nothing_is_added() -> None:
    section = CountedSection("1", "Promises", (row(ANSWERED, MANY), row(SILENT, MANY)))
    assert (section.told, section.line, section.then(0)) == (0, SILENT, (SILENT, SILENT, 0))


@pytest.mark.parametrize(
    ("rows", "is_bare"),
    [((), True), ((row(SILENT), row(ANSWERED)), True), ((row(SILENT), row(ONLY_NOT)), False), ((row(MANY),), False)],
)
def test_a_report_is_bare_when_it_tells_no_level(rows: tuple[CountedStandard, ...], is_bare: bool) -> None:
    assert report(*rows).is_bare is is_bare


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (report(row(MANY, MANY)), []),
        (report(row(SILENT), services=None), []),
        (report(row(MANY), services=4), ["services"]),
        (report(row(ToldLine(4)), row(ToldLine(9, (5, None, None)), code="1.2")), ["1.1", "1.2"]),
        # An earlier report kept its own number of fewest: it is looked at for what it could never tell.
        (report(row(MANY, ToldLine(9, (5, None, None)))), []),
        (report(row(MANY, ToldLine(20, (20, None, None)))), ["1.1"]),
        (report(row(MANY, ToldLine(None, (10, 5, 5)))), ["1.1"]),
    ],
)
def test_what_tells_of_too_few_is_named(told: NetworkReport, codes: list[str]) -> None:
    assert list(told_of_too_few(told)) == codes


@given(reports())
def test_what_is_stored_is_read_again_as_the_same_report(one: NetworkReport) -> None:
    assert read_network_report(json.loads(json.dumps(one.as_content()))) == one


@given(reports())
def test_a_report_is_the_sum_of_its_sections_and_what_the_rule_told_tells_of_no_few(one: NetworkReport) -> None:
    told_rows = [row for row in one.standards if row.line.tells_met]
    assert one.told == len(told_rows) == sum(section.told for section in one.sections)
    assert (one.line == SILENT) is (not told_rows)
    assert one.line.levels[0] == (sum(row.line.levels[0] or 0 for row in told_rows) if told_rows else None)
    assert one.is_bare is all(row.line.levels == NOTHING for row in one.standards)
    assert list(told_of_too_few(one)) == []
    for place in range(len(one.earlier)):
        for section in one.sections:
            now, then, many = section.then(place)
            assert many <= section.told
            assert (now.n is None) is (then.n is None) is (many == 0)


@given(reports(), st.integers(1, 4))
def test_too_few_services_are_named_whatever_else_the_report_tells(one: NetworkReport, services: int) -> None:
    assert next(iter(told_of_too_few(replace(one, services=services)))) == "services"
