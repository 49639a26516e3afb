"""Decisions: their numbers, and what must be written before one is recorded (CC27, as far as the matter deserves)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.enums.decisions import DecisionOutcome, DecisionState


class Lack(StrEnum):
    """What a decision still lacks; the words are in ``queries/outcomes.py``."""

    NOT_AGREED = "not_agreed"
    WINDOW_OPEN = "window_open"
    REASONS = "reasons"
    OWNER = "owner"
    REVIEW = "review"
    REVIEW_PAST = "review_past"
    ENDS_PAST = "ends_past"
    SUCCESS = "success"
    CHILDRENS_VIEWS = "childrens_views"


@dataclass(frozen=True)
class Written:
    """What the rationale says so far."""

    reasons: str = ""
    owner: int | None = None
    review_on: date | None = None
    success: str = ""
    childrens_views: str = ""
    ends_on: date | None = None


def lacking_in_rationale(written: Written, *, affects_children: bool, on: date) -> tuple[Lack, ...]:
    """Name what the rationale lacks for a decision made ``on`` a day."""
    lacks = []
    if not written.reasons.strip():
        lacks.append(Lack.REASONS)
    if written.owner is None:
        lacks.append(Lack.OWNER)
    if written.review_on is None:
        lacks.append(Lack.REVIEW)
    elif written.review_on < on:
        lacks.append(Lack.REVIEW_PAST)
    if written.ends_on is not None and written.ends_on < on:
        lacks.append(Lack.ENDS_PAST)
    if not written.success.strip():
        lacks.append(Lack.SUCCESS)
    if affects_children and not written.childrens_views.strip():
        lacks.append(Lack.CHILDRENS_VIEWS)
    return tuple(lacks)


def decision_number(short: str, year: int, sequence: int) -> str:
    """Return the number people cite, like ``D-NW-2026-009``."""
    return f"D-{short}-{year}-{sequence:03d}"


def how_reached(standing_aside: int) -> DecisionOutcome:
    """Say how a decision was reached."""
    return DecisionOutcome.CONSENSUS_WITH_STAND_ASIDES if standing_aside else DecisionOutcome.CONSENSUS


HOLDING = frozenset({DecisionState.IN_FORCE, DecisionState.UNDER_REVIEW, DecisionState.CONTINUED})

ALLOWED: Mapping[DecisionState, frozenset[DecisionState]] = {
    DecisionState.IN_FORCE: frozenset(
        {DecisionState.UNDER_REVIEW, DecisionState.SUPERSEDED, DecisionState.RESCINDED, DecisionState.EXPIRED}
    ),
    DecisionState.UNDER_REVIEW: frozenset(
        {DecisionState.CONTINUED, DecisionState.SUPERSEDED, DecisionState.RESCINDED, DecisionState.EXPIRED}
    ),
    DecisionState.CONTINUED: frozenset(
        {DecisionState.UNDER_REVIEW, DecisionState.SUPERSEDED, DecisionState.RESCINDED, DecisionState.EXPIRED}
    ),
    DecisionState.SUPERSEDED: frozenset(),
    DecisionState.RESCINDED: frozenset(),
    DecisionState.EXPIRED: frozenset(),
}
