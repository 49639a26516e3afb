"""Files that belong to people: under random names in the media folder, which is backed up and never served as such."""

import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings


class NoRoom(OSError):
    """The file could not be stored; nothing of it is left."""


class FileStore:
    """One folder of such files."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    @property
    def root(self) -> Path:
        """Return where the files lie."""
        return Path(settings.MEDIA_ROOT) / self.folder

    def keep(self, content: bytes) -> str:
        """Write a file under a random name, on disk before it returns; half a file is removed again."""
        name = secrets.token_hex(20)
        path = self.path(name)
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb") as file:
                path.chmod(0o600)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise NoRoom(str(error)) from error
        return name

    def path(self, name: str) -> Path:
        """Return where a file lies; a name that we did not make is refused."""
        if not name or not name.isalnum():
            msg = "not the name of a kept file"
            raise ValueError(msg)
        return self.root / name

    def forget(self, name: str) -> None:
        """Delete a file that nothing refers to."""
        self.path(name).unlink(missing_ok=True)

    def fingerprint(self, name: str) -> tuple[str, int] | None:
        """Return hash and size of a file as it lies there; None when it is missing."""
        path = self.path(name)
        if not path.is_file():
            return None
        digest, size = sha256(), 0
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                size += len(block)
        return digest.hexdigest(), size

    def names(self) -> Iterator[str]:
        """Yield the name of every file there is."""
        if self.root.is_dir():
            yield from sorted(path.name for path in self.root.iterdir() if path.is_file())
