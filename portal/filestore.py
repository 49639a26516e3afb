"""Files that belong to people: under random names in the media folder, which is backed up and never served as such.

Also what takes a large file in, so that a full disk is an answer and not a fault.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


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

    def since(self, name: str) -> datetime | None:
        """Return when a file was written; None when it is missing."""
        try:
            return datetime.fromtimestamp(self.path(name).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def names(self) -> Iterator[str]:
        """Yield the name of every file there is."""
        if self.root.is_dir():
            yield from sorted(path.name for path in self.root.iterdir() if path.is_file())


class NotStored(SimpleUploadedFile):
    """Stands in a form for a file there was no room for while it came in; ``UploadField`` says so."""

    def __init__(self, name: str) -> None:
        super().__init__(name, b"")


class RoomForUploads(TemporaryFileUploadHandler):
    """Takes large files in on the disk; a full one ends no request, the form is told instead."""

    full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.full = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.full = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; after the first that finds no room the others are let go by."""
        if self.full:
            return
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError:
            self.full = True

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Hand the file over, or what says that there was no room."""
        if not self.full:
            return super().file_complete(file_size)
        # What was written of it goes away with the closing.
        with suppress(OSError, AttributeError):
            self.file.close()
        return NotStored(self.file_name or "")
