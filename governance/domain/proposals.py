"""The proposal machine: one table. What guards each arrow is asked by the actions."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState as S

__all__ = [
    "ALLOWED",
    "ENDED",
    "LIVING",
    "NotAllowed",
    "Stage",
    "being_discussed",
    "has_ended",
    "may_be_edited",
    "may_move",
    "number_of",
    "stages",
]

ALLOWED: Mapping[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.DISCUSSION, S.AWAITING_RATIFICATION, S.WITHDRAWN, S.LAPSED}),
    S.DISCUSSION: frozenset({S.TESTING, S.FALLBACK, S.WITHDRAWN, S.LAPSED}),
    S.TESTING: frozenset({S.DISCUSSION, S.BLOCKED, S.PROVISIONALLY_AGREED, S.FALLBACK, S.WITHDRAWN, S.LAPSED}),
    S.BLOCKED: frozenset({S.DISCUSSION, S.PROVISIONALLY_AGREED, S.FALLBACK, S.WITHDRAWN, S.LAPSED}),
    S.PROVISIONALLY_AGREED: frozenset({S.ADOPTED, S.BLOCKED, S.DISCUSSION, S.WITHDRAWN, S.LAPSED}),
    S.AWAITING_RATIFICATION: frozenset({S.ADOPTED, S.WITHDRAWN, S.LAPSED}),
    S.FALLBACK: frozenset({S.DISCUSSION, S.NOT_AGREED, S.WITHDRAWN, S.LAPSED}),
    S.ADOPTED: frozenset(),
    S.NOT_AGREED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset(),
}

ENDED = frozenset(state for state, onward in ALLOWED.items() if not onward)
# Said rather than what has ended: an index of living proposals answers it, of ten thousand that ended.
LIVING = tuple(state for state in S if state not in ENDED)
# What a board has provisionally agreed to stands still: its text opens again only when a block reopens it.
EDITABLE = frozenset({S.DRAFT, S.DISCUSSION, S.TESTING, S.BLOCKED, S.FALLBACK})


def may_move(from_: S, to: S) -> bool:
    """Say whether the arrow exists."""
    return to in ALLOWED[from_]


def has_ended(state: S) -> bool:
    """Say whether nothing can happen to the proposal any more."""
    return state in ENDED


def may_be_edited(state: S) -> bool:
    """Say whether the working copy can be changed and a new version published."""
    return state in EDITABLE


def being_discussed(state: S) -> bool:
    """Say whether questions, concerns and comments are taken: from the first version until the end."""
    return state not in ENDED and state != S.DRAFT


def number_of(short: str, year: int, sequence: int) -> str:
    """Return the number people cite: ``NW-2026-014``."""
    return f"{short}-{year}-{sequence:03d}"


class Stage(NamedTuple):
    """One step of the way a proposal goes, and whether it lies behind, here or ahead."""

    state: S
    where: Literal["done", "now", "next"]


MAIN_WAY = (S.DRAFT, S.DISCUSSION, S.TESTING, S.PROVISIONALLY_AGREED, S.ADOPTED)
ASIDE = {S.BLOCKED: S.TESTING, S.FALLBACK: S.TESTING}
# Ways that leave out what never happened: nobody discussed what could not wait, and what was not agreed never was.
OTHER_WAYS = {
    S.AWAITING_RATIFICATION: (S.DRAFT, S.AWAITING_RATIFICATION, S.ADOPTED),
    S.NOT_AGREED: (S.DRAFT, S.DISCUSSION, S.TESTING, S.NOT_AGREED),
}


def stages(state: S, *, published: bool) -> list[Stage]:
    """Return the way from draft to decision with ``state`` put in its place on it.

    A withdrawn or lapsed proposal shows how far it came: as a draft, or in discussion.
    """
    if state in (S.WITHDRAWN, S.LAPSED):
        behind = MAIN_WAY[: 2 if published else 1]
        return [*(Stage(step, "done") for step in behind), Stage(state, "now")]
    way = OTHER_WAYS.get(state, MAIN_WAY)
    place = way.index(ASIDE.get(state, state))
    return [
        Stage(state, "now") if n == place else Stage(step, "done" if n < place else "next")
        for n, step in enumerate(way)
    ]
