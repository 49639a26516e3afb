"""What changed in a text, word by word. Pure; the same answer for the same texts, in bounded time."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "inserted", "deleted"]

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")
# Comparing words costs about words × words: beyond this, sentences are compared first.
MOST_WORD_PAIRS = 1_000_000
MOST_SENTENCE_PAIRS = 4_000_000


class Op(NamedTuple):
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Op]:
    """Return the stretches that, without the inserted, spell ``old`` and, without the deleted, ``new``.

    White space is kept as it is. What was deleted stands before what replaced it. Neighbouring words
    replaced one by one are given as one replacement: people read phrases.
    """
    return _readable(_trimmed(WORDS.findall(old), WORDS.findall(new), by_words=True))


def _trimmed(old: list[str], new: list[str], *, by_words: bool) -> Iterator[Op]:
    """Put aside what both begin and end with: most edits are small, and the rest is then cheap to compare."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    yield Op("same", "".join(old[:start]))
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    pairs = len(middle_old) * len(middle_new)
    if by_words and pairs > MOST_WORD_PAIRS:
        yield from _trimmed(_sentences(middle_old), _sentences(middle_new), by_words=False)
    elif pairs == 0 or (not by_words and pairs > MOST_SENTENCE_PAIRS):
        yield Op("deleted", "".join(middle_old))
        yield Op("inserted", "".join(middle_new))
    else:
        yield from _compared(middle_old, middle_new, by_words=by_words)
    yield Op("same", "".join(old[len(old) - end :]))


def _sentences(words: list[str]) -> list[str]:
    return SENTENCES.findall("".join(words))


def _compared(old: list[str], new: list[str], *, by_words: bool) -> Iterator[Op]:
    # White space is never an anchor: otherwise every blank matches every blank, and phrases fall to pieces.
    matcher = SequenceMatcher(str.isspace, old, new)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Op("same", "".join(old[a:b]))
            continue
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if not by_words and before and after:
            inner_old, inner_new = WORDS.findall(before), WORDS.findall(after)
            if len(inner_old) * len(inner_new) <= MOST_WORD_PAIRS:
                yield from _trimmed(inner_old, inner_new, by_words=True)
                continue
        yield Op("deleted", before)
        yield Op("inserted", after)


def _readable(ops: Iterable[Op]) -> list[Op]:
    """Join neighbours, and take a lone blank between two replacements into both."""
    found: list[Op] = []
    gone, come, blank = "", "", ""

    def close() -> None:
        nonlocal gone, come, blank
        found.extend(op for op in (Op("deleted", gone), Op("inserted", come)) if op.text)
        if blank:
            found.append(Op("same", blank))
        gone = come = blank = ""

    for kind, text in ops:
        if not text:
            continue
        if kind != "same":
            gone, come, blank = gone + blank, come + blank, ""
            if kind == "deleted":
                gone += text
            else:
                come += text
        elif text.isspace() and gone and come and not blank:
            blank = text
        else:
            close()
            if found and found[-1].kind == "same":
                found[-1] = Op("same", found[-1].text + text)
            else:
                found.append(Op("same", text))
    close()
    return found
