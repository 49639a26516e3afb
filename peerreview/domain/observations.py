"""Notes of a visit: versions that are only ever added, and texts that stand side by side when two were written apart.

A version says on which it rests. It takes that one's place if that one still stands; if another took it first, both
stand until somebody puts them together. So no order of arrival loses a text, and the same act twice is the act once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Version(NamedTuple):
    """One text of a note: its number, the version it rests on (nought for none), whether it put all together."""

    n: int
    act: str
    base: int
    text: str
    settles: bool = False


@dataclass(frozen=True)
class Act:
    """What a notebook sends: its own name, what it had read, what was written."""

    act: str
    base: int
    text: str
    settles: bool = False


def stand(versions: Iterable[Version]) -> list[int]:
    """Return the numbers of the texts that stand: one, or several that were written apart from each other."""
    standing: list[int] = []
    for one in versions:
        standing = [] if one.settles else [n for n in standing if n != one.base]
        standing.append(one.n)
    return standing


def take(versions: Sequence[Version], act: Act) -> Version | None:
    """Return the version this act adds; None if it is there already.

    What rests on a version there has never been, because the portal was restored from yesterday, rests on nothing
    and stands beside what there is.
    """
    if any(one.act == act.act for one in versions):
        return None
    base = act.base if 0 <= act.base <= len(versions) else 0
    # Whoever has not read every text that stands cannot have put them together.
    settles = act.settles and base == len(versions)
    return Version(len(versions) + 1, act.act, base, act.text, settles)
