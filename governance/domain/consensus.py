"""Consensus, as one pure function. There is no counting of majorities here and no way round an objection.

The rules are those of ``governance.md``: quorum by seats and by constituency, active support, few stand-asides,
an agreement from every constituency, no block that is untested or upheld, the key implementer willing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from governance.enums.rounds import BlockState, Stance

SeatKey = int
Param = int | str | tuple[str, ...]

SUPPORT = frozenset({Stance.AGREE, Stance.RESERVATIONS})
STANDING_BLOCKS = frozenset({BlockState.UNTESTED, BlockState.UPHELD})
PRECISION = Fraction(1, 20_000)
LARGEST_DENOMINATOR = 100


class Code(StrEnum):
    """What can be missing; the words are in ``queries/outcomes.py``."""

    NOBODY_ENTITLED = "nobody_entitled"
    BLOCK_UPHELD = "block_upheld"
    BLOCK_UNTESTED = "block_untested"
    CONSTITUENCY_SILENT = "constituency_silent"
    QUORUM = "quorum"
    QUORUM_CONSTITUENCIES = "quorum_constituencies"
    SUPPORT = "support"
    STAND_ASIDES = "stand_asides"
    IMPLEMENTER = "implementer"


class Verdict(StrEnum):
    """What a test comes to, in the order in which it is asked."""

    VOID = "void"
    BLOCKED = "blocked"
    NOT_YET = "not_yet"
    CONSENSUS = "consensus"


@dataclass(frozen=True)
class Rules:
    """The numbers a board decides by; shares are exact fractions."""

    quorum_share: Fraction = Fraction(1, 3)
    quorum_constituencies: int = 3
    support_share: Fraction = Fraction(1, 2)
    stand_aside_share: Fraction = Fraction(1, 4)
    every_constituency_agrees: bool = True


@dataclass(frozen=True)
class Tally:
    """Where each entitled trustee stands on one version. Silence is the absence of a position, never a position.

    ``constituency`` names it for every seat, in the published order.
    """

    constituency: Mapping[SeatKey, str]
    positions: Mapping[SeatKey, Stance]
    recused: frozenset[SeatKey] = frozenset()
    blocks: Mapping[SeatKey, BlockState] = field(default_factory=dict)
    implementer: SeatKey | None = None

    @property
    def entitled(self) -> frozenset[SeatKey]:
        """Everybody who was given a voice when the round opened, the recused included."""
        return frozenset(self.constituency)

    @property
    def counted(self) -> frozenset[SeatKey]:
        """Those who count: the recused are in no numerator, no denominator and no quorum."""
        return self.entitled - self.recused

    @property
    def silent(self) -> frozenset[SeatKey]:
        """Those who count and have not said where they stand."""
        return self.counted - self.positions.keys()


@dataclass(frozen=True)
class Missing:
    """One thing that stands between the board and a decision."""

    code: Code
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What the rules say of a tally, and exactly what is missing, what helps most first."""

    verdict: Verdict
    missing: tuple[Missing, ...]
    counted: int
    taken: int
    quorum: int
    constituencies: int
    constituencies_taken: int
    constituencies_needed: int
    supporting: int
    support_needed: int
    standing_aside: int
    stand_asides_allowed: int
    blocking: int
    wholly_recused: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Say whether this is consensus."""
        return self.verdict is Verdict.CONSENSUS

    @property
    def quorate(self) -> bool:
        """Say whether enough people of enough constituencies took part for the test to count at all."""
        return self.verdict is not Verdict.VOID


def share_of(written: Decimal) -> Fraction:
    """Return the fraction people mean by a decimal of four places: 0.3333 is how a third is written."""
    exact = Fraction(written)
    for denominator in range(1, LARGEST_DENOMINATOR + 1):
        meant = Fraction(round(exact * denominator), denominator)
        if abs(meant - exact) <= PRECISION:
            return meant
    return exact


def evaluate(tally: Tally, rules: Rules) -> Outcome:
    """Say whether consensus is reached and, if not, exactly what is missing."""
    counted = tally.counted
    stances = {seat: stance for seat, stance in tally.positions.items() if seat in counted}
    standing = {
        seat: tally.blocks.get(seat, BlockState.UNTESTED)
        for seat, stance in stances.items()
        if stance is Stance.BLOCK and tally.blocks.get(seat, BlockState.UNTESTED) in STANDING_BLOCKS
    }
    supporting = {seat for seat, stance in stances.items() if stance in SUPPORT}
    # A block that was tested and not upheld is recorded dissent: no obstacle alone, but it weighs as a stand-aside.
    aside = stances.keys() - supporting - standing.keys()

    able = {tally.constituency[seat] for seat in counted}
    heard = {tally.constituency[seat] for seat in stances}
    agreeing = {tally.constituency[seat] for seat in supporting}

    quorum = min(len(counted), floor(rules.quorum_share * len(counted)) + 1)
    needed_constituencies = min(rules.quorum_constituencies, len(able))
    support_needed = ceil(rules.support_share * len(counted))
    aside_allowed = floor(rules.stand_aside_share * len(counted))

    missing = [
        *([Missing(Code.NOBODY_ENTITLED)] if not counted else []),
        *_blocks(standing),
        *(
            Missing(Code.CONSTITUENCY_SILENT, {"constituency": name})
            for name in dict.fromkeys(tally.constituency.values())
            if rules.every_constituency_agrees and name in able - agreeing
        ),
        *_short(Code.QUORUM, len(stances), quorum),
        *_short(Code.QUORUM_CONSTITUENCIES, len(heard), needed_constituencies),
        *_short(Code.SUPPORT, len(supporting), support_needed),
    ]
    if len(aside) > aside_allowed:
        missing.append(Missing(Code.STAND_ASIDES, {"have": len(aside), "most": aside_allowed}))
    if tally.implementer in aside:
        missing.append(Missing(Code.IMPLEMENTER))

    quorate = bool(counted) and len(stances) >= quorum and len(heard) >= needed_constituencies
    return Outcome(
        verdict=_verdict(quorate, bool(standing), bool(missing)),
        missing=tuple(missing),
        counted=len(counted),
        taken=len(stances),
        quorum=quorum,
        constituencies=len(able),
        constituencies_taken=len(heard),
        constituencies_needed=needed_constituencies,
        supporting=len(supporting),
        support_needed=support_needed,
        standing_aside=len(aside),
        stand_asides_allowed=aside_allowed,
        blocking=len(standing),
        wholly_recused=tuple(name for name in dict.fromkeys(tally.constituency.values()) if name not in able),
    )


def _verdict(quorate: bool, blocked: bool, missing: bool) -> Verdict:
    if not quorate:
        return Verdict.VOID
    if blocked:
        return Verdict.BLOCKED
    return Verdict.NOT_YET if missing else Verdict.CONSENSUS


def _blocks(standing: Mapping[SeatKey, BlockState]) -> list[Missing]:
    """Blocks first: until they are settled nothing else can bring a decision."""
    found = []
    for code, state in ((Code.BLOCK_UPHELD, BlockState.UPHELD), (Code.BLOCK_UNTESTED, BlockState.UNTESTED)):
        if number := sum(1 for one in standing.values() if one == state):
            found.append(Missing(code, {"number": number}))
    return found


def _short(code: Code, have: int, need: int) -> list[Missing]:
    return [Missing(code, {"have": have, "need": need, "more": need - have})] if have < need else []
