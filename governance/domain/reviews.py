"""Reviews: what came of one, and what it needs before a decision can go on as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from governance.enums.decisions import DecisionState
from governance.enums.reviews import Effect, ReviewOutcome
from governance.enums.rounds import BlockState, Stance

STATE_AFTER: Mapping[ReviewOutcome, DecisionState] = {
    ReviewOutcome.CONTINUED: DecisionState.CONTINUED,
    ReviewOutcome.SUPERSEDED: DecisionState.SUPERSEDED,
    ReviewOutcome.RESCINDED: DecisionState.RESCINDED,
    ReviewOutcome.EXPIRED: DecisionState.EXPIRED,
}
OUTCOME_OF: Mapping[Effect, ReviewOutcome] = {
    Effect.CONTINUE: ReviewOutcome.CONTINUED,
    Effect.SUPERSEDE: ReviewOutcome.SUPERSEDED,
    Effect.RESCIND: ReviewOutcome.RESCINDED,
}
# Said before a review date and before a decision would expire.
REMIND_DAYS = 30


class ReviewLack(StrEnum):
    """What a review lacks before the board can be asked to go on unchanged."""

    REPORT = "report"
    ANSWERS = "answers"
    DATE = "date"
    DATE_PAST = "date_past"


def lacking(
    effect: Effect, *, found: str, unanswered: int, next_review_on: date | None, on: date
) -> tuple[ReviewLack, ...]:
    """Name what is missing before a proposal with this effect can be begun; only going on unchanged asks for much.

    What worried people when it was decided must be answered before they are asked to agree to the same again.
    """
    if effect is not Effect.CONTINUE:
        return ()
    lacks = []
    if not found.strip():
        lacks.append(ReviewLack.REPORT)
    if unanswered:
        lacks.append(ReviewLack.ANSWERS)
    if next_review_on is None:
        lacks.append(ReviewLack.DATE)
    elif next_review_on <= on:
        lacks.append(ReviewLack.DATE_PAST)
    return tuple(lacks)


def expires_at(opened_at: datetime, *, grace_days: int) -> datetime:
    """Return when a decision expires whose review nobody has done anything about."""
    return opened_at + timedelta(days=grace_days)


@dataclass(frozen=True)
class Dissent:
    """One position that did not support what was decided, with its reason."""

    stance: str
    reason: str


def dissent_in(positions: Iterable[Mapping[str, object]]) -> list[Dissent]:
    """Return what was said against a decision or stood aside from it, from its record.

    In alphabetical order of the words: the order says nothing of whose they are.
    """
    against = {Stance.STAND_ASIDE.value, Stance.BLOCK.value}
    found = [
        Dissent(str(one["stance"]), str(one.get("reason", "")))
        for one in positions
        if one.get("stance") in against and not one.get("recused") and not _withdrawn(one)
    ]
    return sorted(found, key=lambda one: (one.stance, one.reason))


def _withdrawn(position: Mapping[str, object]) -> bool:
    block = position.get("block")
    return isinstance(block, Mapping) and block.get("state") == BlockState.WITHDRAWN.value
