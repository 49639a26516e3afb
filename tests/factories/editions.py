"""Whole editions out of thin air, for what must hold of every edition; and files of them."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from peerreview.domain.standards_text import EditionText, SectionText, StandardText
from peerreview.queries.standards_files import FORMATS

VALUES = ("attachment", "process", "respect")
# What a person can type; line breaks among it, and what spreadsheets take for formulas.
LETTERS = st.one_of(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"), st.sampled_from("=+-@'\"\n;,|é")
)
WORDS = st.text(LETTERS, max_size=60).map(str.strip)
NEEDED = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
ONE_LINE = WORDS.map(lambda text: " ".join(text.split()))
CODES = st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z.\-]{0,8}[0-9A-Za-z])?", fullmatch=True).filter(
    lambda code: code.casefold() not in {"plain", "changes"}
)


@st.composite
def standard_texts(draw: Any, code: str, lineage: str) -> StandardText:
    first, *also = draw(st.lists(st.sampled_from(VALUES), min_size=1, unique=True))
    return StandardText(
        code=code,
        lineage=lineage,
        text=draw(NEEDED),
        plain_text=draw(WORDS),
        type=draw(st.integers(1, 3)),
        core=draw(st.booleans()),
        guidance=draw(WORDS),
        evidence_hint=draw(WORDS),
        applies_to=tuple(draw(st.lists(st.sampled_from(["home", "school", "fostering"]), min_size=1, unique=True))),
        nations=tuple(draw(st.lists(st.sampled_from(["england", "wales"]), min_size=1, unique=True))),
        values=((first, "primary"), *((value, "secondary") for value in also)),
        sources=tuple(draw(st.lists(ONE_LINE.filter(bool), max_size=3))),
        level=draw(st.sampled_from(["", "foundation", "leading"])),
    )


@st.composite
def edition_texts(draw: Any) -> EditionText:
    codes = draw(st.lists(CODES, min_size=1, max_size=5, unique=True))
    texts = [draw(standard_texts(code, f"line-{number}")) for number, code in enumerate(codes)]
    cut = draw(st.integers(0, len(texts) - 1))
    titles = [draw(NEEDED.map(lambda text: " ".join(text.split()))) for _ in range(2)]
    sections = [
        SectionText("1", titles[0], draw(WORDS), tuple(texts[:cut])),
        SectionText("B-2", titles[1], draw(WORDS), tuple(texts[cut:])),
    ]
    return EditionText(
        "small", draw(st.integers(1, 99)), draw(ONE_LINE), draw(WORDS), draw(WORDS), draw(st.none() | st.dates()),
        tuple(sections), "Small Standards",
    )  # fmt: skip


def file_of(folder: Path, text: EditionText, kind: str) -> str:
    """Write an edition as a file and return where it lies."""
    path = folder / f"edition.{kind}"
    path.write_bytes(FORMATS[kind].write(text, {}))
    return str(path)
