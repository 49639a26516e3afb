"""Files of standards: what is exported is read again as the same edition; what is wrong is named, all of it."""

import tempfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from peerreview.domain.standards import digest
from peerreview.domain.standards_layout import as_meant, harmless
from peerreview.domain.standards_text import EditionText
from peerreview.queries.standards_check import Checked, Expected, check
from peerreview.queries.standards_files import FORMATS, template_text
from peerreview.queries.standards_reading import read
from portal.imports.domain.problems import FileRefused
from tests.factories.editions import VALUES, edition_texts, file_of
from tests.thorough import examples

EXPECTED = Expected("small", "Small Standards", "service", "", 2, VALUES)
TEMPLATE = template_text("small", "Small Standards", 2, "respect")


def taken(path: str) -> Checked:
    said, problems = read(path, path)
    checked = check(said, EXPECTED)
    return Checked(checked.text, (*problems, *checked.problems))


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=edition_texts())
def test_import_of_an_export_is_the_same_edition(kind: str, text: EditionText) -> None:
    """Peer review 29."""
    with tempfile.TemporaryDirectory() as folder:
        checked = taken(file_of(Path(folder), text, kind))
    assert [str(problem) for problem in checked.problems] == []
    assert digest(checked.text.as_content()) == digest(text.as_content())


@pytest.mark.parametrize("kind", FORMATS)
def test_the_template_is_accepted(kind: str, tmp_path: Path) -> None:
    assert taken(file_of(tmp_path, TEMPLATE, kind)).problems == ()


@given(st.text("='+-@\t\ra", max_size=6))
@example("'=1")
def test_words_made_harmless_are_never_a_formula_and_come_back_as_they_were(cell: str) -> None:
    assert harmless(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r") or not cell
    assert as_meant(harmless(cell)) == cell


def test_a_workbook_calculates_nothing(tmp_path: Path) -> None:
    text = replace(TEMPLATE, introduction="=HYPERLINK(1)")
    book = load_workbook(file_of(tmp_path, text, "xlsx"))
    assert {cell.data_type for row in book["Standards"].iter_rows() for cell in row} <= {"s", "n"}


def test_an_edition_says_what_is_wrong_in_a_document_with_table_and_row(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("1 Promises", 1)
    table = document.add_table(rows=2, cols=3)
    for cells, words in zip(table.rows, [("Code", "Text", "Guidance"), ("1.1", "", "Listen.")], strict=True):
        for cell, word in zip(cells.cells, words, strict=True):
            cell.text = word
    document.save(str(tmp_path / "draft.docx"))
    said = [str(problem) for problem in taken(str(tmp_path / "draft.docx")).problems]
    for column in ("text", "type", "applies_to", "rests_on"):
        assert any("Table 1, Row 2" in line and f"“{column}”" in line for line in said), (column, said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.json", b"{}", "no list of sections"),
        ("a.json", b'{"sections": [1, {"code": 2}]}', ""),
        ("a.csv", b"name,words\n1,2\n", "no table with the columns"),
        ("a.docx", b"plain words", "does not hold what its ending says"),
        ("a.xlsx", b'{"sections": []}', "but holds JSON"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_no_edition_is_refused_in_words(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    try:
        problems = taken(str(path)).problems
    except FileRefused as refusal:
        problems = refusal.problems
    assert problems
    assert said in str(problems[0])


def test_a_broken_quotation_mark_is_named_with_its_row_and_the_rest_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(
        "section,section_title,code,type,text,applies_to,rests_on\n"
        '1,Promises,1.1,2,"Kept" by all.,home,respect\n'
        "1,Promises,1.2,9,Heard.,home,respect\n"
        '1,Promises,1.3,2,"Answered.,home,respect\n'
        "1,Promises,1.4,2,Seen, and heard.,home,respect\n"
        "1,Promises,1.5,2,,home,respect\n"
    )
    said = [str(problem) for problem in taken(str(path)).problems]
    for row, words in (
        (2, "written twice"),
        (3, "type"),
        (4, "never closed"),
        (5, "comma"),
        (6, "text"),
    ):
        assert any(f"Row {row}" in line and words in line for line in said), (row, said)


def test_broken_headings_are_named_and_not_taken_for_a_missing_table(tmp_path: Path) -> None:
    path = tmp_path / "headings.csv"
    path.write_text('section,"code"x,text\n1,1.1,Kept.\n')
    with pytest.raises(FileRefused, match="Row 1"):
        read(str(path), path.name)


def test_a_file_broken_in_every_row_is_put_aside_soon(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("code,text\n" + 'a,"b" c\n' * 2000)
    with pytest.raises(FileRefused) as refusal:
        read(str(path), path.name)
    assert len(refusal.value.problems) == 100


def test_a_packed_bomb_and_a_document_with_declarations_are_refused(tmp_path: Path) -> None:
    bomb, declared = tmp_path / "bomb.docx", tmp_path / "declared.docx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80_000_000)
    with ZipFile(declared, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    for path, said in ((bomb, "unpack"), (declared, "declarations")):
        with pytest.raises(FileRefused, match=said):
            read(str(path), path.name)


def test_a_day_and_a_number_left_out_are_given(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("section,section_title,code,type,text,applies_to,rests_on\n1,Promises,1.1,2,Kept.,home,respect\n")
    checked = taken(str(path))
    assert checked.problems == ()
    assert (checked.text.number, checked.text.effective_from) == (2, None)
    assert checked.text.sections[0].standards[0].nations == ("england", "wales")
    assert taken(file_of(tmp_path, replace(TEMPLATE, effective_from=date(2027, 9, 1)), "docx")).problems == ()


def test_what_is_struck_out_while_changes_are_tracked_is_not_read(tmp_path: Path) -> None:
    content = BytesIO(FORMATS["docx"].write(TEMPLATE, {}))
    with ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    old = "<w:t>One expectation that can be tested.</w:t>"
    assert old in body
    new = "<w:t>One expectation.</w:t></w:r><w:del w:id='1'><w:r><w:delText> Gone.</w:delText></w:r></w:del><w:r>"
    parts["word/document.xml"] = body.replace(old, new).encode()
    path = tmp_path / "tracked.docx"
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert taken(str(path)).text.sections[0].standards[0].text == "One expectation."
