"""What became of each standard from one edition to the next: suggestions with a reason, and the check of an answer.

Somebody confirms or changes every suggestion; nothing here decides. Texts are compared word by word, so that a moved
comma does not make a new standard.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from peerreview.enums.standards import MappingKind

SIMILAR = 0.6  # of the words: enough to say that one text came from another
ALIKE = 0.85  # beyond doubt, also at another place
PART = 0.75  # of a text's words found in order in a longer one


class Confidence(StrEnum):
    """How sure a suggestion is; what is not high has to be chosen by hand."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Reason(StrEnum):
    """Why it is suggested."""

    SAME_CODE_SAME_WORDS = "same_code_same_words"
    SAME_WORDS_MOVED = "same_words_moved"
    SAME_LINEAGE = "same_lineage"
    SAME_CODE_SIMILAR = "same_code_similar"
    SIMILAR_MOVED = "similar_moved"
    ONE_OF_PARTS = "one_of_parts"
    HOLDS_SEVERAL = "holds_several"
    NOTHING_SIMILAR = "nothing_similar"
    SAME_CODE_OTHER_WORDS = "same_code_other_words"


@dataclass(frozen=True)
class Line:
    """What is compared of one standard."""

    code: str
    lineage: str
    text: str


@dataclass(frozen=True)
class Suggestion:
    """What a standard of the new edition seems to have come from; ``after`` is empty for one that is gone."""

    after: str
    before: tuple[str, ...]
    kind: MappingKind
    confidence: Confidence
    reason: Reason
    likeness: int = 0  # per cent of the words


@dataclass(frozen=True)
class Answer:
    """What somebody said of one standard of the new edition."""

    after: str
    before: tuple[str, ...]
    kind: MappingKind


class Fault(StrEnum):
    """What is wrong with an answer."""

    UNKNOWN_CODE = "unknown_code"
    NEEDS_ONE = "needs_one"
    NEEDS_NONE = "needs_none"
    NEEDS_SEVERAL = "needs_several"
    WORDS_DIFFER = "words_differ"
    WORDS_AGREE = "words_agree"
    SPLIT_ALONE = "split_alone"
    USED_TWICE = "used_twice"
    NOT_ANSWERED = "not_answered"


def likeness(one: str, other: str) -> float:
    """Return how far two texts agree, 0 to 1, by their words in order."""
    return _ratio(_words(one), _words(other))


def suggest(before: Sequence[Line], after: Sequence[Line]) -> list[Suggestion]:
    """Return one suggestion for each standard of the new edition in its order, then one for each that is gone."""
    search = _Search(before, after)
    search.same()
    search.merged()
    search.split()
    search.similar()
    return search.all()


