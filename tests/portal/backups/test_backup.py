"""Back up, destroy, restore: equal content, a verified ledger, files included; and every kind of bad file refused."""

import gzip
import tarfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.actions.chairs import end_chair_term, start_chair_term
from governance.models import Appointment, Board, ChairTerm
from portal.backups.rows import digest, tables
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.people.models import User
from portal.voices.models import Statement
from tests.factories.governance import AppointmentFactory, BoardRoleFactory, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.statements import statement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(tmp_path: Path, settings: Any, noon: datetime) -> Path:
    """Back up a board whose chair has just left, with a file beside it."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    appointment = AppointmentFactory()
    secretary = BoardRoleFactory(board=appointment.seat.board).person
    UserFactory(name="Zoë O’Hara-D'Souza 🌱")
    term = start_chair_term(
        appointment=appointment, starts_on=date(2026, 9, 1), why_picked="Next in turn.", by=secretary, at=noon
    )
    end_chair_term(term=term, ends_on=noon.date(), why="Moved away.", by=secretary, at=noon)
    folder = Path(settings.MEDIA_ROOT, "documents")
    folder.mkdir(parents=True)
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    target = tmp_path / "backup.tar.gz"
    call_command("backup", str(target), verbosity=0)
    return target


def _content() -> dict[str, tuple[int, str]]:
    return {model._meta.label_lower: digest(model) for model in tables()}


def test_restore_brings_back_equal_content_after_everything_was_destroyed(saved: Path, settings: Any) -> None:
    before = _content()
    assert before["history.ledgerentry"][0] == 2
    ChairTerm.objects.all()._raw_delete("default")
    LedgerEntry.objects.all()._raw_delete("default")
    User.objects.update(name="Nobody")
    Path(settings.MEDIA_ROOT, "documents", "paper.pdf").unlink()
    call_command("restore", str(saved), verbosity=0)
    assert _content() == before
    assert list(verify_ledger()) == []
    assert Path(settings.MEDIA_ROOT, "documents", "paper.pdf").read_bytes() == b"%PDF-1.7 \x00\xff"
    assert User.objects.filter(name="Zoë O’Hara-D'Souza 🌱").exists()


def test_what_is_sealed_stays_sealed_in_the_file_and_is_read_after_a_restore(saved: Path, tmp_path: Path) -> None:
    """Whoever finds a backup without the keys reads no word; the day in the seal is the day it was said."""
    said = statement(text="The turquoise walrus", sealed_name="Robin Quill")
    before = _content()
    target = tmp_path / "sealed.tar.gz"
    call_command("backup", str(target), verbosity=0)
    content = gzip.decompress(target.read_bytes())
    assert b"walrus" not in content
    assert b"Robin Quill" not in content
    said.words.all().delete()
    said.delete()
    call_command("restore", str(target), verbosity=0)
    assert _content() == before
    found = Statement.objects.get()
    assert (found.sealed_name, found.words.get().text) == ("Robin Quill", "The turquoise walrus")


def test_numbers_go_on_after_a_restore(saved: Path) -> None:
    newest = Appointment.objects.order_by("-pk").values_list("pk", flat=True)[0]
    call_command("restore", str(saved), verbosity=0)
    assert board_with_trustees("NE").board.pk > Board.objects.order_by("pk")[0].pk
    assert Appointment.objects.order_by("-pk").values_list("pk", flat=True)[0] > newest


@pytest.mark.parametrize("fault", ["text", "truncated", "other tar", "no such file", "other release", "changed row"])
def test_restore_refuses_and_changes_nothing_when_the_file_is_bad(saved: Path, tmp_path: Path, fault: str) -> None:
    bad = tmp_path / "bad.tar.gz"
    if fault == "text":
        bad.write_text("not a backup")
    elif fault == "truncated":
        bad.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    elif fault == "other tar":
        with tarfile.open(bad, "w:gz") as archive:
            archive.add(__file__, "something.py")
    elif fault == "other release":
        _rewrite(saved, bad, b'"governance.0001_initial"', b'"governance.0001_earlier"')
    elif fault == "changed row":
        _rewrite(saved, bad, b"Moved away.", b"Moved afar.")
    before = _content()
    with pytest.raises(CommandError):
        call_command("restore", str(bad), verbosity=0)
    connection.close()
    assert _content() == before


def _rewrite(source: Path, target: Path, old: bytes, new: bytes) -> None:
    """Change the same number of bytes inside the archive: the frame stays whole."""
    assert len(old) == len(new)
    content = gzip.decompress(source.read_bytes())
    assert old in content
    target.write_bytes(gzip.compress(content.replace(old, new)))


def test_an_interrupted_backup_leaves_no_file_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("portal.backups.saving._save_files", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(tmp_path / "b.tar.gz"), verbosity=0)
    assert list(tmp_path.iterdir()) == []
