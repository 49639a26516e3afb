"""Drawings and recordings on the disk: sealed like the words, under random names."""

from portal.filestore import FileStore
from portal.voices.models.secrets import seal, unseal

SENT_ALONG = FileStore("voices")


def keep_sealed(content: bytes) -> str:
    """Seal a file and write it; return the name it is found by."""
    return SENT_ALONG.keep(seal(content))


def read_sealed(name: str) -> bytes:
    """Return a file as it was sent; ``FileNotFoundError`` when it is gone."""
    return unseal(SENT_ALONG.path(name).read_bytes())