class _Search:
    """Takes the surest first, so that a doubtful match never takes a standard from a sure one."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line]) -> None:
        self.before, self.after = before, after
        self.words = {line: _words(line.text) for line in {*before, *after}}
        self.bags = {line: Counter(words) for line, words in self.words.items()}
        self.left, self.open = list(before), list(after)
        self.found: dict[str, Suggestion] = {}

    def take(
        self, new: Line, old: Sequence[Line], kind: MappingKind, confidence: Confidence, reason: Reason, ratio: float
    ) -> None:
        codes = tuple(line.code for line in old)
        self.found[new.code] = Suggestion(new.code, codes, kind, confidence, reason, round(100 * ratio))
        self.open.remove(new)

    def same(self) -> None:
        for new in list(self.open):
            old = next((one for one in self.left if one.code == new.code and _same(one, new)), None)
            if old is not None:
                self.take(new, [old], MappingKind.SAME, Confidence.HIGH, Reason.SAME_CODE_SAME_WORDS, 1)
                self.left.remove(old)
        for new in list(self.open):
            old = next((one for one in self.left if _same(one, new)), None)
            if old is not None:
                self.take(new, [old], MappingKind.SAME, Confidence.HIGH, Reason.SAME_WORDS_MOVED, 1)
                self.left.remove(old)

    def merged(self) -> None:
        """A new text that holds two or more old ones."""
        for new in list(self.open):
            parts = [old for old in self.left if self._holds(new, old)]
            if len(parts) > 1 and not any(self._ratio(old, new) >= ALIKE for old in parts):
                ratio = min(self._held(new, old) for old in parts)
                self.take(new, parts, MappingKind.MERGED, Confidence.MEDIUM, Reason.HOLDS_SEVERAL, ratio)
                self.left = [old for old in self.left if old not in parts]

    def split(self) -> None:
        """An old text that holds two or more new ones."""
        for old in list(self.left):
            parts = [new for new in self.open if self._holds(old, new)]
            if len(parts) > 1 and not any(self._ratio(old, new) >= ALIKE for new in parts):
                for new in parts:
                    ratio = self._held(old, new)
                    self.take(new, [old], MappingKind.SPLIT, Confidence.MEDIUM, Reason.ONE_OF_PARTS, ratio)
                self.left.remove(old)

    def similar(self) -> None:
        pairs = [
            (self._rank(old, new, ratio), -place, old, new, ratio)
            for place, new in enumerate(self.open)
            for old in self.left
            if (ratio := self._ratio(old, new)) >= SIMILAR or (old.lineage == new.lineage and new.lineage)
        ]
        for _rank, _place, old, new, ratio in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
            if old in self.left and new in self.open:
                confidence, reason = self._why(old, new, ratio)
                self.take(new, [old], MappingKind.REWORDED, confidence, reason, ratio)
                self.left.remove(old)

    def all(self) -> list[Suggestion]:
        for new in list(self.open):
            taken = any(old.code == new.code for old in self.left)
            confidence = Confidence.LOW if taken else Confidence.MEDIUM
            reason = Reason.SAME_CODE_OTHER_WORDS if taken else Reason.NOTHING_SIMILAR
            self.take(new, [], MappingKind.NEW, confidence, reason, 0)
        gone = [
            Suggestion("", (old.code,), MappingKind.RETIRED, Confidence.MEDIUM, Reason.NOTHING_SIMILAR)
            for old in self.left
        ]
        return [*(self.found[new.code] for new in self.after), *gone]

    def _rank(self, old: Line, new: Line, ratio: float) -> float:
        return ratio + (1 if old.lineage == new.lineage and new.lineage else 0) + (0.15 if old.code == new.code else 0)

    def _why(self, old: Line, new: Line, ratio: float) -> tuple[Confidence, Reason]:
        if old.lineage == new.lineage and new.lineage:
            return (Confidence.HIGH if ratio >= SIMILAR else Confidence.MEDIUM), Reason.SAME_LINEAGE
        if old.code == new.code:
            return (Confidence.HIGH if ratio >= ALIKE else Confidence.MEDIUM), Reason.SAME_CODE_SIMILAR
        return (Confidence.MEDIUM if ratio >= ALIKE else Confidence.LOW), Reason.SIMILAR_MOVED

    def _ratio(self, old: Line, new: Line) -> float:
        # Comparing the words without their order first is cheap, and never below the true ratio.
        size = len(self.words[old]) + len(self.words[new])
        bound = 2 * (self.bags[old] & self.bags[new]).total() / size if size else 1
        return _ratio(self.words[old], self.words[new]) if bound >= SIMILAR else bound

    def _holds(self, whole: Line, part: Line) -> bool:
        return (
            len(self.words[part]) >= 4
            and len(self.words[part]) < len(self.words[whole])
            and (
                (self.bags[whole] & self.bags[part]).total() >= PART * len(self.words[part])
                and self._held(whole, part) >= PART
            )
        )

    def _held(self, whole: Line, part: Line) -> float:
        blocks = SequenceMatcher(None, self.words[whole], self.words[part], autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) / len(self.words[part])


def faults(before: Sequence[Line], after: Sequence[Line], answers: Sequence[Answer]) -> list[tuple[str, Fault, str]]:
    """Return everything wrong with the answers: the new code, what is wrong, and the old code it is about."""
    old, new = {line.code: line for line in before}, {line.code: line for line in after}
    given = {answer.after: answer for answer in answers}
    found = [(code, Fault.NOT_ANSWERED, "") for code in new if code not in given]
    used: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        wrong = [code for code in answer.before if code not in old]
        found += [(answer.after, Fault.UNKNOWN_CODE, code) for code in wrong]
        for code in answer.before:
            used[code].append(answer)
        if answer.after in new and not wrong:
            fault = _fault(answer, [old[code] for code in answer.before], new[answer.after])
            found += [(answer.after, fault, "")] if fault else []
    for code, users in used.items():
        kinds = {answer.kind for answer in users}
        if len(users) > 1 and kinds != {MappingKind.SPLIT}:
            found += [(answer.after, Fault.USED_TWICE, code) for answer in users[1:]]
        elif len(users) == 1 and kinds == {MappingKind.SPLIT}:
            found.append((users[0].after, Fault.SPLIT_ALONE, code))
    return found


def _fault(answer: Answer, olds: Sequence[Line], new: Line) -> Fault | None:
    if answer.kind == MappingKind.NEW:
        return Fault.NEEDS_NONE if olds else None
    if answer.kind == MappingKind.MERGED:
        return None if len(set(olds)) > 1 else Fault.NEEDS_SEVERAL
    if len(olds) != 1:
        return Fault.NEEDS_ONE
    if answer.kind == MappingKind.SAME and not _same(olds[0], new):
        return Fault.WORDS_DIFFER
    if answer.kind == MappingKind.REWORDED and _same(olds[0], new):
        return Fault.WORDS_AGREE
    return None


def lineages(
    before: Sequence[Line], after: Sequence[Line], answers: Sequence[Answer], *, fresh: Mapping[str, str]
) -> dict[str, str]:
    """Return the lineage of each new standard: kept through the same and the reworded, else its own or a fresh one.

    A lineage of the last edition stays with what somebody said comes from it, and with nothing else: a trend drawn
    along it never joins two different expectations.
    """
    old = {line.code: line.lineage for line in before}
    known = set(old.values())
    given = {answer.after: answer for answer in answers}
    found: dict[str, str] = {}
    for line in after:
        answer = given[line.code]
        origins = [old[code] for code in answer.before]
        if answer.kind in (MappingKind.SAME, MappingKind.REWORDED):
            found[line.code] = origins[0]
        elif line.lineage and (line.lineage not in known or line.lineage in origins):
            found[line.code] = line.lineage
        else:
            found[line.code] = fresh[line.code]
    return found


def _same(one: Line, other: Line) -> bool:
    return one.text == other.text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
