"""The proposal machine: one table. What guards each arrow is asked by the actions."""

from collections.abc import Mapping

from governance.enums.proposals import ProposalState as S

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


class NotAllowed(Exception):
    """A rule refused; the words are fit for people."""


def may_move(from_: S, to: S) -> bool:
    """Say whether the arrow exists."""
    return to in ALLOWED[from_]
