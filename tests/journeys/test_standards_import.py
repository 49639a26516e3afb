"""A new edition of standards: a document sent, its lineage confirmed, published, and read by the public."""

from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.journeys.conftest import Portal, Visit

pytestmark = pytest.mark.browser
OLD = "is changed before practice drifts away from it"
NEW = "is changed in good time, before practice drifts away from it"


def test_a_document_becomes_an_edition_that_everybody_reads(portal: Portal, visit: Visit, tmp_path: Path) -> None:
    manager = visit("programme-manager")
    page = manager.page
    with urlopen(f"{portal.url}/standards/whole-home/1.docx") as answer:  # noqa: S310 - our own portal
        document = Document(BytesIO(answer.read()))
    for table in document.tables[:2]:
        for row in table.rows:
            for cell in row.cells[1:2]:
                for old, new in ((OLD, NEW), ("First edition", "Second edition")):
                    if old in cell.text:
                        cell.text = cell.text.replace(old, new)
            if row.cells[0].text == "Edition":
                row.cells[1].text = "2"
    path = tmp_path / "second.docx"
    document.save(str(path))

    manager.go("/standards/manage/whole-home/import/")
    page.locator("input[type=file]").set_input_files(path)
    manager.press("Check the file")
    expect(page.get_by_role("heading", name="Confirm what became of each standard")).to_be_visible()
    page.get_by_label("I have read every line").check()
    manager.press("Make the draft")
    expect(page.get_by_text("The draft is made.")).to_be_visible()
    page.get_by_role("button", name="Publish").or_(page.get_by_role("link", name="Publish")).first.click()
    page.get_by_label("What changed, and why").fill("Said more plainly when a document is changed.")
    manager.press("Publish the edition")
    expect(page.get_by_text("The edition is published.")).to_be_visible()

    visitor = visit("")
    visitor.go("/standards/whole-home/2/changes/")
    expect(visitor.page.locator("main")).to_contain_text("Said more plainly")
    expect(visitor.page.locator("ins").filter(has_text="in good time")).to_be_visible()
    portal.manage("check_portal")
