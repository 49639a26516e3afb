"""Proposed changes to one clause: when they still fit, what taking them in means, and what became of them.

Invariant 19 of governance.md: an amendment on an outdated base never merges silently.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from governance.domain.versions import ClauseInput, Wording, canonical_content
from governance.enums.amendments import AmendmentKind as K
from governance.enums.amendments import AmendmentState as S
from governance.enums.amendments import StepKind as Step

# From where each step may be taken (None: before there was anything), and where it leads.
STEPS: Mapping[Step, tuple[frozenset[S | None], S]] = {
    Step.PROPOSED: (frozenset({None}), S.PROPOSED),
    Step.CARRIED: (frozenset({S.PROPOSED}), S.PROPOSED),
    Step.OUTDATED: (frozenset({S.PROPOSED, S.MERGED}), S.OUTDATED),
    Step.RENEWED: (frozenset({S.OUTDATED}), S.PROPOSED),
    Step.MERGED: (frozenset({S.PROPOSED}), S.MERGED),
    Step.RETURNED: (frozenset({S.MERGED}), S.PROPOSED),
    Step.PUBLISHED: (frozenset({S.MERGED}), S.MERGED),
    Step.DECLINED: (frozenset({S.PROPOSED}), S.DECLINED),
    Step.WITHDRAWN: (frozenset({S.PROPOSED, S.OUTDATED}), S.WITHDRAWN),
}


def may_step(state: S | None, step: Step, *, published: bool = False) -> bool:
    """Say whether the arrow exists; what stands in a published version stays there."""
    return not published and state in STEPS[step][0]


def replay(steps: Iterable[Step]) -> S | None:
    """Return where an amendment stands after ``steps``; None when they cannot have happened in this order."""
    state: S | None = None
    published = False
    for step in steps:
        if not may_step(state, step, published=published):
            return None
        state = STEPS[step][1]
        published = step is Step.PUBLISHED
    return state


@dataclass(frozen=True)
class Change:
    """What an amendment would do: ``clause`` is what it changes or leaves out, ``after`` where a new one goes."""

    kind: K
    clause: int | None = None
    after: int | None = None
    heading: str = ""
    text: str = ""

    @property
    def hangs_on(self) -> int | None:
        """Return the clause whose words it rests on; None for a new first clause, which rests on none."""
        return self.after if self.kind is K.INSERT else self.clause


def clause_of(wording: Wording, key: int | None) -> ClauseInput | None:
    """Return a clause of a text by its key."""
    return next((clause for clause in wording.clauses if clause.key == key), None) if key is not None else None


def clause_hash(clause: ClauseInput | None) -> str:
    """Return the SHA-256 of one clause's words, nothing for none: what is compared and recorded when a base moves."""
    if clause is None:
        return ""
    return sha256(canonical_content(Wording("", "", (clause,))).encode()).hexdigest()


def change_hash(change: Change) -> str:
    """Return the SHA-256 of what is proposed."""
    parts = (change.kind.value, str(change.clause), str(change.after), change.heading, change.text)
    return sha256("\0".join(parts).encode()).hexdigest()


def still_fits(change: Change, base: Wording, newest: Wording) -> bool:
    """Say whether the clause an amendment rests on reads, word for word, as it did when the amendment was written."""
    key = change.hangs_on
    if key is None:
        return change.kind is K.INSERT
    there = clause_hash(clause_of(newest, key))
    return bool(there) and there == clause_hash(clause_of(base, key))


def changes_nothing(change: Change, base: Wording) -> bool:
    """Say whether the text would read the same with it as without."""
    was = clause_of(base, change.clause)
    return change.kind is K.REPLACE and was is not None and (was.heading, was.text) == (change.heading, change.text)


@dataclass(frozen=True)
class Merged:
    """The working copy with the amendment in it."""

    wording: Wording


@dataclass(frozen=True)
class Conflict:
    """Somebody must choose: the clause in the version, in the working copy, and as the amendment would have it."""

    base: ClauseInput | None
    theirs: ClauseInput | None
    yours: ClauseInput | None


