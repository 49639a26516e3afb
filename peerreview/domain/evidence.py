"""What may be added as evidence, told by its content and never by its name; and the hash of a frozen portfolio."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from peerreview.enums.evidence import FileKind

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
# A picture of more points would take the server's memory to open.
MOST_POINTS = 40_000_000
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG})

CONTENT_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}
ENDINGS: dict[FileKind, str] = {
    **{kind: str(kind.value) for kind in FileKind},
    FileKind.JPEG: "jpg",
    FileKind.TEXT: "txt",
}
# What the library that reads first bytes calls them.
BY_SIGNATURE: dict[str, FileKind] = {
    "application/pdf": FileKind.PDF,
    "image/jpeg": FileKind.JPEG,
    "image/png": FileKind.PNG,
}
# Such a package holds programs: it is refused whatever it is called.
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/")


def kind_of(content: bytes, signature: str | None) -> FileKind | None:
    """Return what ``content`` is; None for what may not be added. ``signature`` is what its first bytes say."""
    if signature in BY_SIGNATURE:
        return BY_SIGNATURE[signature]
    if content[:4] == b"PK\x03\x04":
        return _packed(content)
    return _written(content) if signature is None else None


def _packed(content: bytes) -> FileKind | None:
    """Tell office files from other archives by what is inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {name.lower() for name in package.namelist()}
            if any(name.startswith(PROGRAMS) or name.endswith(PROGRAMS[0]) for name in names):
                return None
            if "[content_types].xml" in names:
                return FileKind.DOCX if "word/document.xml" in names else _sheet(names)
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                said = package.read("mimetype").decode("ascii", "replace").strip()
                return {CONTENT_TYPES[kind]: kind for kind in (FileKind.ODT, FileKind.ODS)}.get(said)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        return None
    return None


def _sheet(names: set[str]) -> FileKind | None:
    return FileKind.XLSX if "xl/workbook.xml" in names else None


def _written(content: bytes) -> FileKind | None:
    """Plain text is what reads as text and could not be a page or a program."""
    if not content.strip() or b"\0" in content:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    start = text.lstrip()[:200].lower()
    if start.startswith(("<", "#!", "{\\rtf", "mz")):
        return None
    lines = [line for line in text.splitlines() if line.strip()][:5]
    commas = {line.count(",") for line in lines}
    return FileKind.CSV if len(lines) > 1 and len(commas) == 1 and commas != {0} else FileKind.TEXT


def safe_name(title: str, kind: FileKind, n: int) -> str:
    """Return the name a download gets: from the title, never from the name the file came with."""
    words = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    short = "-".join(word for word in words.split("-") if word)[:60].strip("-") or "evidence"
    return f"{short}-{n}.{ENDINGS[kind]}"


@dataclass(frozen=True, order=True)
class Entry:
    """One line of a portfolio's manifest."""

    item: int
    n: int
    sha256: str
    size: int
    standards: tuple[str, ...] = ()


def manifest(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """Return the manifest as it is stored: in one order, whatever order it was gathered in."""
    return [{**asdict(entry), "standards": sorted(entry.standards)} for entry in sorted(entries)]


def manifest_hash(lines: Iterable[dict[str, object]]) -> str:
    """Return the SHA-256 of a manifest (invariant 4)."""
    text = json.dumps(list(lines), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
