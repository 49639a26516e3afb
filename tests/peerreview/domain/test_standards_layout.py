"""An edition as a table: what each cell says, where it stood, and what a spreadsheet must not make of it."""

from datetime import date

import pytest
from hypothesis import given

from peerreview.domain.standards_layout import (
    ABOUT_COLUMNS,
    COLUMNS,
    NEEDED_COLUMNS,
    STANDARD_COLUMNS,
    Place,
    Said,
    about_fields,
    as_meant,
    harmless,
    printable,
    standard_fields,
    table_rows,
)
from peerreview.domain.standards_text import EditionText, SectionText, StandardText
from tests.factories.editions import edition_texts

ONE = StandardText(
    code="1.1",
    lineage="line-1-1",
    text="Adults keep promises.",
    plain_text="Grown-ups keep promises.",
    type=1,
    core=True,
    guidance="Listen.",
    evidence_hint="Talk.",
    applies_to=("home", "school"),
    nations=("england", "wales"),
    values=(("process", "secondary"), ("respect", "primary"), ("balance", "secondary")),
    sources=("A report, 2021", "A law"),
)
EDITION = EditionText(
    set_code="small",
    number=3,
    label="Third",
    introduction="Read it slowly.",
    change_note="What people asked for.",
    effective_from=date(2026, 9, 1),
    sections=(SectionText("1", "Promises", "Kept.", (ONE, ONE)), SectionText("2", "To come", "Not yet.", ())),
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Listen.", "Listen."),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@home", "'@home"),
        ("\tso", "'\tso"),
        ("\rso", "'\rso"),
        ("1=1", "1=1"),
        # What somebody wrote with an apostrophe of their own comes back with it.
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("''", "''"),
    ],
)
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(cell: str, written: str) -> None:
    assert harmless(cell) == written
    assert as_meant(written) == cell


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Siân’s\n\thome", "Siân’s\n\thome"),
        ("bell\x07 and\x00 nothing\x1b[0m", "bell and nothing[0m"),
        ("line\rline", "lineline"),
        ("half \ud800a pair", "half a pair"),
        ("no\u00adhyphen", "no\u00adhyphen"),
    ],
)
def test_what_no_xml_file_can_hold_is_left_out(text: str, printed: str) -> None:
    assert printable(text) == printed
    assert printable(printed) == printed


def test_what_a_file_says_is_kept_with_the_place_it_stands_at() -> None:
    said = Said(Place("Standards", 4))
    said.put("code", "1.1")
    said.put("text", "Adults keep promises.", Place("Standards", 9))
    said.put("guidance", " \n")
    assert said.fields == {"code": "1.1", "text": "Adults keep promises."}
    assert said.at("code") == Place("Standards", 4)
    assert said.at("text") == Place("Standards", 9)
    # What is missing is looked for where the entry stands.
    assert said.at("guidance") == said.at("type") == Place("Standards", 4)


@pytest.mark.parametrize(("day", "said"), [(date(2026, 9, 1), "2026-09-01"), (None, "")])
def test_what_is_said_once_of_an_edition(day: date | None, said: str) -> None:
    text = EditionText("small", 3, "Third", "Read it slowly.", "Asked for.", day, ())
    assert about_fields(text) == {
        "set": "small",
        "edition": "3",
        "edition_name": "Third",
        "in_force_from": said,
        "introduction": "Read it slowly.",
        "change_note": "Asked for.",
    }


def test_a_standard_says_its_lists_with_semicolons_and_its_sources_a_line_each() -> None:
    said = standard_fields(ONE)
    assert tuple(said) == STANDARD_COLUMNS
    assert (said["type"], said["core"], said["level"]) == ("1", "yes", "")
    assert (said["applies_to"], said["nations"]) == ("home; school", "england; wales")
    assert (said["rests_on"], said["also_speaks_to"]) == ("respect", "process; balance")
    assert said["sources"] == "A report, 2021\nA law"


def test_an_edition_and_a_section_are_told_of_in_their_first_row() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table_rows(EDITION)]
    assert [[row["edition"], row["set"], row["introduction"]] for row in rows] == [
        ["3", "small", "Read it slowly."],
        ["3", "", ""],
        ["3", "", ""],
    ]
    assert [[row["section"], row["section_title"], row["section_summary"]] for row in rows] == [
        ["1", "Promises", "Kept."],
        ["1", "Promises", ""],
        ["2", "To come", "Not yet."],
    ]
    # A section without standards has a row that says so.
    assert [row["code"] for row in rows] == ["1.1", "1.1", ""]


def test_an_edition_without_sections_has_no_rows() -> None:
    assert list(table_rows(EditionText("small", 1, "", "", "", None, ()))) == []


@given(edition_texts())
def test_a_table_has_a_row_for_each_standard_and_loses_no_word(text: EditionText) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table_rows(text)]
    ones = [one for section in text.sections for one in section.standards]
    assert len(rows) == sum(max(1, len(section.standards)) for section in text.sections)
    assert [row["code"] for row in rows if row["code"]] == [one.code for one in ones]
    assert [row["text"] for row in rows if row["code"]] == [one.text for one in ones]
    assert {name: rows[0][name] for name in ABOUT_COLUMNS} == about_fields(text)
    assert all(row[name] for row in rows if row["code"] for name in NEEDED_COLUMNS)
