"""Safeguarding: which steps a case may take, who is told when nobody reads, how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.voices.enums.cases import CaseState as S

ALLOWED: Mapping[S, frozenset[S]] = {
    S.OPEN: frozenset({S.TAKEN}),
    S.TAKEN: frozenset({S.REFERRED, S.CLOSED}),
    S.REFERRED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.TAKEN}),
}

# Records about the safety of a child outlast the statement. Children's homes keep a child's case record for 75 years
# from birth (Children's Homes (England) Regulations 2015, reg. 36(2)); what is kept here is the cooperative's own note
# that it passed a worry on, and the record itself is then with those it was passed to. The number is the founders'.
# Twenty-five years, with as many leap days as they can hold.
KEEP = timedelta(days=25 * 365 + 7)


class Whom(StrEnum):
    """Who stands on a rung."""

    LEADS = "leads"
    CHAIR = "chair"
    ADMINISTRATORS = "administrators"


class While(StrEnum):
    """What keeps a rung standing."""

    UNREAD = "unread"
    UNTAKEN = "untaken"


@dataclass(frozen=True)
class Rung:
    """After so long, these are told, as long as nobody has read it (or nobody has taken it)."""

    n: int
    after: timedelta
    whom: frozenset[Whom]
    standing: While = While.UNREAD


# "Within a minute, and it climbs if unread" is the promise (voices.md, 4); the minutes after that are the founders'
# choice, short enough that a child who waits on the page is not alone with it for an hour.
RUNGS: tuple[Rung, ...] = (
    Rung(0, timedelta(0), frozenset({Whom.LEADS})),
    Rung(1, timedelta(minutes=5), frozenset({Whom.LEADS})),
    Rung(2, timedelta(minutes=15), frozenset({Whom.LEADS, Whom.CHAIR, Whom.ADMINISTRATORS})),
    Rung(3, timedelta(minutes=60), frozenset({Whom.LEADS, Whom.CHAIR, Whom.ADMINISTRATORS})),
    # Read is not yet acted upon: somebody must say that they are on it.
    Rung(4, timedelta(minutes=120), frozenset({Whom.LEADS, Whom.CHAIR}), While.UNTAKEN),
    Rung(5, timedelta(hours=12), frozenset({Whom.LEADS, Whom.CHAIR, Whom.ADMINISTRATORS}), While.UNTAKEN),
)


def may_become(state: str, target: S) -> bool:
    """Say whether a case in ``state`` may become ``target``."""
    return target in ALLOWED[S(state)]


def rungs_due(opened: datetime, at: datetime, *, is_read: bool, is_taken: bool) -> list[Rung]:
    """Return the rungs that are due, lowest first: a late timer finds several and tells each person once."""
    if is_taken:
        return []
    return [rung for rung in RUNGS if opened + rung.after <= at and not (is_read and rung.standing == While.UNREAD)]
