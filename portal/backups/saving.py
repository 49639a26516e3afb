"""Writing a backup."""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from portal.backups.rows import lines, tables

FORMAT = "hearth-backup-1"


def save_backup(target: Path, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Write every row and uploaded file to ``target`` (tar, gzip) and return its manifest.

    The rows are read in one transaction, so they belong to one moment. The file appears under its name only when
    it is whole: a backup that was interrupted is never mistaken for one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.half")
    try:
        with tarfile.open(half, "w:gz", compresslevel=5) as archive:
            manifest = {
                "format": FORMAT,
                "migrations": applied_migrations(),
                "tables": _save_tables(archive, say),
                "files": _save_files(archive),
            }
            _add(archive, "manifest.json", json.dumps(manifest, indent=1, sort_keys=True).encode())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def applied_migrations() -> list[str]:
    """Return the migrations of this database: a restore refuses a backup made by other ones."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _save_tables(archive: tarfile.TarFile, say: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    saved: dict[str, dict[str, Any]] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in tables():
            with tempfile.TemporaryFile() as rows:
                sha, count = hashlib.sha256(), 0
                for line in lines(model):
                    rows.write(line)
                    sha.update(line)
                    count += 1
                size = rows.tell()
                rows.seek(0)
                info = tarfile.TarInfo(f"tables/{model._meta.label_lower}.jsonl")
                info.size = size
                archive.addfile(info, rows)
            saved[model._meta.label_lower] = {"rows": count, "sha256": sha.hexdigest()}
            if count:
                say(f"{model._meta.label}: {count}")
    return saved


def _save_files(archive: tarfile.TarFile) -> dict[str, str]:
    saved: dict[str, str] = {}
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.exists() else ():
        if path.is_file():
            name = path.relative_to(root).as_posix()
            content = path.read_bytes()
            _add(archive, f"files/{name}", content)
            saved[name] = hashlib.sha256(content).hexdigest()
    return saved


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))
