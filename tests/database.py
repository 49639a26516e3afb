"""A migrated database made once and copied: migrating takes half a minute, copying a moment.

The template is keyed by the text of every migration, so it is never stale; each test process copies it, and a
transactional test gets a fresh copy afterwards instead of an emptied database (the root page, the regions and
everything else that migrations write are there again).
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections

from portal.together import settled_models

ALIAS = "default"


def migrations_key() -> str:
    """Return a short hash of every migration file of every installed application."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _only_one(name: str) -> Iterator[None]:
    """Let one process build while the others wait; the lock of a process that was killed goes with it."""
    with Path(tempfile.gettempdir(), f"{name}.flock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SqliteTemplate:
    """Copies of a file."""

    def __init__(self, worker: str) -> None:
        self.folder = Path(tempfile.gettempdir(), "portal-test-databases")
        self.folder.mkdir(exist_ok=True)
        self.template = self.folder / f"{migrations_key()}.sqlite3"
        self.path = self.folder / f"run-{os.getpid()}-{worker}.sqlite3"

    def build(self) -> None:
        """Migrate into the template unless it is there."""
        with _only_one(f"portal-{self.template.stem}"):
            if self.template.exists():
                return
            half = self.template.with_suffix(f".{os.getpid()}")
            _use(str(half))
            with settled_models():
                call_command("migrate", verbosity=0, interactive=False)
            connections[ALIAS].close()
            with sqlite3.connect(half) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            half.rename(self.template)

    def copy(self) -> None:
        """Give this process a fresh database."""
        connections[ALIAS].close()
        self.remove()
        shutil.copyfile(self.template, self.path)
        _use(str(self.path))

    def remove(self) -> None:
        """Leave nothing behind."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


class PostgresTemplate:
    """Copies by ``CREATE DATABASE … TEMPLATE``."""

    def __init__(self, worker: str) -> None:
        base = connections[ALIAS].settings_dict["NAME"]
        self.template = f"{base}_{migrations_key()}"
        self.name = f"{base}_{worker}"

    def build(self) -> None:
        """Migrate into the template database unless it is there."""
        with _only_one(f"portal-pg-{self.template}"):
            if self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]):
                return
            half = f"{self.template}_half"
            self._run(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
            self._run(f'CREATE DATABASE "{half}"')
            _use(half)
            # As production migrates: what the shorter way of the quick runs would get wrong is found here.
            call_command("migrate", verbosity=0, interactive=False)
            self._close()
            self._run(f'ALTER DATABASE "{half}" RENAME TO "{self.template}"')

    def copy(self) -> None:
        """Give this process a fresh database."""
        self._close()
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        _use(self.name)

    def remove(self) -> None:
        """Leave nothing behind but the template."""
        self._close()
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _close(self) -> None:
        connections[ALIAS].close()
        close_pool = getattr(connections[ALIAS], "close_pool", None)
        if close_pool:
            close_pool()

    def _run(self, sql: str) -> None:
        with connections[ALIAS]._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(sql)

    def _ask(self, sql: str, values: list[str]) -> Any:
        with connections[ALIAS]._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(sql, values)
            return cursor.fetchone()


def _use(name: str) -> None:
    connection = connections[ALIAS]
    connection.close()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool:
        close_pool()
    connection.settings_dict["NAME"] = name


def template_for(worker: str) -> SqliteTemplate | PostgresTemplate:
    """Return the kind of template the configured database needs."""
    return PostgresTemplate(worker) if connections[ALIAS].vendor == "postgresql" else SqliteTemplate(worker)
