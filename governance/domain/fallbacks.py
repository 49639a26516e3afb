"""What a board can do when it cannot agree. One table: there is no vote in it and no way to a decision from it.

Every step ends in something to discuss, which is then tested for consensus like any other text, or in the next step.
After the last one things stay as they are: NOT AGREED.
"""

from collections.abc import Mapping, Sequence

from governance.domain.consensus import SUPPORT, SeatKey
from governance.enums.fallbacks import FallbackKind as K
from governance.enums.fallbacks import FallbackOutcome as O
from governance.enums.proposals import ProposalState as S
from governance.enums.rounds import Stance

DEFAULT_ORDER: tuple[K, ...] = (K.TRIAL, K.SMALL_GROUP, K.FACILITATED, K.NATIONAL)

LEADS_TO: Mapping[K, Mapping[O, S]] = {
    K.TRIAL: {O.TEXT: S.DISCUSSION, O.NOTHING: S.FALLBACK},
    K.SMALL_GROUP: {O.TEXT: S.DISCUSSION, O.DISCUSSION: S.DISCUSSION, O.NOTHING: S.FALLBACK},
    K.FACILITATED: {O.TEXT: S.DISCUSSION, O.DISCUSSION: S.DISCUSSION, O.NOTHING: S.FALLBACK},
    K.NATIONAL: {O.TEXT: S.DISCUSSION, O.DISCUSSION: S.DISCUSSION, O.NOTHING: S.FALLBACK},
}

GROUP_MEMBERS = 2
GROUP_CONSTITUENCIES = 2


def order_for(named: Sequence[str], *, is_national: bool) -> tuple[K, ...]:
    """Return the steps a board's rules name; the national group has nobody above it to refer to."""
    kinds = (K(name) for name in named)
    return tuple(kind for kind in dict.fromkeys(kinds) if not (is_national and kind is K.NATIONAL))


def remaining(order: Sequence[K], taken: Sequence[K]) -> tuple[K, ...]:
    """Return the steps not yet taken or passed over, in their order; each comes once in the life of a proposal."""
    return tuple(kind for kind in order if kind not in taken)


def passed_over(order: Sequence[K], taken: Sequence[K], wanted: K | None) -> tuple[K, ...]:
    """Return the steps left out by going on to ``wanted``, or to the end (None): each needs the chair's reason."""
    left = remaining(order, taken)
    return left if wanted is None else left[: left.index(wanted)]


def may_fall_back(state: S, *, leads: bool, was_tested: bool) -> bool:
    """Say whether somebody can take a text to the steps: who leads, after a test of this very text did not agree."""
    return leads and state is S.DISCUSSION and was_tested


def may_refer(state: S, *, leads: bool, published: bool) -> bool:
    """Say whether somebody can put a text to another board: who leads, once it is published, while it is discussed."""
    return leads and state is S.DISCUSSION and published


def may_start(state: S, *, leads: bool, under_way: bool) -> bool:
    """Say whether somebody can begin the next step, or end without agreement: one step at a time."""
    return leads and state is S.FALLBACK and not under_way


def may_end(state: S, *, leads: bool, under_way: bool) -> bool:
    """Say whether somebody can write down what came of the step under way."""
    return leads and state is S.FALLBACK and under_way


def group_lacks(
    members: Sequence[SeatKey],
    constituency: Mapping[SeatKey, str],
    stances: Mapping[SeatKey, Stance],
    objectors: Sequence[SeatKey],
    *,
    why_without: str,
) -> tuple[str, ...]:
    """Name what a small group lacks to be more than those who agree anyway; ``members`` are seats of the last test."""
    lacks = []
    if len(set(members)) < GROUP_MEMBERS or len({constituency[seat] for seat in members}) < GROUP_CONSTITUENCIES:
        lacks.append("constituencies")
    agreeing = {seat for seat, stance in stances.items() if stance in SUPPORT}
    if agreeing >= set(members) and agreeing < constituency.keys():
        lacks.append("others")
    if objectors and not set(objectors) & set(members) and not why_without.strip():
        lacks.append("objector")
    return tuple(lacks)
