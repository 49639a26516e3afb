"""Where a file waits between upload and import: under random names, outside everything that is served."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def root() -> Path:
    """Return the private folder, made when first needed."""
    folder = Path(settings.IMPORT_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(chunks: Iterable[bytes]) -> str:
    """Write an upload under a random name and return the name; half a file is removed again."""
    name = secrets.token_hex(20)
    path = root() / name
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            for chunk in chunks:
                file.write(chunk)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return name


def path_of(name: str) -> Path:
    """Return where a kept file lies; a name that we did not make is refused."""
    if not name or not name.isalnum():
        msg = "not the name of a kept file"
        raise ValueError(msg)
    return root() / name


def forget(name: str) -> None:
    """Delete a kept file, if it is still there."""
    if name:
        path_of(name).unlink(missing_ok=True)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file; of what cannot be read, of nothing."""
    digest = sha256()
    if path.is_file():
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


# A run at work says how far it is at every batch; one silent for so long has lost its process.
SILENT_SECONDS = 120


@dataclass(frozen=True)
class Progress:
    """How far the writing has come, and when it last said so."""

    done: int
    total: int
    said_at: float

    @property
    def percent(self) -> int:
        """Return whole percents; a hundred only when all is done."""
        return 100 * self.done // self.total if self.total else 0

    def seconds_ago(self) -> float:
        """Return how long ago it was said."""
        return max(0.0, timezone.now().timestamp() - self.said_at)


# Beside the database on purpose: while one transaction writes, SQLite lets nobody else write, and what the
# transaction itself writes nobody sees before it ends.
def say_progress(run_id: int, done: int, total: int) -> None:
    """Say how far a run has come, to every process that sees the folder."""
    target = root() / f"run-{run_id}.progress"
    draft = root() / f"run-{run_id}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps([done, total, timezone.now().timestamp()]))
    draft.replace(target)


def progress_of(run_id: int) -> Progress | None:
    """Return what the run last said; None before it began and after it ended."""
    try:
        done, total, said_at = json.loads((root() / f"run-{run_id}.progress").read_text())
    except FileNotFoundError:
        return None
    return Progress(done, total, said_at)


def ask_to_stop(run_id: int) -> None:
    """Ask a run to stop at its next step."""
    (root() / f"run-{run_id}.stop").touch()


def asked_to_stop(run_id: int) -> bool:
    """Say whether somebody asked the run to stop."""
    return (root() / f"run-{run_id}.stop").exists()


def clear(run_id: int) -> None:
    """Remove what a run said and was asked."""
    for ending in ("progress", "stop"):
        (root() / f"run-{run_id}.{ending}").unlink(missing_ok=True)
