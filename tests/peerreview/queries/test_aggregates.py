"""Trends over cycles, what every format carries, what nobody can tell apart, and what the check finds."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from peerreview.domain.aggregates import NetworkReport, read_network_report
from peerreview.domain.reports import content_hash
from peerreview.domain.standards_layout import as_meant
from peerreview.enums.aggregates import AggregateFormat
from peerreview.models import AggregateVersion, CoreValue, PeerJudgement, StandardMapping
from peerreview.queries.aggregatechecks import findings
from peerreview.queries.aggregatefiles import FORMATS, laid_out
from peerreview.queries.aggregatewords import comparing, in_short
from peerreview.queries.reportfiles import pdf_is_there
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories.aggregates import computed, cycle_of, edition_of, manager, many_judged, published
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


def numbers(version: AggregateVersion) -> NetworkReport:
    return read_network_report(version.content)


def test_this_year_stands_beside_what_was_published_last_year() -> None:
    edition, by = edition_of(2), manager()
    many_judged(cycle_of(2025), edition, [(10, 6, 4), (18, 1, 1)])
    last = published(edition.reviews.first().cycle, edition, by)
    this = cycle_of(2026)
    many_judged(this, edition, [(15, 3, 2), (10, 5, 5)])
    report = numbers(computed(this, edition, by))
    first, second = report.standards
    assert first.change == 25
    assert first.before[0].line == numbers(last).standards[0].line
    assert second.before[0].line.levels == (None, None, None)
    assert second.change is None
    assert report.sections[0].then(0)[2] == 1


def test_a_draft_of_last_year_is_compared_with_by_nobody() -> None:
    edition, by = edition_of(1), manager()
    last, this = cycle_of(2025), cycle_of(2026)
    for cycle in (last, this):
        many_judged(cycle, edition, [(8, 6, 6)])
    computed(last, edition, by)
    assert numbers(computed(this, edition, by)).earlier == ()


def test_a_new_edition_compares_by_lineage_and_says_what_does_not() -> None:
    old = edition_of(3)
    by, last, this = manager(), cycle_of(2025), cycle_of(2026)
    many_judged(last, old, [(8, 6, 6), (9, 6, 5), (10, 5, 5)])
    published(last, old, by)
    changed = {"s1_2": {"text": "Adults keep every promise 1.2."}, "s1_3": {"lineage": "line-of-its-own"}}
    new = edition_of(3, number=2, **changed)
    kinds = dict(StandardMapping.objects.filter(after__edition=new).values_list("after__code", "kind"))
    assert kinds == {"1.1": "same", "1.2": "reworded", "1.3": "new"}
    many_judged(this, new, [(8, 6, 6), (14, 5, 1), (10, 5, 5)])
    report = numbers(computed(this, new, by))
    assert [one.before[0].kind for one in report.standards] == ["same", "reworded", "new"]
    assert [one.change for one in report.standards] == [0, 25, None]
    assert report.earlier[0].gone == ("1.3",)
    (words,) = comparing(report)
    assert "Unchanged and compared: 1." in words
    assert "Reworded, compared with care: 1.2." in words
    assert "New, nothing to compare: 1.3." in words
    assert "No longer asked: 1.3." in words


def test_swapping_what_is_withheld_changes_not_one_letter() -> None:
    """Invariant 21: two databases that differ only in withheld numbers give the same report, with the same hash."""
    cycle, edition, by = cycle_of(), edition_of(2), manager()
    many_judged(cycle, edition, [(12, 5, 3), (18, 1, 1)])
    first = computed(cycle, edition, by)
    for code, old, new in (("1.1", "partly_met", "not_met"), ("1.2", "met", "not_met"), ("1.2", "met", "partly_met")):
        row = PeerJudgement.objects.filter(standard__code=code, score=old).first()
        assert row is not None
        row.score = new
        save_with_history(row, by=None, reason="Another database", at=NOON)
    second = computed(cycle, edition, by)
    assert first.sha256 == second.sha256
    assert first.content == second.content


@pytest.fixture
@remembered
def whole() -> AggregateVersion:
    edition, by = edition_of(3, 2), manager()
    many_judged(cycle_of(2025), edition, [(10, 6, 4), (18, 1, 1), (7, 7, 6), (0, 0, 20), (5, 5, 10)])
    published(edition.reviews.first().cycle, edition, by)
    this = cycle_of(2026)
    many_judged(this, edition, [(15, 3, 2), (10, 5, 5), (20, 0, 0), (3, 5, 12), (6, 7, 7)])
    return published(this, edition, by, at=NOON + timedelta(days=1))


def expected(report: NetworkReport) -> set[str]:
    """Return every word of the report: what each format must carry."""
    out = laid_out(report)
    rows = [*out["section_rows"], *(row for section in out["sections"] for row in section["rows"])]
    return {cell for row in rows for cell in row} | {*out["in_short"], *out["summary"], *out["plain_summary"]}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


def test_every_format_carries_the_same(whole: AggregateVersion) -> None:
    report = numbers(whole)
    made = {kind: one.write(report, NOON) for kind, one in FORMATS.items() if kind != "pdf" or pdf_is_there()}
    assert read_network_report(json.loads(made["json"])) == report
    book = load_workbook(io.BytesIO(made["xlsx"]))
    cells = {str(c.value) for sheet in book for row in sheet for c in row if c.value is not None}
    lines = csv.reader(io.StringIO(made["csv"].decode().lstrip("\ufeff")))
    document = Document(io.BytesIO(made["docx"]))
    said = {p.text for p in document.paragraphs}
    said |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    wanted = expected(report)
    assert wanted - cells == set()
    assert wanted - {as_meant(cell) for line in lines for cell in line} == set()
    assert wanted - said == set()


@pytest.mark.skipif(not pdf_is_there(), reason="typst has no wheel for this platform")
def test_the_pdf_carries_it_too(whole: AggregateVersion) -> None:
    made = PdfReader(io.BytesIO(FORMATS[AggregateFormat.PDF].write(numbers(whole), NOON)))
    text = "".join(page.extract_text() for page in made.pages)
    assert [cell for cell in expected(numbers(whole)) if squeezed(cell) not in squeezed(text)] == []


def test_the_words_say_what_the_tables_say(whole: AggregateVersion) -> None:
    report = numbers(whole)
    words = " ".join(in_short(report))
    assert f"Over the {report.told} of 5 standards" in words
    assert "1 standard is withheld" in words
    assert "2 standards can be compared with Reviews 2025" in words


def test_a_bare_report_says_why_it_is_bare() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(3, 1, 0)])
    report = numbers(computed(cycle, edition))
    assert "Too few services are counted" in in_short(report)[0]
    assert "fewer than 5" in dict(laid_out(report)["about"])["Services counted"]


def test_no_value_carries_a_number(whole: AggregateVersion) -> None:
    """Invariant 9: the ten values do not occur at all."""
    text = json.dumps([whole.content, laid_out(numbers(whole))]).lower()
    titles = list(CoreValue.objects.values_list("title", flat=True))
    assert titles
    assert [title for title in titles if title.lower() in text] == []


def test_nothing_in_it_is_of_one_service(whole: AggregateVersion) -> None:
    text = json.dumps(whole.content)
    for review in whole.report.edition.reviews.select_related("service__owner"):
        assert review.service.name not in text
        assert review.service.urn not in text
    assert list(findings(NOON)) == []


def test_the_check_finds_what_was_changed_past_the_portal(whole: AggregateVersion) -> None:
    content = json.loads(json.dumps(whole.content))
    content["sections"][0]["standards"][0]["line"] = {"n": 20, "levels": [15, 4, 1]}
    rows = AggregateVersion.objects.filter(pk=whole.pk)
    super(type(rows), rows).update(content=content)
    found = " ".join(findings(NOON))
    assert "is not what was made" in found
    assert "tells of too few services: 1.1" in found
    assert "is not what its blocks add up to" in found
    super(type(rows), rows).update(sha256=content_hash(content))
    assert "is not what was made" not in " ".join(findings(NOON))
