"""What changed between two published versions, by numbered paragraph and word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from content.paragraphs import Paragraph
from portal.history.diff import Op, word_diff


class Change(StrEnum):
    """What happened to a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class ComparedParagraph:
    """A paragraph of either version and what became of it."""

    change: Change
    before: Paragraph | None
    after: Paragraph | None
    ops: tuple[Op, ...]

    @property
    def label(self) -> str:
        """Say in words which paragraph it is and what became of it."""
        before, after = _name(self.before), _name(self.after)
        match self.change:
            case Change.INSERTED:
                return _("%(paragraph)s: added") % {"paragraph": after}
            case Change.DELETED:
                return _("%(paragraph)s of the earlier version: taken out") % {"paragraph": before}
            case Change.MOVED:
                return _("%(paragraph)s: moved, was %(before)s") % {"paragraph": after, "before": before.lower()}
            case Change.CHANGED:
                return _("%(paragraph)s: changed") % {"paragraph": after}
            case _:
                return after


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
                lines.append(ComparedParagraph(Change.DELETED, paragraph, None, tuple(word_diff(paragraph.text, ""))))

    for paragraph in newer:
        old = before.get(paragraph.key)
        if paragraph.key in stayed:
            flush_deleted(paragraph.key)
        lines.append(_paired(old, paragraph, moved=old is not None and paragraph.key not in stayed))
    flush_deleted(None)
    return Comparison(tuple(lines))


def _paired(old: Paragraph | None, new: Paragraph, *, moved: bool) -> ComparedParagraph:
    if old is None:
        return ComparedParagraph(Change.INSERTED, None, new, tuple(word_diff("", new.text)))
    if old.text != new.text:
        return ComparedParagraph(Change.CHANGED, old, new, tuple(word_diff(old.text, new.text)))
    change = Change.MOVED if moved else Change.SAME
    return ComparedParagraph(change, old, new, (Op("same", new.text),))


def _longest_common(older: list[str], newer: list[str]) -> frozenset[str]:
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    return frozenset(key for block in matcher.get_matching_blocks() for key in older[block.a : block.a + block.size])


def _name(paragraph: Paragraph | None) -> str:
    if paragraph is None:
        return ""
    return _("Paragraph %(number)d") % {"number": paragraph.number} if paragraph.number else _("Heading")
