"""From a file to a draft: fifty errors named, lineage confirmed by hand, nothing published touched."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from peerreview.actions.standards import publish_edition
from peerreview.actions.standards_import import check_standards_file, drop_import, make_draft
from peerreview.domain.lineage import Answer
from peerreview.domain.standards import digest
from peerreview.domain.standards_layout import COLUMNS
from peerreview.enums.standards import MappingKind as Kind
from peerreview.models import Standard, StandardMapping, StandardSetEdition, StandardsImport
from peerreview.queries.standards import edition_text
from peerreview.queries.standards_changes import changes_of
from peerreview.queries.standards_import import plan
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.editions import file_of
from tests.factories.standards import published_edition, standard
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db

ROWS = 16
# What is wrong, column by column, in each row of the file; together fifty.
PLANTED: dict[int, dict[str, str]] = {
    2: {"set": "another", "edition": "zero", "edition_name": "x" * 81, "in_force_from": "next spring"},
    3: {"set": "third", "edition_name": "Other name", "introduction": "Other words", "change_note": "Other note"},
    4: {"code": "", "text": "", "type": "", "applies_to": ""},
    5: {"code": "a b", "type": "4", "core": "perhaps", "level": "grand"},
    6: {"code": "1.1", "lineage": "line-1", "applies_to": "ship", "nations": "france"},
    7: {"rests_on": "", "lineage": "with blank", "plain_text": "a\x7fb", "code": "changes"},
    8: {"rests_on": "courage", "also_speaks_to": "hope", "applies_to": "home; home", "type": "two"},
    9: {"rests_on": "respect; process", "also_speaks_to": "respect", "level": "foundation; leading"},
    10: {"section": "2 b", "section_title": "", "text": "", "code": "-"},
    11: {"section_title": "y" * 201, "code": "x" * 13, "type": "-1", "core": "2"},
    12: {"section_title": "Again", "nations": "wales; wales", "rests_on": "7"},
    13: {"section": "1", "code": "plain", "lineage": "z" * 81, "guidance": "g\x7f"},
    14: {"in_force_from": "2027-09-02", "edition": "3", "applies_to": "home, school", "type": "1.5"},
}


def row_of(number: int) -> dict[str, str]:
    """Return a row without fault; the sections change at rows 10, 11 and 13."""
    section = 1 if number < 10 else 2 if number == 10 else 3 if number < 13 else 4
    once = {"set": "small", "edition": "2", "edition_name": "Second", "in_force_from": "2027-09-01"}
    return {
        **(once if number == 2 else {}),
        **({"introduction": "Read it.", "change_note": "We listened."} if number == 2 else {}),
        "section": str(section),
        "section_title": f"Section {section}",
        "code": f"{section}.{number - 1}" if number > 2 else "1.1",
        "lineage": f"line-{number - 1}",
        "type": "2",
        "text": f"Adults keep promise number {number}.",
        "applies_to": "home",
        "rests_on": "respect",
    }


def workbook(path: Path, planted: dict[int, dict[str, str]]) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Standards"
    sheet.append(COLUMNS)
    for number in range(2, ROWS):
        row = {**row_of(number), **planted.get(number, {})}
        sheet.append([row.get(name, "") for name in COLUMNS])
    book.save(path)
    return str(path)


@pytest.fixture
@remembered
def first() -> StandardSetEdition:
    return published_edition(
        standard("1.1", text="Adults knock before they come in."),
        standard("1.2", text="Adults and children eat together every evening."),
        standard("1.3", text="Money for clothes is given in time."),
    )


def hash_now(edition: StandardSetEdition) -> str:
    return digest(edition_text(StandardSetEdition.objects.get(pk=edition.pk)).as_content())


def test_fifty_errors_are_all_named_and_the_corrected_file_imports(tmp_path: Path, first: StandardSetEdition) -> None:
    manager, before = person("programme_manager"), first.sha256
    planted = {(row, column) for row, cells in PLANTED.items() for column in cells}
    assert len(planted) == 50
    path = workbook(tmp_path / "wrong.xlsx", PLANTED)
    refused = check_standards_file(standards=first.set, path=path, file_name="wrong.xlsx", by=manager, at=NOON)
    assert refused.state == "refused"
    assert {(each["row"], each["column"]) for each in refused.problems} == planted
    assert all(each["message"] and each["remedy"] and "Standards" in each["sheet"] for each in refused.problems)
    assert len({each["message"] for each in refused.problems}) >= 15
    assert StandardSetEdition.objects.count() == 1

    path = workbook(tmp_path / "right.xlsx", {})
    row = check_standards_file(standards=first.set, path=path, file_name="right.xlsx", by=manager, at=NOON)
    assert (row.state, row.problems) == ("checked", [])
    answers = [Answer(one.after, one.before, one.kind) for one in plan(first.set, path, path).suggestions if one.after]
    second = make_draft(row=row, answers=answers, by=manager, at=NOON)
    publish_edition(edition=second, by=manager, at=NOON)
    assert second.standards.count() == ROWS - 2
    # Peer review 1 and 3: what was published is what it was.
    assert hash_now(first) == before


def changed(first: StandardSetEdition, tmp_path: Path) -> StandardsImport:
    """Send a second edition as a document: one reworded, one split in two, one retired."""
    text = edition_text(first)
    one, two, _gone = text.sections[0].standards
    standards = (
        replace(one, text="Adults knock and wait before they come in.", lineage=""),
        replace(two, text="Adults and children eat together.", lineage=""),
        replace(two, code="1.4", text="There is supper every evening.", lineage=""),
    )
    after = replace(text, number=2, sections=(replace(text.sections[0], standards=standards),))
    path = file_of(tmp_path, after, "docx")
    return check_standards_file(standards=first.set, path=path, file_name="new.docx", by=None, at=NOON)


ANSWERS = (
    Answer("1.1", ("1.1",), Kind.REWORDED),
    Answer("1.2", ("1.2",), Kind.SPLIT),
    Answer("1.4", ("1.2",), Kind.SPLIT),
)


def test_confirmed_lineage_is_kept_and_what_is_gone_is_told_only_at_publication(
    first: StandardSetEdition, tmp_path: Path
) -> None:
    manager = person("programme_manager")
    second = make_draft(row=changed(first, tmp_path), answers=ANSWERS, by=manager, at=NOON)
    kinds = StandardMapping.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["reworded", "split", "split"]
    found = changes_of(second, manager, NOON)
    assert found is not None
    assert {kind: len(rows) for kind, rows in found.by_kind.items()} == {"reworded": 1, "split": 1, "retired": 1}
    publish_edition(edition=second, by=manager, at=NOON)
    assert sorted(kinds.all()) == ["retired", "reworded", "split", "split"]
    assert second.standards.get(code="1.1").lineage == "line-1-1"
    assert "line-1-2" not in second.standards.values_list("lineage", flat=True)


@pytest.mark.parametrize(
    "answers",
    [
        (),
        ANSWERS[:2],
        (*ANSWERS[:2], Answer("1.4", ("1.1",), Kind.REWORDED)),
        (*ANSWERS[:2], Answer("9", (), Kind.NEW)),
    ],
)
def test_no_draft_before_every_line_is_confirmed(
    answers: tuple[Answer, ...], first: StandardSetEdition, tmp_path: Path
) -> None:
    row = changed(first, tmp_path)
    with pytest.raises(Refused):
        make_draft(row=row, answers=answers, by=person("programme_manager"), at=NOON)
    assert StandardSetEdition.objects.count() == 1
    assert StandardMapping.objects.count() == 0


def test_a_draft_is_written_again_from_a_corrected_file(first: StandardSetEdition, tmp_path: Path) -> None:
    make_draft(row=changed(first, tmp_path), answers=ANSWERS, by=None, at=NOON)
    standards = Standard.objects.filter(edition__number=2)
    standards_before = set(standards.values_list("pk", flat=True))
    path = workbook(tmp_path / "right.xlsx", {})
    row = check_standards_file(standards=first.set, path=path, file_name="right.xlsx", by=None, at=NOON)
    answers = [Answer(one.after, (), Kind.NEW) for one in plan(first.set, path, path).suggestions if one.after]
    make_draft(row=row, answers=answers, by=None, at=NOON)
    assert not standards_before & set(standards.values_list("pk", flat=True))
    assert set(StandardMapping.objects.values_list("kind", flat=True)) == {"new"}


def test_lineage_confirmed_against_an_older_edition_is_refused(first: StandardSetEdition, tmp_path: Path) -> None:
    row = changed(first, tmp_path)
    row.number = 3
    row.save()
    published_edition(standard("1.1"), number=2)
    with pytest.raises(Refused, match="Another edition"):
        make_draft(row=row, answers=ANSWERS, by=None, at=NOON)


def test_a_file_that_says_what_is_here_already_changes_nothing(first: StandardSetEdition, tmp_path: Path) -> None:
    path = file_of(tmp_path, edition_text(first), "docx")
    with pytest.raises(Refused, match="says exactly this"):
        check_standards_file(standards=first.set, path=path, file_name=path, by=None, at=NOON)
    other = file_of(tmp_path, replace(edition_text(first), introduction="Other."), "xlsx")
    row = check_standards_file(standards=first.set, path=other, file_name=other, by=None, at=NOON)
    assert row.state == "refused"
    assert "number 2" in row.problems[0]["remedy"]


@pytest.mark.parametrize("role", ["administrator", "editor", "reviewer"])
def test_only_programme_managers_import(role: str, first: StandardSetEdition, tmp_path: Path) -> None:
    row, somebody = changed(first, tmp_path), person(role)
    path = file_of(tmp_path, edition_text(first), "csv")
    for act in (
        lambda: check_standards_file(standards=first.set, path=path, file_name=path, by=somebody, at=NOON),
        lambda: make_draft(row=row, answers=ANSWERS, by=somebody, at=NOON),
        lambda: drop_import(row=row, by=somebody, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not StandardsImport.objects.visible_to(somebody, NOON).exists()


@pytest.fixture
def command() -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_standards", *arguments, stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
        return 0, out.getvalue(), err.getvalue()

    return run


def test_the_command_shows_and_only_then_writes(command: Any, first: StandardSetEdition, tmp_path: Path) -> None:
    wrong = workbook(tmp_path / "wrong.xlsx", PLANTED)
    status, out, err = command(wrong, "--set", "small", "--json", "--apply")
    assert (status, json.loads(out.splitlines()[-1])["errors"]) == (1, 50)
    assert "row 14" in err.casefold()
    right = workbook(tmp_path / "right.xlsx", {})
    assert command(right, "--set", "small", "--json")[0] == 0
    assert StandardSetEdition.objects.count() == 1
    status, out, err = command(right, "--set", "small", "--json", "--apply")
    assert (status, StandardSetEdition.objects.count()) == (1, 1)
    assert "--accept-suggestions" in err
    status, out, err = command(right, "--set", "small", "--json", "--apply", "--accept-suggestions")
    assert (status, json.loads(out.splitlines()[-1])["errors"]) == (0, 0)
    assert StandardSetEdition.objects.get(number=2).state == "draft"
    assert command(right, "--set", "nothing")[0] == 1
