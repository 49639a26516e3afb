"""The evidence library's pages: what may be opened, and that nothing in a download can run."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.actions.evidence import add_evidence
from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.models import EvidenceItem, Review
from tests.conftest import NOON
from tests.factories.selfassessments import lead_of, review_with, staff_of, written
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def added(review: Review, title: str = "Rota", sensitivity: Sensitivity = Sensitivity.ORDINARY) -> EvidenceItem:
    return add_evidence(
        review=review,
        title=title,
        kind=EvidenceKind.PLAN,
        sensitivity=sensitivity,
        has_child_data=False,
        content=b"day,many\nMonday,2\n",
        by=lead_of(review),
        at=NOON,
    )


def test_a_download_is_an_attachment_in_which_nothing_runs() -> None:
    review = review_with(1)
    item = added(review)
    answer = browser(lead_of(review)).get(f"/reviews/{review.pk}/evidence/{item.pk}/files/1/")
    assert b"".join(answer.streaming_content) == b"day,many\nMonday,2\n"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="rota-1.csv"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_file_is_uploaded_through_the_page_and_a_wrong_one_is_named() -> None:
    review = review_with(1)
    client = browser(lead_of(review))
    fields = {"title": "Notes", "kind": "record", "sensitivity": "ordinary"}
    wrong = SimpleUploadedFile("notes.pdf", b"<html>")
    answer = client.post(f"/reviews/{review.pk}/evidence/add/", {**fields, "file": wrong})
    assert answer.status_code == 422
    assert "none of those that can be added" in answer.content.decode()
    right = SimpleUploadedFile("evil.html", b"We meet on Mondays.\n")
    assert client.post(f"/reviews/{review.pk}/evidence/add/", {**fields, "file": right}).status_code == 302
    assert EvidenceItem.objects.get().revisions.get().type == "text"


def test_staff_do_not_learn_of_what_is_restricted() -> None:
    review = review_with(1)
    hidden = added(review, "Hard week", Sensitivity.RESTRICTED)
    client = browser(staff_of(review))
    assert "Hard week" not in client.get(f"/reviews/{review.pk}/evidence/").content.decode()
    for path in ("", "files/1/", "remove/"):
        assert client.get(f"/reviews/{review.pk}/evidence/{hidden.pk}/{path}").status_code == 404
    assert "Hard week" in browser(lead_of(review)).get(f"/reviews/{review.pk}/evidence/").content.decode()


def test_the_library_asks_as_little_for_three_as_for_one() -> None:
    counts = []
    for many in (1, 3):
        review = review_with(1)
        for n in range(many):
            added(review, f"Rota {n}")
        client = browser(lead_of(review))
        client.get(f"/reviews/{review.pk}/evidence/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/reviews/{review.pk}/evidence/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_page_of_workbook_and_evidence_opens_for_the_host_lead() -> None:
    review = review_with(3)
    item = added(review)
    written(review, score="met", commentary="Yes.")
    client = browser(lead_of(review))
    base = f"/reviews/{review.pk}"
    book, library = f"{base}/self-assessment", f"{base}/evidence"
    for path in (
        f"{base}/",
        f"{book}/sections/1/",
        f"{book}/print/",
        f"{book}/standards/1.1/staff/earlier/",
        f"{book}/young-people/",
        f"{book}/young-people/write/",
        f"{book}/young-people/not-heard/",
        f"{library}/add/",
        f"{library}/{item.pk}/",
        f"{library}/{item.pk}/revise/",
        f"{library}/{item.pk}/standards/",
        f"{library}/{item.pk}/remove/",
        "/today/",
    ):
        assert client.get(path).status_code == 200, path
    words = {
        "how": "meeting",
        "heard_on-day": "1",
        "heard_on-month": "11",
        "heard_on-year": "2026",
        "text": "We like that Jordan cooks.",
        "consent": "All said yes.",
    }
    answer = client.post(f"{book}/young-people/write/", words)
    assert answer.status_code == 422
    assert "Jordan" in answer.content.decode()
    assert client.post(f"{book}/young-people/write/", {**words, "read_again": "on"}).status_code == 302
    assert client.get(f"{book}/young-people/1/withdraw/").status_code == 200
    assert client.post(f"{book}/young-people/1/withdraw/").status_code == 302
