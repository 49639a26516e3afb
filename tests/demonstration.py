"""The demonstration prepared once and copied, as ``tests/database.py`` does with the migrated database.

Preparing takes a minute, copying a moment. The copy is keyed by what the story is made of and by what plays it, so
that it is never stale for long; the day is fixed, and whoever reads the copy stands at noon of that day.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from django.core.cache import cache, caches
from django.db import connections

from peerreview.models.reportfiles import REPORTS
from portal.demonstration.build import prepare
from portal.demonstration.published import FILES
from portal.demonstration.selfassessments import lay_out_files
from portal.settings.env import PUBLISHED_DATA_DIR
from tests.database import ALIAS, PostgresTemplate, SqliteTemplate, _only_one, _use, migrations_key, template_for

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]
# What the story is told with. Views, forms and templates only read it.
MADE_OF = (
    "portal/demonstration",
    "portal/people/cast.py",
    "portal/people/actions",
    "portal/imports/kinds",
    "governance/actions",
    "governance/domain",
    "governance/queries/seats.py",
    "governance/receivers",
    "peerreview/actions",
    "peerreview/domain",
    "peerreview/queries/matching.py",
    "peerreview/queries/matchpages.py",
    "peerreview/queries/readiness.py",
    "peerreview/standards_text",
    "content/setup.py",
    "content/guidance_text",
)


def story_key() -> str:
    """Return a short hash of everything the demonstration is made of."""
    digest = hashlib.sha256(f"{migrations_key()} {TODAY}".encode())
    for name in MADE_OF:
        place = ROOT / name
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for path in files:
            if path.suffix in {".py", ".json", ".txt"}:
                digest.update(path.name.encode() + path.read_bytes())
    # The published files lie beside the project or do not: without them the story is another one.
    for _kind, name in FILES:
        path = Path(PUBLISHED_DATA_DIR, name)
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:12]


@contextmanager
def demonstration(worker: str) -> Iterator[None]:
    """Look at a copy of the demonstration until the end of the block, then at the ordinary test database again."""
    ordinary = connections[ALIAS].settings_dict["NAME"]
    place = template_for(worker)
    if isinstance(place, PostgresTemplate):
        # Its names follow from the database of the settings; by now that is this process's own copy.
        place.template, place.name = f"{ordinary.removesuffix(f'_{worker}')}_{migrations_key()}", ordinary
    copied = _sqlite(place) if isinstance(place, SqliteTemplate) else _postgres(place)
    _use(copied)
    _forget()
    # The files of the story lie outside the database, and every process has a folder of its own. Those of reports are
    # kept; what is missing then is written.
    _copy_files(_kept_reports(), REPORTS.root)
    lay_out_files()
    try:
        yield
    finally:
        _use(ordinary)
        _forget()
        if isinstance(place, SqliteTemplate):
            for suffix in ("", "-wal", "-shm"):
                Path(f"{copied}{suffix}").unlink(missing_ok=True)
        else:
            place._run(f'DROP DATABASE IF EXISTS "{copied}" WITH (FORCE)')


def tell(today: date = TODAY) -> None:
    """Write the demonstration into the database in use."""
    prepare(today=today, say=lambda line: None)


def _kept_reports() -> Path:
    """Return where the files of reports are kept beside the copy: they are not the same when written twice."""
    return Path(tempfile.gettempdir(), "portal-test-databases", f"demonstration-{story_key()}.reports")


def _copy_files(from_: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    if from_.exists():
        shutil.copytree(from_, to)


def _forget() -> None:
    cache.clear()
    caches["pages"].clear()


def _sqlite(place: SqliteTemplate) -> str:
    made = place.folder / f"demonstration-{story_key()}.sqlite3"
    with _only_one(f"portal-{made.stem}"):
        if not made.exists():
            half = made.with_suffix(f".{os.getpid()}")
            shutil.copyfile(place.template, half)
            _use(str(half))
            tell()
            _copy_files(REPORTS.root, _kept_reports())
            connections[ALIAS].close()
            with sqlite3.connect(half) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for stale in place.folder.glob("demonstration-*.sqlite3"):
                stale.unlink(missing_ok=True)
            for stale in _kept_reports().parent.glob("demonstration-*.reports"):
                if stale != _kept_reports():
                    shutil.rmtree(stale, ignore_errors=True)
            half.rename(made)
        copied = Path(tempfile.gettempdir(), "portal-test-databases", f"demonstration-{os.getpid()}.copy")
        shutil.copyfile(made, copied)
    return str(copied)


def _postgres(place: PostgresTemplate) -> str:
    made = f"{place.template}_story_{story_key()}"
    copied = f"{place.name}_story"
    with _only_one(f"portal-pg-{made}"):
        if not place._ask("SELECT 1 FROM pg_database WHERE datname = %s", [made]):
            half = f"{place.template}_{os.getpid()}"
            place._run(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
            place._run(f'CREATE DATABASE "{half}" TEMPLATE "{place.template}"')
            _use(half)
            tell()
            _copy_files(REPORTS.root, _kept_reports())
            place._close()
            place._run(f'ALTER DATABASE "{half}" RENAME TO "{made}"')
        place._close()
        place._run(f'DROP DATABASE IF EXISTS "{copied}" WITH (FORCE)')
        place._run(f'CREATE DATABASE "{copied}" TEMPLATE "{made}"')
    return copied
