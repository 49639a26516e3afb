"""The pages by which a file becomes a draft and a draft an edition; what the public reads of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.models import StandardMapping, StandardSetEdition, StandardsImport
from peerreview.queries.standards import edition_text
from peerreview.queries.standards_files import FORMATS
from tests.factories.standards import published_edition, standard
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_ROOT = tmp_path / "kept"


@pytest.fixture
@remembered
def first() -> StandardSetEdition:
    return published_edition(standard("1.1", text="Adults knock."), standard("1.2", text="Supper is eaten together."))


def sent(first: StandardSetEdition, client: Client, **fields: Any) -> StandardsImport:
    text = edition_text(first)
    one, two = text.sections[0].standards
    standards = (replace(one, text="Adults knock and wait."), replace(two, lineage="", text="Money comes each Friday."))
    after = replace(text, number=2, sections=(replace(text.sections[0], standards=standards),), **fields)
    file = SimpleUploadedFile("second.docx", FORMATS["docx"].write(after, {}))
    answer = client.post("/standards/manage/small/import/", {"file": file})
    row = StandardsImport.objects.get()
    assert answer["Location"] == f"/standards/manage/imports/{row.pk}/"
    return row


def test_a_file_is_sent_confirmed_published_and_read_by_everybody(first: StandardSetEdition, client: Client) -> None:
    manager = browser(person("programme_manager"))
    row = sent(first, manager)
    address = f"/standards/manage/imports/{row.pk}/"
    html = manager.get(address).content.decode()
    assert "Adults knock" in html
    assert "The code is known, but the words are others" in html
    # What is in doubt has no answer beforehand, and all of it is asked for at once.
    answer = manager.post(address, {"kind-0": "reworded", "before-0": "1.1", "kind-1": ""})
    assert answer.status_code == 422
    assert "1.2: choose what happened." in answer.content.decode()
    assert "Confirm that you have read every line." in answer.content.decode()
    said = {"kind-0": "reworded", "before-0": "1.1", "kind-1": "new", "before-1": "", "read": "on"}
    wrong = manager.post(address, {**said, "kind-1": "reworded", "before-1": "9.9"})
    assert "has no standard 9.9" in wrong.content.decode()
    assert manager.post(address, said)["Location"] == "/standards/manage/small/2/"
    assert client.get("/standards/small/2/").status_code == 404
    assert client.get("/standards/small/2/changes/").status_code == 404
    assert "Retired" not in client.get("/standards/small/1/1.2/").content.decode()
    assert manager.get("/standards/manage/small/2/").status_code == 200
    note = {"change_note": "We listened.", "effective_from": "2027-01-01"}
    answer = manager.post("/standards/manage/small/2/publish/", note)
    assert answer.status_code == 302, answer.content.decode()
    html = client.get("/standards/small/2/changes/").content.decode()
    for words in ("We listened.", "<ins>", "Money comes each Friday.", "Supper is eaten together."):
        assert words in html
    assert sorted(StandardMapping.objects.values_list("kind", flat=True)) == ["new", "retired", "reworded"]
    assert "A later edition has taken the place" in client.get("/standards/small/1/plain/").content.decode()


def test_a_refused_file_is_told_and_not_kept(first: StandardSetEdition, tmp_path: Path) -> None:
    manager = browser(person("programme_manager"))
    row = sent(first, manager, label="x" * 90)
    html = manager.get(f"/standards/manage/imports/{row.pk}/").content.decode()
    assert "1 problem. Nothing was changed." in html
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_dropped_file_cannot_become_a_draft(first: StandardSetEdition) -> None:
    manager = browser(person("programme_manager"))
    row = sent(first, manager)
    assert manager.post(f"/standards/manage/imports/{row.pk}/drop/").status_code == 302
    assert "given up" in manager.get(f"/standards/manage/imports/{row.pk}/").content.decode()
    assert StandardSetEdition.objects.count() == 1


def test_a_draft_is_withdrawn_with_a_reason(first: StandardSetEdition, client: Client) -> None:
    manager = browser(person("programme_manager"))
    assert manager.post("/standards/manage/small/1/withdraw/", {"reason": ""}).status_code == 422
    assert manager.post("/standards/manage/small/1/withdraw/", {"reason": "Wrong."}).status_code == 302
    assert "This edition was withdrawn." in client.get("/standards/small/1/").content.decode()


def test_a_consultation_is_taken_back_with_a_reason_and_shown_again(
    first: StandardSetEdition, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    manager = browser(person("programme_manager"))
    row = sent(first, manager)
    said = {"kind-0": "reworded", "before-0": "1.1", "kind-1": "new", "before-1": "", "read": "on"}
    manager.post(f"/standards/manage/imports/{row.pk}/", said)
    consult, back = "/standards/manage/small/2/consult/", "/standards/manage/small/2/take-back/"
    assert manager.get(back).status_code == 404
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert manager.post(consult).status_code == 302
        assert client.get("/standards/small/2/").status_code == 200
        assert manager.post(back, {"reason": " "}).status_code == 422
        with django_capture_on_commit_callbacks(execute=True):
            assert manager.post(back, {"reason": "Section 2 is missing."}).status_code == 302
        assert client.get("/standards/small/2/").status_code == 404
    assert "Section 2 is missing." in manager.get("/standards/manage/small/2/").content.decode()
    # What is in force is never taken back.
    assert manager.get("/standards/manage/small/1/take-back/").status_code == 404


@pytest.mark.usefixtures("first")
def test_a_set_is_begun_and_its_first_edition_comes_as_a_file(client: Client) -> None:
    manager = browser(person("programme_manager"))
    said = {"title": "Night care", "code": "Night-Care", "kind": "service", "summary": "What nights are like."}
    assert manager.post("/standards/manage/new/", {**said, "code": "manage"}).status_code == 422
    assert manager.post("/standards/manage/new/", {**said, "kind": ""}).status_code == 422
    assert manager.post("/standards/manage/new/", said).status_code == 302
    assert "already" in manager.post("/standards/manage/new/", said).content.decode()
    assert "It has no edition yet." in manager.get("/standards/manage/").content.decode()
    assert client.get("/standards/night-care/").status_code == 404
    assert "Night care" not in client.get("/standards/").content.decode()
    content = manager.get("/standards/manage/night-care/template.csv").content
    answer = manager.post(
        "/standards/manage/night-care/import/", {"file": SimpleUploadedFile("night.csv", content, "text/csv")}
    )
    row = StandardsImport.objects.get(set__code="night-care")
    assert answer.status_code == 302
    assert row.problems == []


@pytest.mark.parametrize("kind", FORMATS)
def test_everybody_takes_an_edition_home(kind: str, first: StandardSetEdition, client: Client) -> None:
    answer = client.get(f"/standards/small/1.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="small-1.{kind}"'


def test_changes_and_plain_words_cost_the_same_whatever_their_number(client: Client) -> None:
    counts = []
    for code, size in (("few", 1), ("many", 3)):
        for number in (1, 2):
            rows = [standard(f"1.{n}", text=f"Promise {n}, edition {number}.") for n in range(1, size + 1)]
            published_edition(*rows, number=number, code=code)
        pages = []
        for page in ("changes", "plain"):
            client.get(f"/standards/{code}/2/{page}/")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(f"/standards/{code}/2/{page}/").status_code == 200
            pages.append(len(asked))
        counts.append(pages)
    assert counts[0] == counts[1]
