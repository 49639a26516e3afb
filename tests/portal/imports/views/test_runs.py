from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.models import LookedAfterFigure
from tests.factories.tables import LOOKED_AFTER_HEADINGS, figure_row, write_csv
from tests.people import ROLES, administrator, browser, browser_of

pytestmark = pytest.mark.django_db
CHECK = "/imports/children-looked-after/"


def send(client: Client, folder: Path, *rows: list[str], name: str = "figures.csv") -> Any:
    path = write_csv(folder / "figures.csv", [LOOKED_AFTER_HEADINGS, *(rows or (figure_row(2024),))])
    return client.post(CHECK, {"file": SimpleUploadedFile(name, path.read_bytes())}, follow=True)


@pytest.mark.parametrize("role", ROLES)
def test_imports_exist_for_administrators_alone(role: str, tmp_path: Path) -> None:
    send(browser(administrator()), tmp_path)
    run = ImportRun.objects.get()
    expected = {"administrator": 200, "visitor": 302}.get(role, 404)
    client = browser_of(role)
    for address in (reverse("imports:index"), CHECK, reverse("imports:run", args=[run.pk])):
        assert client.get(address).status_code == expected, address
    for name in ("apply", "apply_here", "cancel"):
        if role != "administrator":
            assert client.post(reverse(f"imports:{name}", args=[run.pk])).status_code == expected, name


def test_a_file_is_checked_read_applied_and_again_without_change(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser(administrator())
    planned = send(client, tmp_path)
    page = planned.content.decode()
    assert "What this file would change" in page
    assert "official code: E08000001" in page
    run = ImportRun.objects.get()

    queued = client.post(reverse("imports:apply", args=[run.pk]), follow=True).content.decode()
    assert "It waits in the queue" in queued
    assert 'http-equiv="refresh"' in queued
    assert "Apply it from this page" not in queued
    ImportRun.objects.filter(pk=run.pk).update(asked_at=timezone.now() - timedelta(minutes=1))
    waiting = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Apply it from this page" in waiting
    assert 'http-equiv="refresh"' not in waiting

    applied = client.post(reverse("imports:apply_here", args=[run.pk]), follow=True).content.decode()
    assert "What this file changed" in applied
    assert LookedAfterFigure.objects.count() == 1
    assert "there is nothing to apply" in send(client, tmp_path).content.decode()


def test_the_worker_applies_what_was_queued(
    tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {
        **settings.TASKS,
        "bg": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "pdf"]},
    }
    client = browser(administrator())
    send(client, tmp_path)
    run = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:apply", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == RunState.APPLIED


def test_a_refused_file_shows_where_what_and_what_to_do(tmp_path: Path) -> None:
    rows = [figure_row(2024, children_count="<b>?</b>") for _ in range(60)]
    page = send(browser(administrator()), tmp_path, *rows).content.decode()
    assert "The file is refused" in page
    assert "Row 2, column “children_count”" in page
    assert "&lt;b&gt;?&lt;/b&gt;" in page
    assert "These are the first 50 of 60." in page


def test_an_empty_file_and_none_at_all_are_answered_in_words() -> None:
    client = browser(administrator())
    empty = client.post(CHECK, {"file": SimpleUploadedFile("figures.csv", b"")}, follow=True).content.decode()
    assert "is empty." in empty
    response = client.post(CHECK, {})
    assert (response.status_code, "Choose the file." in response.content.decode()) == (422, True)


def test_a_file_that_is_too_large_is_not_kept(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 100
    assert send(browser(administrator()), tmp_path).status_code == 422
    assert not ImportRun.objects.exists()


def test_the_changes_are_narrowed_by_kind_and_words(tmp_path: Path) -> None:
    client = browser(administrator())
    send(client, tmp_path, figure_row(2024), figure_row(2023))
    address = reverse("imports:run", args=[ImportRun.objects.get().pk])
    assert "1 change" in client.get(address, {"q": "2023"}).content.decode()
    assert "No change matches" in client.get(address, {"change": "closed"}).content.decode()


def test_a_plan_can_be_thrown_away_from_the_page(tmp_path: Path) -> None:
    client = browser(administrator())
    send(client, tmp_path)
    run = ImportRun.objects.get()
    page = client.post(reverse("imports:cancel", args=[run.pk]), follow=True).content.decode()
    assert "Cancelled: nothing was changed" in page
    assert "Apply these changes" not in page


def test_the_lists_ask_equally_often_whatever_their_length(tmp_path: Path, django_assert_num_queries: Any) -> None:
    client = browser(administrator())
    for count in (1, 2):
        for _ in range(count):
            send(client, tmp_path, figure_row(2024), *([figure_row(2023), figure_row(2022)] if count > 1 else []))
        run = ImportRun.objects.latest("pk")
        with django_assert_num_queries(6):
            client.get("/imports/")
        with django_assert_num_queries(8):
            client.get(reverse("imports:run", args=[run.pk]))
