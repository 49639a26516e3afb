"""One report in five formats: the same scores and recommendations in each, and nothing of it can act (invariant 28)."""

import io
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import time_machine
from bs4 import BeautifulSoup
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from peerreview.domain.reports import (
    Dissent,
    JudgedSection,
    JudgedStandard,
    Report,
    SmartRecommendation,
    content_hash,
    read_report,
    with_gap,
)
from peerreview.enums.reports import FileFormat
from peerreview.queries.reportfiles import FORMATS, as_pdf, pdf_is_there
from peerreview.queries.reportwords import own_words, score_words
from tests.conftest import NOON
from tests.thorough import examples

SCORES = ("met", "partly_met", "not_met", "not_applicable", "")
WORDS = st.text("abc déß=<&#*_\n", min_size=1, max_size=12).map(lambda text: f"w{text}w")
STANDARDS = st.lists(st.tuples(st.sampled_from(SCORES), st.sampled_from(SCORES), WORDS), min_size=1, max_size=4).map(
    lambda rows: tuple(
        JudgedStandard(f"1.{n}", f"Promise {n}.", score, own, words, "why" if score == "not_applicable" else "")
        for n, (score, own, words) in enumerate(rows, start=1)
    )
)
RECOMMENDATIONS = st.lists(st.tuples(st.sampled_from(("must", "should", "could")), WORDS), max_size=3).map(
    lambda rows: tuple(
        SmartRecommendation(n, strength, f"S{n} {words}", "Seen.", "Can be.", "Matters.", "May.", ("1.1",))
        for n, (strength, words) in enumerate(rows, start=1)
    )
)
REPORTS = st.builds(
    Report,
    service=st.just("A house"),
    cycle=st.just("2026–27"),
    kind=st.just("Full"),
    edition=st.just("Edition 1"),
    visited_on=st.just("2 February 2027"),
    team=st.just(("Lead", "Peer")),
    summary=WORDS,
    plain_summary=WORDS,
    sections=STANDARDS.map(lambda rows: (JudgedSection("1", "Promises", rows),)),
    achievements=st.lists(WORDS, min_size=1, max_size=2).map(tuple),
    recommendations=RECOMMENDATIONS,
    dissents=st.just((Dissent("Peer", "No."),)),
)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def of_html(content: bytes) -> tuple[list[list[str]], str]:
    soup = BeautifulSoup(content, "html.parser")
    rows = [[flat(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    return [row for row in rows if len(row) == 3], flat(soup.get_text(" "))


def of_docx(content: bytes) -> tuple[list[list[str]], str]:
    document = Document(io.BytesIO(content))
    rows = [[flat(cell.text) for cell in row.cells] for table in document.tables for row in table.rows]
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    return [row for row in rows if len(row) == 3], flat(text)


def of_xlsx(content: bytes) -> tuple[list[list[str]], str]:
    book = load_workbook(io.BytesIO(content))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    values = [[str(cell or "") for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    rows = [[flat(row[0]), row[2], row[3]] for row in values if len(row) >= 7 and row[0].startswith("1.")]
    return rows, flat(" ".join(" ".join(row) for row in values))


def scores_of(report: Report) -> list[list[str]]:
    return [[f"{s.code} {s.text}", score_words(s.score), own_words(s.own_score)] for s in report.standards]


@given(REPORTS)
@settings(max_examples=examples(12), deadline=None)
def test_every_format_carries_the_same_scores_and_recommendations(report: Report) -> None:
    files: Mapping[FileFormat, bytes] = {kind: made.write(report, NOON) for kind, made in FORMATS.items()}
    wanted = scores_of(report)
    assert read_report(json.loads(files[FileFormat.JSON])) == report
    for read, kind in ((of_html, FileFormat.HTML), (of_docx, FileFormat.DOCX), (of_xlsx, FileFormat.XLSX)):
        rows, text = read(files[kind])
        assert [row for row in rows if row in wanted] == wanted, kind
        for one in report.recommendations:
            for words in (one.specific, one.measurable, one.attainable, one.relevant, one.timely):
                assert flat(words).strip() in text, (kind, words)
    tagged = files[FileFormat.PDF]
    assert tagged.startswith(b"%PDF")
    assert b"/StructTreeRoot" in tagged
    assert b"/MarkInfo" in tagged
    # Lines break where the page ends: without blanks the words still stand one after another.
    text = of_pdf(tagged).replace(" ", "")
    for row in wanted:
        assert "".join(row).replace(" ", "") in text
    for one in report.recommendations:
        assert flat(one.specific).replace(" ", "") in text


def of_pdf(content: bytes) -> str:
    return flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def example(**more: Any) -> Report:
    rows = (JudgedStandard("1.1", "Adults keep promises.", "met", "not_met", "We saw #it *kept*.", "", "Later."),)
    fields: dict[str, Any] = {
        "service": "A house",
        "cycle": "2026–27",
        "kind": "Full",
        "edition": "Edition 1",
        "visited_on": "",
        "team": ("Lead",),
        "summary": "A #warm house.",
        "plain_summary": "",
        "sections": (JudgedSection("1", "Promises", rows),),
        "achievements": ("Nobody eats alone.",),
        "recommendations": (SmartRecommendation(1, "must", "Write.", "Seen.", "Can.", "Matters.", "May.", ("1.1",)),),
        **more,
    }
    return Report(**fields)


def test_the_pdf_says_the_words_and_reads_none_of_them_as_markup() -> None:
    text = of_pdf(as_pdf(example(), NOON))
    for words in ("A #warm house.", "We saw #it *kept*.", "Write.", "1.1 Adults keep promises.", "1. Must"):
        assert words in text
    assert "Not met" in text


def test_the_docx_opens_with_headings() -> None:
    document = Document(io.BytesIO(FORMATS[FileFormat.DOCX].write(example(), NOON)))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name.startswith("Heading")]
    assert {"Summary", "What is done well", "Recommendations", "1. Must", "Standard by standard"} <= set(headings)


def test_a_gap_leaves_nothing_of_the_text_in_any_format() -> None:
    report = with_gap(example(), "The service took its consent back.")
    for kind, made in FORMATS.items():
        content = made.write(report, NOON)
        text = {
            FileFormat.PDF: of_pdf,
            FileFormat.DOCX: lambda c: of_docx(c)[1],
            FileFormat.XLSX: lambda c: of_xlsx(c)[1],
        }
        words = text.get(kind, bytes.decode)(content)
        assert "took its consent back" in words, kind
        assert not [word for word in ("A house", "alone", "promises", "Write.") if word in words], kind


@given(REPORTS)
@settings(deadline=None)
def test_a_content_reads_back_as_it_was_whatever_the_order_of_its_keys(report: Report) -> None:
    content = report.as_content()
    assert read_report(json.loads(json.dumps(content))) == report
    assert content_hash(dict(reversed(content.items()))) == content_hash(content)


def test_the_same_words_and_time_give_the_same_bytes() -> None:
    """What was kept can be made again: the demonstration's copies and a restore without files rely on it."""
    for kind, made in FORMATS.items():
        if kind is FileFormat.PDF and not pdf_is_there():
            continue
        with time_machine.travel(NOON):
            first = made.write(example(), NOON)
        with time_machine.travel(NOON + timedelta(days=3)):
            assert made.write(example(), NOON) == first, kind
