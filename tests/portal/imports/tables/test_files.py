import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.imports.domain.columns import Column, text, whole_number
from portal.imports.domain.problems import FileRefused
from portal.imports.tables.files import read_table
from portal.imports.tables.limits import Limits
from tests.factories.tables import ods_content, write_csv, write_ods, write_xlsx

COLUMNS = [Column("urn", "URN", text), Column("places", "Places", whole_number, blank=True)]
ROWS = [["URN", "Note", "Places"], ["SC1", "a, “b”", "3"], ["SC2", "", ""], ["SC3", "ü", "4"]]


def refusal(path: Path, name: str = "", limits: Limits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_table(str(path), name or path.name, COLUMNS, limits=limits or Limits())
    return caught.value


@pytest.mark.parametrize(("ending", "write"), [("ods", write_ods), ("xlsx", write_xlsx)])
def test_a_sheet_is_found_by_its_headings_below_titles(tmp_path: Path, ending: str, write: Callable[..., Path]) -> None:
    sheets = {"Cover": [["Hello"]], "Data": [["A title"], ["Notes"], *ROWS]}
    table = read_table(str(write(tmp_path / f"t.{ending}", sheets)), f"t.{ending}", COLUMNS)
    assert table.sheet == "Data"
    assert table.above[0] == "A title"
    assert [(record.row, record["urn"], record["places"]) for record in table.records] == [
        (4, "SC1", 3),
        (5, "SC2", None),
        (6, "SC3", 4),
    ]


@pytest.mark.parametrize("mark", [True, False])
def test_a_csv_file_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, mark: bool) -> None:
    table = read_table(str(write_csv(tmp_path / "t.csv", ROWS, mark=mark)), "t.csv", COLUMNS)
    assert [record["urn"] for record in table.records] == ["SC1", "SC2", "SC3"]


def test_the_preferred_sheet_is_taken_when_several_fit(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "t.ods", {"Other": ROWS, "Places_at_31_Mar": ROWS[:2]})
    assert read_table(str(path), "t.ods", COLUMNS, prefer="places_at").sheet == "Places_at_31_Mar"
    assert "several sheets" in str(refusal(path))


def test_what_is_no_file_or_no_table_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "program.ods").write_bytes(b"MZ\x90\x00" * 50)
    (tmp_path / "page.csv").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "binary.csv").write_bytes(b"a,b\x00\x01\x02")
    with zipfile.ZipFile(tmp_path / "archive.ods", "w") as archive:
        archive.writestr("readme.txt", "hello")
    expected = {
        "absent.csv": "is not there",
        ".": "is a folder",
        "empty.csv": "is empty",
        "program.ods": "a program",
        "page.csv": "PDF",
        "binary.csv": "is not a table",
        "archive.ods": "an archive",
    }
    for name, words in expected.items():
        assert words in str(refusal(tmp_path / name)), name


def test_a_name_that_says_another_format_is_refused(tmp_path: Path) -> None:
    assert "is called .ods but holds CSV" in str(refusal(write_csv(tmp_path / "t.ods", ROWS)))
    assert "is called .csv but holds ODS" in str(refusal(write_ods(tmp_path / "t.csv", {"Data": ROWS})))


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    whole = write_ods(tmp_path / "t.ods", {"Data": ROWS}).read_bytes()
    for length in (40, len(whole) // 2, len(whole) - 10):
        (tmp_path / "cut.ods").write_bytes(whole[:length])
        assert "damaged" in str(refusal(tmp_path / "cut.ods"))


def test_broken_xml_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "t.ods", {}, content=ods_content({"Data": ROWS})[:-40])
    assert "damaged" in str(refusal(path))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = write_ods(tmp_path / "t.ods", {}, content=ods_content({"Data": ROWS}, doctype=bomb))
    assert "declarations" in str(refusal(path))


def test_a_file_that_would_unpack_to_far_more_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "t.ods", {"Data": [*ROWS, ["x" * 12_000_000]]})
    assert "would unpack" in str(refusal(path))


def test_too_many_rows_columns_and_bytes_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", ROWS)
    assert "more than 2 rows" in str(refusal(path, limits=Limits(rows=2)))
    assert "larger than" in str(refusal(path, limits=Limits(file_bytes=10)))
    wide = write_csv(tmp_path / "wide.csv", [["URN", "Places", *(str(n) for n in range(300))]])
    assert "302 columns" in str(refusal(wide))


@pytest.mark.parametrize(("mark", "byte"), [(b"", 32), (b"\xef\xbb\xbf", 35)])
def test_broken_encoding_names_byte_row_and_column(tmp_path: Path, mark: bytes, byte: int) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(mark + "URN,Name,Places\nSC1,Ä,3\n".encode() + b"SC2,caf\xe9,4\n")
    problem = refusal(path).problems[0]
    assert (problem.row, problem.column) == (3, "Name")
    assert f"byte {byte} (0xE9)" in problem.message


def test_a_row_longer_or_shorter_than_the_headings_is_named(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("URN,Places\nSC1,3\nSC2,4,5\n")
    (tmp_path / "short.csv").write_text("URN,Places\nSC1,3\nSC2\n")
    assert refusal(tmp_path / "long.csv").problems[0].row == 3
    assert "cut off" in str(refusal(tmp_path / "short.csv"))


def test_missing_columns_are_named_one_by_one(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [["URN", "Note"], ["SC1", "x"]])
    assert [(problem.column, problem.message) for problem in refusal(path).problems] == [("Places", "is missing.")]


def test_headings_without_rows_are_refused(tmp_path: Path) -> None:
    assert "no rows" in str(refusal(write_csv(tmp_path / "t.csv", ROWS[:1])))
