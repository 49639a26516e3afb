"""The texts a board is asked to agree to: what they are made of, their hash, and what changed between two."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from portal.history.diff import Op, word_diff

ChangeKind = Literal["same", "changed", "added", "left_out"]
# More than a form shows, or anybody reads.
MOST_CLAUSES = 60


@dataclass(frozen=True)
class ClauseInput:
    """One clause as somebody wrote it; ``key`` is the clause it is the text of, None for a new one."""

    heading: str
    text: str
    key: int | None = None


@dataclass(frozen=True)
class Wording:
    """A whole text: of a published version, or of the working copy."""

    title: str
    summary: str
    clauses: tuple[ClauseInput, ...]

    def without_keys(self) -> "Wording":
        """Return the same words as new clauses, for another proposal."""
        return Wording(self.title, self.summary, tuple(ClauseInput(it.heading, it.text) for it in self.clauses))


def tidy(text: str) -> str:
    """Return ``text`` in the one form it is kept and hashed in: composed letters, plain line ends, no loose blanks."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def tidied(wording: Wording) -> Wording:
    """Return ``wording`` with every part tidied."""
    clauses = tuple(ClauseInput(tidy(clause.heading), tidy(clause.text), clause.key) for clause in wording.clauses)
    return Wording(tidy(wording.title), tidy(wording.summary), clauses)


def canonical_content(wording: Wording) -> str:
    """Return what is hashed: title, summary and the clauses in their order, as JSON written in one way only.

    Neither number nor clause keys are part of it: the same text referred to another board has the same hash.
    """
    content = {
        "clauses": [{"heading": clause.heading, "text": clause.text} for clause in wording.clauses],
        "summary": wording.summary,
        "title": wording.title,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(wording: Wording) -> str:
    """Return the SHA-256 of the canonical content, in 64 hexadecimal digits."""
    return sha256(canonical_content(wording).encode()).hexdigest()


def stamp_of(wording: Wording, *about: str) -> str:
    """Return a short mark of a working copy: another mark means that somebody saved something meanwhile."""
    parts = [canonical_content(wording), *(str(clause.key) for clause in wording.clauses), "", *about]
    return sha256("\0".join(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class ClauseChange:
    """What became of one clause from one text to the other; its words, if it changed, as stretches."""

    key: int | None
    kind: ChangeKind
    moved: bool
    order: int
    heading: list[Op]
    text: list[Op]


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side, clause by clause, in the order of the newer; what was left out stands where it was."""

    title: list[Op]
    summary: list[Op]
    clauses: list[ClauseChange]

    @property
    def same(self) -> bool:
        """Say whether nothing changed at all."""
        return not (
            any(clause.kind != "same" or clause.moved for clause in self.clauses)
            or any(op.kind != "same" for op in (*self.title, *self.summary))
        )


def compare(old: Wording, new: Wording) -> Comparison:
    """Say what changed from ``old`` to ``new``, following each clause by its key."""
    return Comparison(
        title=word_diff(old.title, new.title),
        summary=word_diff(old.summary, new.summary),
        clauses=list(_clauses(old.clauses, new.clauses)),
    )


def _clauses(old: Sequence[ClauseInput], new: Sequence[ClauseInput]) -> Iterator[ClauseChange]:
    before = {clause.key: clause for clause in old}
    after = {clause.key for clause in new}
    stayed = [clause.key for clause in old if clause.key in after]
    left_out_after: dict[int | None, list[tuple[int, ClauseInput]]] = {}
    last: int | None = None
    for order, clause in enumerate(old, start=1):
        if clause.key in after:
            last = clause.key
        else:
            left_out_after.setdefault(last, []).append((order, clause))
    for order, gone in left_out_after.get(None, ()):
        yield _gone(order, gone)
    unmoved = _longest_kept([clause.key for clause in new if clause.key in before], stayed)
    for order, clause in enumerate(new, start=1):
        was = None if clause.key is None else before.get(clause.key)
        if was is None:
            yield ClauseChange(
                clause.key, "added", False, order, word_diff("", clause.heading), word_diff("", clause.text)
            )
            continue
        kind: ChangeKind = "same" if (was.heading, was.text) == (clause.heading, clause.text) else "changed"
        yield ClauseChange(
            clause.key,
            kind,
            clause.key not in unmoved,
            order,
            word_diff(was.heading, clause.heading),
            word_diff(was.text, clause.text),
        )
        for was_at, gone in left_out_after.get(clause.key, ()):
            yield _gone(was_at, gone)


def _gone(order: int, clause: ClauseInput) -> ClauseChange:
    return ClauseChange(clause.key, "left_out", False, order, word_diff(clause.heading, ""), word_diff(clause.text, ""))


def _longest_kept(new: list[int | None], old: list[int | None]) -> set[int | None]:
    """Return the largest set of clauses whose order is the same in both: only the others were moved."""
    place = {key: n for n, key in enumerate(old)}
    longest: list[int | None] = []
    chains: list[list[int | None]] = []
    for key in new:
        before: list[int | None] = []
        for chain in chains:
            if place[chain[-1]] < place[key] and len(chain) > len(before):
                before = chain
        chains.append([*before, key])
        if len(chains[-1]) > len(longest):
            longest = chains[-1]
    return set(longest)
