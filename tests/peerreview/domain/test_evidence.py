"""What a file is, by its content; and that a manifest's hash is one of its content and not of its order."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.evidence import Entry, kind_of, manifest, manifest_hash, safe_name
from peerreview.enums.evidence import FileKind
from portal.identifying import codes_in, may_identify


def packed(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "signature", "kind"),
    [
        (b"%PDF-1.7", "application/pdf", FileKind.PDF),
        (b"\xff\xd8\xff", "image/jpeg", FileKind.JPEG),
        (packed("[Content_Types].xml", "word/document.xml"), None, FileKind.DOCX),
        (packed("[Content_Types].xml", "xl/workbook.xml"), None, FileKind.XLSX),
        (packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"), None, FileKind.ODT),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), None, None),
        (packed("Basic/script.xml", mimetype="application/vnd.oasis.opendocument.text"), None, None),
        (packed("readme.txt"), None, None),
        (b"PK\x03\x04 broken", None, None),
        (b"We meet on Mondays.\n", None, FileKind.TEXT),
        (b"day,many\nMonday,3\nTuesday,4\n", None, FileKind.CSV),
        (b"<html><script>alert(1)</script>", None, None),
        (b"  \n<svg xmlns='x'>", None, None),
        (b"#!/bin/sh\n", None, None),
        (b"a\0b", None, None),
        (b"\xff\xfe\xfa", None, None),
        (b"GIF89a", "image/gif", None),
        (b"  ", None, None),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, signature: str | None, kind: FileKind | None) -> None:
    assert kind_of(content, signature) == kind


entries = st.builds(
    Entry,
    item=st.integers(1, 50),
    n=st.integers(1, 5),
    sha256=st.text("0123456789abcdef", min_size=4, max_size=4),
    size=st.integers(1, 99),
    standards=st.lists(st.sampled_from(["1.1", "1.2", "2.1"]), unique=True).map(tuple),
)


@given(st.lists(entries, max_size=6, unique_by=lambda entry: (entry.item, entry.n)), st.randoms())
def test_a_manifest_does_not_depend_on_order_and_tells_every_change(rows: list[Entry], random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(rows)
    random.shuffle(mixed)
    said = manifest_hash(manifest(rows))
    assert manifest_hash(manifest(mixed)) == said
    if rows:
        first = rows[0]
        other = [Entry(first.item, first.n, "changed", first.size, first.standards), *rows[1:]]
        assert manifest_hash(manifest(other)) != said


def test_a_download_is_named_after_its_title_alone() -> None:
    assert safe_name('../../Rota "May".html', FileKind.PDF, 2) == "rota-may-html-2.pdf"
    assert safe_name("…", FileKind.TEXT, 1) == "evidence-1.txt"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We like that Jordan cooks on Monday.", ("Jordan",)),
        ("A 14 year old and J.B. said it.", ("J.B.", "14 year old")),
        ("Food is better. Bedtime is not.", ()),
    ],
)
def test_words_that_may_say_who_somebody_is_are_pointed_out(text: str, found: tuple[str, ...]) -> None:
    assert may_identify(text) == found


def test_codes_are_found() -> None:
    assert codes_in("Mine is H7K2-P9QX, not a secret.") == ("H7K2-P9QX",)
    assert codes_in("WELL-BEING matters, and 2026-27.") == ()