def merge(change: Change, base: Wording, working: Wording) -> Merged | Conflict:
    """Take an amendment into the working copy, if the clause it rests on still reads there as in the version.

    What says already what the amendment asks is no conflict: there is nothing left to change.
    """
    was, now = clause_of(base, change.hangs_on), clause_of(working, change.hangs_on)
    if change.kind is K.INSERT:
        if change.after is not None and (now is None or clause_hash(now) != clause_hash(was)):
            return Conflict(was, now, ClauseInput(change.heading, change.text))
        return Merged(_inserted(change, base, working))
    wanted = None if change.kind is K.DELETE else ClauseInput(change.heading, change.text, change.clause)
    if now == wanted:
        return Merged(working)
    if now is None or clause_hash(now) != clause_hash(was):
        return Conflict(was, now, wanted)
    return Merged(_put(working, change.clause, wanted))


def resolved(change: Change, base: Wording, working: Wording, heading: str, text: str) -> Wording:
    """Return the working copy with the words somebody chose after seeing all sides; no words leave the clause out."""
    if change.kind is K.INSERT:
        return _inserted(replace(change, heading=heading, text=text), base, working)
    wanted = ClauseInput(heading, text, change.clause) if text else None
    if wanted is not None and clause_of(working, change.clause) is None:
        # It was left out of the working copy: it comes back where it stood in the version.
        before = [clause.key for clause in base.clauses[: _place(base, change.clause)]]
        place = max((_place(working, key) + 1 for key in before if clause_of(working, key)), default=0)
        return replace(working, clauses=(*working.clauses[:place], wanted, *working.clauses[place:]))
    return _put(working, change.clause, wanted)


class Fate(StrEnum):
    """What became of an amendment that was taken in, seen in the version that was published next."""

    WORD_FOR_WORD = "word_for_word"
    IN_OTHER_WORDS = "in_other_words"
    TAKEN_OUT = "taken_out"
    OVERTAKEN = "overtaken"


def fate(change: Change, base: Wording, made: int | None, published: Wording) -> Fate:
    """Say what the published text did with an amendment that was taken in; ``made`` is the clause it added.

    The working copy can be edited afterwards, so this is asked of the text itself and never assumed.
    """
    if change.kind is K.INSERT:
        there = clause_of(published, made)
        if there is None:
            return Fate.TAKEN_OUT
        same = (there.heading, there.text) == (change.heading, change.text)
        return Fate.WORD_FOR_WORD if same else Fate.IN_OTHER_WORDS
    was, there = clause_of(base, change.clause), clause_of(published, change.clause)
    if change.kind is K.DELETE:
        if there is None:
            return Fate.WORD_FOR_WORD
        return Fate.TAKEN_OUT if clause_hash(there) == clause_hash(was) else Fate.OVERTAKEN
    if there is None:
        return Fate.OVERTAKEN
    if (there.heading, there.text) == (change.heading, change.text):
        return Fate.WORD_FOR_WORD
    return Fate.TAKEN_OUT if clause_hash(there) == clause_hash(was) else Fate.IN_OTHER_WORDS


def _place(wording: Wording, key: int | None) -> int:
    return next(n for n, clause in enumerate(wording.clauses) if clause.key == key)


def _put(working: Wording, key: int | None, wanted: ClauseInput | None) -> Wording:
    """Put other words in the place of a clause, or leave it out."""
    kept = ((wanted if clause.key == key else clause) for clause in working.clauses)
    return replace(working, clauses=tuple(clause for clause in kept if clause is not None))


def _inserted(change: Change, base: Wording, working: Wording) -> Wording:
    """Add the clause behind its place, and behind what was added there before it: in the order of being taken in."""
    known = {clause.key for clause in base.clauses}
    found = clause_of(working, change.after)
    place = _place(working, change.after) + 1 if found else 0
    while place < len(working.clauses) and working.clauses[place].key not in known:
        place += 1
    added = ClauseInput(change.heading, change.text)
    return replace(working, clauses=(*working.clauses[:place], added, *working.clauses[place:]))
