"""Adding evidence: what is refused, what is stored, what is frozen, and that nothing lies about."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from PIL import Image

from peerreview.actions.evidence import (
    add_evidence,
    add_revision,
    forget_stray_files,
    freeze_portfolio,
    link_standards,
    remove_evidence,
)
from peerreview.enums.evidence import EvidenceKind, FileKind, Sensitivity
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import Voice
from peerreview.models import EvidenceItem, EvidenceLink, EvidenceRevision, Review, Standard
from peerreview.models.evidencefiles import EVIDENCE
from peerreview.queries.evidence import STRAY_AFTER, stray_files
from peerreview.queries.readiness import portfolio_frozen
from peerreview.queries.selfassessments import standard_page
from peerreview.queries.workbookchecks import findings
from portal.history.writing import save_with_history
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.people import UserFactory
from tests.factories.selfassessments import lead_of, review_with
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def added(review: Review, content: bytes = b"We meet on Mondays.\n", **more: Any) -> EvidenceItem:
    fields: dict[str, Any] = {
        "title": "House meeting",
        "kind": EvidenceKind.RECORD,
        "sensitivity": Sensitivity.ORDINARY,
        "has_child_data": False,
        "by": lead_of(review),
        **more,
    }
    return add_evidence(review=review, content=content, at=NOON, **fields)


def stand_at(review: Review, state: ReviewState) -> None:
    review.state, review.submitted_at, review.submitted_by = state, NOON, lead_of(review)
    save_with_history(review, by=None, reason="For a test", at=NOON)


def test_a_file_is_stored_under_a_random_name_with_its_hash() -> None:
    review = review_with(2)
    item = added(review, standards=list(Standard.objects.filter(edition=review.edition)))
    row = item.revisions.get()
    assert EVIDENCE.path(row.file).read_bytes() == b"We meet on Mondays.\n"
    assert (row.sha256, row.size) == EVIDENCE.fingerprint(row.file)
    assert "meeting" not in row.file
    assert row.links.count() == 2
    assert list(findings(NOON)) == []


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00\x03", b"\xff\xd8\xff broken", b"x" * (21 * 2**20)]
)
def test_what_may_not_be_added_is_refused_and_leaves_no_file(content: bytes) -> None:
    with pytest.raises(Refused):
        added(review_with(1), content)
    assert list(EVIDENCE.names()) == []
    assert not EvidenceItem.objects.exists()


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "The secret address"
    Image.new("RGB", (30, 20), "green").save(out, "JPEG", exif=exif)
    assert b"secret address" in out.getvalue()
    row = added(review_with(1), out.getvalue() + b"<script>hidden</script>").revisions.get()
    stored = EVIDENCE.path(row.file).read_bytes()
    assert row.type == FileKind.JPEG
    assert b"secret address" not in stored
    assert b"script" not in stored
    assert Image.open(io.BytesIO(stored)).size == (30, 20)


def test_a_full_disk_is_said_clearly_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_with(1)
    before = EVIDENCE.root
    full = Path("/dev/full")
    monkeypatch.setattr(type(EVIDENCE), "path", lambda self, name: _Full(full, before / name))
    with pytest.raises(Refused, match="no room"):
        added(review)
    monkeypatch.undo()
    assert list(EVIDENCE.names()) == []
    assert not EvidenceItem.objects.exists()


class _Full:
    """The device that has no room, under the name of a file."""

    def __init__(self, device: Path, name: Path) -> None:
        self.device, self.name = device, name

    def open(self, mode: str) -> Any:
        self.name.write_bytes(b"half")
        return self.device.open("wb", buffering=0)

    def chmod(self, mode: int) -> None:
        self.name.chmod(mode)

    def unlink(self, missing_ok: bool) -> None:
        self.name.unlink(missing_ok=missing_ok)


def test_a_row_that_is_not_written_takes_its_file_along() -> None:
    review = review_with(1)
    other = review_with(2)
    with pytest.raises(Refused):
        added(review, standards=list(Standard.objects.filter(edition=other.edition)))
    assert list(EVIDENCE.names()) == []


def test_a_newer_file_takes_the_links_along_and_the_earlier_stays() -> None:
    review = review_with(2)
    item = added(review)
    link_standards(
        item=item, standards=list(Standard.objects.filter(edition=review.edition)), by=lead_of(review), at=NOON
    )
    add_revision(item=item, content=b"We meet on Tuesdays.\n", by=lead_of(review), at=NOON)
    assert [row.n for row in item.revisions.order_by("n")] == [1, 2]
    assert EvidenceLink.objects.filter(revision__n=2).count() == 2


def test_what_is_about_a_child_is_restricted() -> None:
    assert added(review_with(1), has_child_data=True).sensitivity == Sensitivity.RESTRICTED


def test_strangers_add_nothing_and_nobody_adds_after_handing_in() -> None:
    review = review_with(1)
    with pytest.raises(PermissionDenied):
        added(review, by=UserFactory())
    stand_at(review, ReviewState.SUBMITTED)
    with pytest.raises(PermissionDenied):
        added(review)


def test_a_portfolio_holds_the_newest_files_and_is_asked_after_handing_in() -> None:
    review = review_with(1)
    manager = person("programme_manager")
    first, gone = added(review), added(review, title="Gone")
    add_revision(item=first, content=b"Newer.\n", by=lead_of(review), at=NOON)
    remove_evidence(item=gone, reason="Wrong file", by=lead_of(review), at=NOON)
    stand_at(review, ReviewState.SUBMITTED)
    assert not portfolio_frozen(review)
    portfolio = freeze_portfolio(review=review, by=manager, at=NOON)
    assert [(line["item"], line["n"]) for line in portfolio.manifest] == [(first.pk, 2)]
    assert portfolio_frozen(review)
    assert list(findings(NOON)) == []


def test_check_finds_missing_changed_and_stray_files() -> None:
    review = review_with(1)
    one, two = added(review).revisions.get(), added(review, title="Two").revisions.get()
    EVIDENCE.path(one.file).unlink()
    EVIDENCE.path(two.file).write_bytes(b"Something else")
    EVIDENCE.keep(b"stray")
    assert len([said for said in findings(NOON) if said.startswith("4:")]) == 3


def test_a_revision_is_never_changed() -> None:
    row = added(review_with(1)).revisions.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE peerreview_evidencerevision SET size = 7 WHERE id = %s", [row.pk])
    assert EvidenceRevision.objects.get().size == row.size


def test_a_standard_names_an_item_once_however_often_its_file_was_replaced() -> None:
    review = review_with(2)
    standards = list(Standard.objects.filter(edition=review.edition).order_by("order"))
    item = added(review, standards=standards[:1])
    newer = add_revision(item=item, content=b"We meet on Tuesdays.\n", by=lead_of(review), at=NOON)

    def named(standard: Standard) -> list[int]:
        page = standard_page(review, standard.code, Voice.STAFF)
        assert page is not None
        return [link.revision_id for link in page.links]

    assert named(standards[0]) == [newer.pk]
    link_standards(item=item, standards=standards[1:2], by=lead_of(review), at=NOON)
    assert (named(standards[0]), named(standards[1])) == ([], [newer.pk])


def test_only_old_files_that_belong_to_nothing_are_deleted() -> None:
    kept = added(review_with(1)).revisions.get().file
    old, young = EVIDENCE.keep(b"old"), EVIDENCE.keep(b"young")
    for name in (kept, old):
        long_ago = (NOON - STRAY_AFTER).timestamp() - 1
        os.utime(EVIDENCE.path(name), (long_ago, long_ago))
    os.utime(EVIDENCE.path(young), (NOON.timestamp() - 60,) * 2)
    assert stray_files(NOON) == [old]
    assert forget_stray_files(at=NOON) == [old]
    assert sorted(EVIDENCE.names()) == sorted([kept, young])
