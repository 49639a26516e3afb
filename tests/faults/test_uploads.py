"""Evidence is sent while the server dies or its disk is full: nothing is left that nobody knows of."""

import os
import resource
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from django.db import connection, transaction

from peerreview.enums.reviews import ReviewState
from peerreview.models import EvidenceItem, EvidenceRevision, Review
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.services import ServiceFactory
from tests.faults.conftest import Answer, Voice
from tests.people import person
from tests.processes import Server, manage, wait_until

pytestmark = pytest.mark.fault
SIZE = 200_000


@pytest.fixture
def lead(transactional_db: None) -> Voice:
    return Voice(person())


@pytest.fixture
def review(lead: Voice) -> Review:
    today = datetime.now(UTC).date()
    cycle = ReviewCycleFactory(opens_on=today - timedelta(days=30), closes_on=today + timedelta(days=300))
    row: Review = ReviewFactory(
        state=ReviewState.SELF_REVIEW, lead=lead.person, service=ServiceFactory(member=True), cycle=cycle
    )
    return row


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def form(size: int = SIZE) -> dict[str, str | bytes]:
    return {"title": "House meetings", "kind": "record", "sensitivity": "ordinary", "file": b"Words. " * (size // 7)}


def send(lead: Voice, server: Server, review: Review, size: int = SIZE) -> Answer:
    return lead.send(server, f"/reviews/{review.pk}/evidence/add/", form(size))


def test_server_killed_while_a_file_comes_in_leaves_nothing(
    lead: Voice, review: Review, media: Path, serve: Callable[..., Server]
) -> None:
    server = serve(MEDIA_ROOT=str(media))
    head, body = lead.request(server, f"/reviews/{review.pk}/evidence/add/", form())
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        wire.sendall(head + body[: len(body) // 2])
        server.kill()
    assert files(media) == []
    assert not EvidenceItem.objects.exists()
    assert send(lead, serve(MEDIA_ROOT=str(media)), review).status == 302
    assert len(files(media)) == EvidenceRevision.objects.count() == 1


def test_server_killed_between_a_file_and_its_row_leaves_a_file_that_is_deleted_the_day_after(
    lead: Voice, review: Review, media: Path, env: dict[str, str], serve: Callable[..., Server]
) -> None:
    server = serve(MEDIA_ROOT=str(media))

    def go_on() -> None:
        try:
            send(lead, server, review)
        except (OSError, HTTPException):
            return

    sender = threading.Thread(target=go_on)
    with transaction.atomic():
        # Whoever adds a file waits for the review here: stored, and not yet said.
        Review.objects.select_for_update().get(pk=review.pk)
        sender.start()
        wait_until(lambda: files(media), within=30, what="the file is stored")
        server.kill()
    sender.join(timeout=25)
    [stray] = files(media)
    assert not EvidenceItem.objects.exists()
    assert send(lead, serve(MEDIA_ROOT=str(media)), review).status == 302
    here = env | {"MEDIA_ROOT": str(media)}
    manage(here, "run_due")
    assert stray in files(media), "a young file may be about to get its row"
    long_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for path in files(media):
        os.utime(path, (long_ago, long_ago))
    assert stray.name in manage(here, "run_due")
    assert [path.name for path in files(media)] == list(EvidenceRevision.objects.values_list("file", flat=True))


@pytest.mark.parametrize("size", [SIZE, 3_000_000], ids=["taken in memory", "taken on the disk"])
def test_full_disk_is_said_and_leaves_nothing(
    size: int, lead: Voice, review: Review, media: Path, serve: Callable[..., Server]
) -> None:
    server = serve(MEDIA_ROOT=str(media))
    # The system lets this process write no file longer than that: what is written further fails as on a full disk.
    unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (SIZE // 2, unlimited[1]))
    answer = send(lead, server, review, size)
    assert answer.status in (422, 507), answer.body[-2000:]
    assert "no room" in answer.body
    assert files(media) == []
    assert not EvidenceItem.objects.exists()
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    assert send(lead, server, review, size).status == 302
    assert len(files(media)) == 1
    connection.close()
