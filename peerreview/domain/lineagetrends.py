"""What can be compared with an earlier edition: a standard that came from one other, unchanged or reworded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peerreview.enums.standards import MappingKind

COMPARES = frozenset({MappingKind.SAME, MappingKind.REWORDED})


@dataclass(frozen=True)
class Step:
    """What became of a standard from one edition to the next, by codes; empty for what is new or retired."""

    before: str
    after: str
    kind: MappingKind


@dataclass(frozen=True)
class Origin:
    """Where a standard came from in an earlier edition; only ``compares`` says that numbers can stand side by side."""

    kind: MappingKind
    codes: tuple[str, ...] = ()

    @property
    def compares(self) -> bool:
        """Say whether it asks for the same thing as one standard then."""
        return self.kind in COMPARES


def origins(steps: Sequence[Iterable[Step]], codes: Iterable[str]) -> Mapping[str, Origin]:
    """Return for each code where it came from, through the changes of editions, the newest change first.

    Without any change every standard came from itself. Once a standard was split, merged or new, nothing before that
    is followed: whatever stood there was another question.
    """
    found = {code: Origin(MappingKind.SAME, (code,)) for code in codes}
    for change in steps:
        by_after: dict[str, list[Step]] = {}
        for step in change:
            if step.after:
                by_after.setdefault(step.after, []).append(step)
        for code, origin in found.items():
            if origin.compares:
                found[code] = _earlier(origin, by_after.get(origin.codes[0], []))
    return found


def _earlier(origin: Origin, steps: Sequence[Step]) -> Origin:
    if not steps:
        return Origin(MappingKind.NEW)
    codes = tuple(sorted(step.before for step in steps if step.before))
    if len(steps) > 1:
        return Origin(MappingKind.MERGED, codes)
    kind = steps[0].kind
    if kind is MappingKind.SAME and origin.kind is MappingKind.REWORDED:
        kind = MappingKind.REWORDED
    return Origin(kind, codes)


def gone(steps: Sequence[Iterable[Step]], codes: Iterable[str]) -> tuple[str, ...]:
    """Return which codes of the earliest edition are asked of nobody any more, in their order."""
    alive: dict[str, frozenset[str]] = {code: frozenset({code}) for code in codes}
    for change in reversed(list(steps)):
        onward: dict[str, set[str]] = {}
        for step in change:
            if step.before and step.after:
                onward.setdefault(step.before, set()).add(step.after)
        alive = {code: frozenset().union(*(onward.get(one, ()) for one in now)) for code, now in alive.items()}
    return tuple(code for code, now in alive.items() if not now)
