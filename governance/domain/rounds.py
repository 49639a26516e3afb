"""Rounds: where each kind belongs, what a closing leads to, who sees what, what a position must say."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.domain.consensus import SeatKey, Tally, Verdict
from governance.enums.proposals import ProposalState as S
from governance.enums.rounds import BlockGround, BlockState, RevealPolicy, RoundKind, Stance

# The only state of a proposal in which a round of this kind may be open; leaving it voids the round.
BELONGS_TO: Mapping[RoundKind, S] = {
    RoundKind.SENSE_CHECK: S.DISCUSSION,
    RoundKind.CONSENSUS_TEST: S.TESTING,
    RoundKind.ABSENT_MEMBERS: S.PROVISIONALLY_AGREED,
    RoundKind.RATIFICATION: S.AWAITING_RATIFICATION,
}

# Where a proposal must stand for the chair to open a round. The absent members' window opens by itself.
OPENS_FROM: Mapping[RoundKind, S] = {
    RoundKind.SENSE_CHECK: S.DISCUSSION,
    RoundKind.CONSENSUS_TEST: S.DISCUSSION,
    RoundKind.RATIFICATION: S.AWAITING_RATIFICATION,
}

# What a closing does to the proposal; a kind or verdict that is not here leaves it where it is.
LEADS_TO: Mapping[RoundKind, Mapping[Verdict, S]] = {
    RoundKind.CONSENSUS_TEST: {
        Verdict.VOID: S.DISCUSSION,
        Verdict.BLOCKED: S.BLOCKED,
        Verdict.NOT_YET: S.DISCUSSION,
        Verdict.CONSENSUS: S.PROVISIONALLY_AGREED,
    },
    RoundKind.ABSENT_MEMBERS: {
        Verdict.VOID: S.DISCUSSION,
        Verdict.BLOCKED: S.BLOCKED,
        Verdict.NOT_YET: S.DISCUSSION,
    },
}

# Rounds a decision can rest on.
DECIDING = frozenset({RoundKind.CONSENSUS_TEST, RoundKind.ABSENT_MEMBERS, RoundKind.RATIFICATION})


@dataclass(frozen=True)
class Stand:
    """A position as it is taken; the block's parts are empty for every other stance."""

    stance: Stance
    reason: str = ""
    will_help: bool | None = None
    ground: BlockGround | None = None
    removal_condition: str = ""
    objector_part: str = ""


def lacking(stand: Stand) -> tuple[str, ...]:
    """Name the parts a position still lacks: every stance but plain agreement carries its reason."""
    lacks = []
    if stand.stance is not Stance.AGREE and not stand.reason.strip():
        lacks.append("reason")
    if stand.stance is Stance.BLOCK:
        if stand.ground is None:
            lacks.append("ground")
        if not stand.removal_condition.strip():
            lacks.append("removal_condition")
        if not stand.objector_part.strip():
            lacks.append("objector_part")
    return tuple(lacks)


def settled(stand: Stand) -> Stand:
    """Return the position with only what belongs to its stance, tidied."""
    block = stand.stance is Stance.BLOCK
    return Stand(
        stance=stand.stance,
        reason=stand.reason.strip(),
        will_help=stand.will_help if stand.stance is Stance.STAND_ASIDE else None,
        ground=stand.ground if block else None,
        removal_condition=stand.removal_condition.strip() if block else "",
        objector_part=stand.objector_part.strip() if block else "",
    )


def merged(test: Tally, window: Tally) -> Tally:
    """Return the test with what its silent members said in their window; nobody else's position can differ."""
    late = {seat: stance for seat, stance in window.positions.items() if seat in test.silent}
    return Tally(
        constituency=test.constituency,
        positions={**test.positions, **late},
        recused=test.recused,
        blocks={**test.blocks, **{seat: state for seat, state in window.blocks.items() if seat in late}},
        implementer=test.implementer,
    )


def sees_others(policy: RevealPolicy, *, taken: bool, closed: bool) -> bool:
    """Say whether somebody sees where the others stand. Nobody is excepted: neither chair nor secretary."""
    if closed or policy is RevealPolicy.ALWAYS:
        return True
    return policy is RevealPolicy.AFTER_OWN and taken


# From the most open to the strictest: the chair may choose what is stricter than the board's rules, never the opposite.
REVEAL_ORDER = (RevealPolicy.ALWAYS, RevealPolicy.AFTER_OWN, RevealPolicy.AFTER_CLOSE)


def reveals_allowed(rules: RevealPolicy) -> tuple[RevealPolicy, ...]:
    """Return the policies a round may be opened with under rules that name one, the board's own first."""
    return REVEAL_ORDER[REVEAL_ORDER.index(rules) :]


def everybody_has_spoken(tally: Tally) -> bool:
    """Say whether the chair may close before the time: nobody who counts is silent."""
    return not tally.silent


FINDERS = 3
FINDER_CONSTITUENCIES = 2


def found(findings: Mapping[SeatKey, bool], constituency: Mapping[SeatKey, str], objector: SeatKey) -> BlockState:
    """Say what the board's members found of a block: never the objector alone, never the chair alone.

    One other trustee who finds that its ground holds upholds it; it falls only when nobody does and at least three
    others, of two constituencies at least, have said so. There is no majority here either.
    """
    others = {seat: holds for seat, holds in findings.items() if seat != objector}
    if any(others.values()):
        return BlockState.UPHELD
    if len(others) >= FINDERS and len({constituency[seat] for seat in others}) >= FINDER_CONSTITUENCIES:
        return BlockState.NOT_UPHELD
    return BlockState.UNTESTED
