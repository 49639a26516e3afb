"""The database away and back, and everything destroyed and restored."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from governance.models import Round
from portal.backups.rows import digest, tables
from portal.history.verifying import verify_ledger
from tests.factories.governance import SmallBoard
from tests.factories.rounds import all_agree
from tests.faults.conftest import Voice
from tests.processes import Server, manage, wait_until

pytestmark = pytest.mark.fault


def nowhere(sql: str) -> None:
    """Say something to PostgreSQL from outside the test's own database."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql)


def cut(name: str) -> None:
    nowhere(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608


def test_pages_recover_without_a_restart_when_connections_are_cut(
    board: SmallBoard, tested: Round, serve: Callable[..., Server]
) -> None:
    server, voice = serve(), Voice(board.chair)
    name = connection.settings_dict["NAME"]
    path = f"/proposals/{tested.proposal.number}/"
    assert voice.get(server, path).status == 200
    connection.close()
    cut(name)
    wait_until(lambda: voice.get(server, path).status == 200, within=20, what="pages are back")
    assert voice.post(server, f"{path}position/", stance="agree", reason="").status == 302


def test_page_says_so_while_the_database_is_away_and_works_when_it_is_back(
    board: SmallBoard, tested: Round, serve: Callable[..., Server]
) -> None:
    server, voice = serve(), Voice(board.chair)
    name = connection.settings_dict["NAME"]
    path = f"/proposals/{tested.proposal.number}/"
    assert voice.get(server, path).status == 200
    connection.close()
    nowhere(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    try:
        cut(name)
        away = voice.get(server, path)
        assert away.status in {500, 503}
        assert "<h1" in away.body, "an error is a page"
        assert "Traceback" not in away.body
        assert server.answers("/healthz")
        assert not server.answers("/readyz")
    finally:
        nowhere(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    wait_until(lambda: voice.get(server, path).status == 200, within=30, what="pages are back")


def test_restore_drill_brings_everything_back_in_another_process(
    board: SmallBoard, tested: Round, env: dict[str, str], tmp_path: Path
) -> None:
    all_agree(tested, board.everyone, tested.opens_at)
    media = tmp_path / "media"
    (media / "documents").mkdir(parents=True)
    (media / "documents" / "paper.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    env = env | {"MEDIA_ROOT": str(media)}
    saved = tmp_path / "backup.tar.gz"
    before = {model._meta.label_lower: digest(model) for model in tables()}
    connection.close()
    manage(env, "backup", str(saved))

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(model._meta.db_table for model in tables())} CASCADE")
    shutil.rmtree(media)
    assert Round.objects.count() == 0
    connection.close()
    manage(env, "restore", str(saved))
    assert {model._meta.label_lower: digest(model) for model in tables()} == before
    assert list(verify_ledger()) == []
    assert (media / "documents" / "paper.pdf").read_bytes() == b"%PDF-1.7 \x00\xff"
