"""Reading a backup back: all of it or nothing."""

import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from portal.backups.rows import CHUNK, digest, row_of, tables
from portal.backups.saving import FORMAT, applied_migrations
from portal.history.append_only import suspended_append_only


class BadBackup(Exception):
    """The file cannot be restored; the words say why, and nothing was changed."""


def load_backup(source: Path, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Replace everything in the database and the uploaded files by what ``source`` holds.

    Every row is compared by checksum with what was saved before anything is kept: a damaged or incomplete backup
    leaves the database as it was. Raises BadBackup.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        place = Path(folder)
        manifest = _unpack(source, place)
        with transaction.atomic(), suspended_append_only(), _without_triggers():
            _empty()
            for model in tables():
                count = _load(model, place / "tables" / f"{model._meta.label_lower}.jsonl")
                if count:
                    say(f"{model._meta.label}: {count}")
            _continue_numbers()
            _compare(manifest)
        _load_files(place / "files", manifest)
    return manifest


def _unpack(source: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, EOFError, ValueError) as error:
        msg = f"{source.name} is not a whole backup of the portal: {error}"
        raise BadBackup(msg) from error
    if manifest.get("format") != FORMAT:
        msg = f"{source.name} is not a backup of the portal that this release can read."
        raise BadBackup(msg)
    if differing := set(manifest["migrations"]) ^ set(applied_migrations()):
        names = ", ".join(sorted(differing)[:5])
        msg = f"{source.name} was made by another release of the portal: use that release (differs in: {names})."
        raise BadBackup(msg)
    for name, sha in manifest["files"].items():
        path = place / "files" / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha:
            msg = f"{source.name}: the uploaded file {name} is missing or damaged."
            raise BadBackup(msg)
    return manifest


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Set SQLite's triggers aside inside the transaction: sealed rows are written here exactly as they were.

    On PostgreSQL the triggers themselves know that a restore is under way.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def _empty() -> None:
    with connection.cursor() as cursor:
        quoted = [connection.ops.quote_name(model._meta.db_table) for model in tables()]
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)} CASCADE")
        else:
            for name in quoted:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608  (names of our own tables)


def _load(model: type[models.Model], path: Path) -> int:
    if not path.exists():
        msg = f"The backup has no rows for {model._meta.label}."
        raise BadBackup(msg)
    count, waiting = 0, []
    with path.open("rb") as rows:
        for line in rows:
            waiting.append(row_of(model, line))
            count += 1
            if len(waiting) == CHUNK:
                _insert(model, waiting)
                waiting = []
    _insert(model, waiting)
    return count


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Insert rows exactly as they were: no signal, no history row, no automatic date."""
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    if rows:
        for start in range(0, len(rows), 200):
            model._base_manager._insert(  # type: ignore[attr-defined]
                rows[start : start + 200], fields=fields, using=connection.alias, raw=True
            )


def _continue_numbers() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _compare(manifest: dict[str, Any]) -> None:
    for model in tables():
        count, sha = digest(model)
        saved = manifest["tables"].get(model._meta.label_lower)
        if saved != {"rows": count, "sha256": sha}:
            msg = f"{model._meta.label} would not be what was saved; nothing was restored."
            raise BadBackup(msg)


def _load_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Swap the uploaded files in one move, keeping the former beside until the new ones are in place."""
    root = Path(settings.MEDIA_ROOT)
    fresh, former = root.with_name(f"{root.name}.new"), root.with_name(f"{root.name}.old")
    for path in (fresh, former):
        shutil.rmtree(path, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in manifest["files"]:
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target)
    if root.exists():
        root.rename(former)
    fresh.rename(root)
    shutil.rmtree(former, ignore_errors=True)
