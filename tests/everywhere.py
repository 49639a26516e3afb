"""Looking for words in every store there is: tables (history too), files, cache, a backup; unsealing what can be."""

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from portal.voices.models.secrets import Unreadable, unseal

SEALED = re.compile(rb"gAAAA[A-Za-z0-9_=-]{60,}")


def readable(content: bytes) -> bytes:
    """Return content with everything sealed in it read behind it."""
    found = [content]
    for sealed in SEALED.findall(content):
        try:
            found.append(unseal(sealed))
        except Unreadable:
            found.append(b"unreadable")
    return b"\n".join(found)


def rows() -> Iterator[tuple[str, bytes]]:
    """Yield every row of every table the database has, known to a model or not."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name the database gave
            for row in cursor.fetchall():
                yield table, b"\x1f".join(_bytes(value) for value in row)


def files() -> Iterator[tuple[str, bytes]]:
    """Yield every file of the media folder."""
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        if path.is_file():
            yield f"file {path.name}", path.name.encode() + b"\n" + path.read_bytes()


def cached() -> Iterator[tuple[str, bytes]]:
    """Yield what the cache holds, in this process or in Redis."""
    entries = getattr(cache, "_cache", None)
    if isinstance(entries, dict):
        yield from ((f"cache {key}", key.encode() + b"\n" + value) for key, value in entries.items())
    else:
        client: Any = cache._cache.get_client()  # type: ignore[attr-defined]
        for key in client.scan_iter():
            if client.type(key) == b"string":
                yield f"cache {key!r}", key + b"\n" + client.get(key)


def backed_up(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every part of a backup that is made now."""
    target = folder / "everywhere.tar.gz"
    call_command("backup", str(target), verbosity=0)
    with tarfile.open(target) as archive:
        for member in archive:
            part = archive.extractfile(member)
            yield f"backup {member.name}", member.name.encode() + b"\n" + (part.read() if part else b"")
    target.unlink()


def where(words: str, folder: Path | None = None) -> set[str]:
    """Return in which stores ``words`` can be read by whoever has the database, the disk, the cache and the keys.

    With a ``folder`` a backup is made there and read too.
    """
    wanted = {words.encode().lower(), json.dumps(words)[1:-1].encode().lower()}
    stores = [*rows(), *files(), *cached(), *(backed_up(folder) if folder else ())]
    return {name for name, content in stores if any(one in readable(content).lower() for one in wanted)}


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
