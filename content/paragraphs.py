"""Numbered paragraphs: the number follows the order, the anchor follows the block and stays when it moves."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Paragraph:
    """One block as a reader sees and cites it. A heading has an anchor and no number."""

    number: int | None
    anchor: str
    key: str
    block: Any

    @property
    def kind(self) -> str:
        """Return the name of the block's type."""
        return str(self.block.block_type)

    @property
    def text(self) -> str:
        """Return the words alone, one line a sentence group, for comparing."""
        return words_of(self.block)


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents list."""

    title: str
    anchor: str
    level: int


def paragraphs(body: Any) -> list[Paragraph]:
    """Number the blocks of a page's text from 1; headings are not counted."""
    found: list[Paragraph] = []
    number = 0
    for block in body:
        heading = block.block_type == "heading"
        if not heading:
            number += 1
        found.append(
            Paragraph(None if heading else number, anchor_of(block.id or "", heading=heading), block.id or "", block)
        )
    return found


def contents(body: Any) -> list[ContentsLine]:
    """Return the headings."""
    return [
        ContentsLine(str(block.value["text"]), anchor_of(block.id or "", heading=True), int(block.value["level"]))
        for block in body
        if block.block_type == "heading"
    ]


def references(body: Any) -> set[tuple[str, str]]:
    """Return the set and code of every standard the text refers to."""
    return {(block.value["set"], block.value["code"]) for block in body if block.block_type == "standard"}


def anchor_of(key: str, *, heading: bool) -> str:
    """Return the anchor of the block with this id: it never changes, wherever the block goes."""
    return f"{'s' if heading else 'p'}-{key[:8]}"


class _Words(HTMLParser):
    """Collect the words of rich text; list items and paragraphs begin new lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.parts.append("\n• ")
        elif tag in {"p", "br", "h2", "h3", "h4"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def words_of(block: Any) -> str:
    """Return the words of a block, whatever its type."""
    return "\n".join(line for line in _lines(block.value) if line)


def _lines(value: Any) -> list[str]:
    if value is None:
        return []
    if hasattr(value, "source"):
        return [plain(value.source)]
    if hasattr(value, "columns") and hasattr(value, "row_data"):
        head = " | ".join(column["heading"] for column in value.columns)
        rows = [" | ".join(" ".join(_lines(cell)) for cell in row["values"]) for row in value.row_data]
        return [value.caption or "", head, *rows]
    if hasattr(value, "items"):
        return [line for item in value.values() for line in _lines(item)]
    if isinstance(value, str | int):
        return [str(value)]
    if hasattr(value, "title"):
        return [str(value.title)]
    return [line for item in value for line in _lines(item)]
