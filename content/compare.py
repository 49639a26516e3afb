"""What changed between two published versions, by numbered paragraph and word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from content.paragraphs import Paragraph


class Change(StrEnum):
    """What happened to a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Run:
    """Some words that stayed, were inserted or were deleted."""

    change: Change
    text: str


@dataclass(frozen=True)
class ComparedParagraph:
    """A paragraph of either version and what became of it."""

    change: Change
    before: Paragraph | None
    after: Paragraph | None
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side."""

    paragraphs: tuple[ComparedParagraph, ...]

    @property
    def inserted(self) -> int:
        """Count the new paragraphs."""
        return self._count(Change.INSERTED)

    @property
    def deleted(self) -> int:
        """Count those that went."""
        return self._count(Change.DELETED)

    @property
    def changed(self) -> int:
        """Count those whose words differ."""
        return self._count(Change.CHANGED)

    @property
    def moved(self) -> int:
        """Count those that only moved."""
        return self._count(Change.MOVED)

    @property
    def is_empty(self) -> bool:
        """Say that no paragraph differs."""
        return all(paragraph.change == Change.SAME for paragraph in self.paragraphs)

    def _count(self, change: Change) -> int:
        return sum(1 for paragraph in self.paragraphs if paragraph.change == change)


def compare(older: Sequence[Paragraph], newer: Sequence[Paragraph]) -> Comparison:
    """Pair the paragraphs by their ids, in the newer order, with what was deleted where it stood."""
    before = {paragraph.key: paragraph for paragraph in older}
    after = {paragraph.key: paragraph for paragraph in newer}
    stayed = _longest_common([p.key for p in older if p.key in after], [p.key for p in newer if p.key in before])
    lines: list[ComparedParagraph] = []
    gone = iter(older)

    def flush_deleted(until: str | None) -> None:
        for paragraph in gone:
            if paragraph.key == until:
                return
            if paragraph.key not in after:
                lines.append(ComparedParagraph(Change.DELETED, paragraph, None, _runs(paragraph.text, "")))

    for paragraph in newer:
        old = before.get(paragraph.key)
        if paragraph.key in stayed:
            flush_deleted(paragraph.key)
        lines.append(_paired(old, paragraph, moved=old is not None and paragraph.key not in stayed))
    flush_deleted(None)
    return Comparison(tuple(lines))


def _paired(old: Paragraph | None, new: Paragraph, *, moved: bool) -> ComparedParagraph:
    if old is None:
        return ComparedParagraph(Change.INSERTED, None, new, _runs("", new.text))
    if old.text != new.text:
        return ComparedParagraph(Change.CHANGED, old, new, _runs(old.text, new.text))
    change = Change.MOVED if moved else Change.SAME
    return ComparedParagraph(change, old, new, (Run(Change.SAME, new.text),))


def _longest_common(older: list[str], newer: list[str]) -> frozenset[str]:
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    return frozenset(key for block in matcher.get_matching_blocks() for key in older[block.a : block.a + block.size])


def _runs(before: str, after: str) -> tuple[Run, ...]:
    """Split into words with the blanks that follow them, so that joining the runs gives the texts back."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Change.SAME, "".join(new[j1:j2])))
            continue
        if i2 > i1:
            runs.append(Run(Change.DELETED, "".join(old[i1:i2])))
        if j2 > j1:
            runs.append(Run(Change.INSERTED, "".join(new[j1:j2])))
    return tuple(runs)
