"""Conflicts of reviewers: one table of what counts, until when, and whether it can be waived; over whom it reaches.

The policy is the network's (peer review, "Teams and dates"): a person's conflict with a service reaches the whole
control group that owns it, an organisation's conflict reaches everybody who works in its control group.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What ties somebody to a service."""

    WORKED = "worked"
    LIVED = "lived"
    FAMILY = "family"
    COMMISSIONS = "commissions"
    REVIEWED = "reviewed"
    COMPETES = "competes"
    DISPUTE = "dispute"


class Effect(StrEnum):
    """What a conflict does to a seat."""

    BLOCKS = "blocks"
    UNLESS_WAIVED = "unless_waived"


@dataclass(frozen=True)
class Policy:
    """How long a kind lasts after the tie ended (None: for ever), and whether somebody else may waive it."""

    years_after: int | None
    effect: Effect


POLICY: dict[Kind, Policy] = {
    Kind.WORKED: Policy(5, Effect.BLOCKS),
    Kind.LIVED: Policy(None, Effect.BLOCKS),
    Kind.FAMILY: Policy(None, Effect.BLOCKS),
    Kind.COMMISSIONS: Policy(2, Effect.BLOCKS),
    # The cycles are counted by whoever asks: what is older than two is not handed in.
    Kind.REVIEWED: Policy(0, Effect.BLOCKS),
    Kind.COMPETES: Policy(0, Effect.UNLESS_WAIVED),
    Kind.DISPUTE: Policy(None, Effect.UNLESS_WAIVED),
}


@dataclass(frozen=True)
class Party:
    """Who a reviewer is, or what a host is: itself, and the organisations behind it with their control groups."""

    key: int
    organisations: frozenset[int]


@dataclass(frozen=True)
class Conflict:
    """A tie between a person or an organisation and a service or an organisation; ``ended_on`` empty while it lasts."""

    kind: Kind
    person: int | None = None
    organisation: int | None = None
    service: int | None = None
    host_organisation: int | None = None
    ended_on: date | None = None
    waived: bool = False


def years_later(day: date, years: int) -> date:
    """Return the same day ``years`` later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def counts_until(kind: Kind, ended_on: date | None) -> date | None:
    """Return the first day on which the tie counts no more; None when it never ends by itself."""
    years = POLICY[kind].years_after
    return None if years is None or ended_on is None else years_later(ended_on, years)


def counts_on(conflict: Conflict, day: date) -> bool:
    """Say whether the tie is unexpired on ``day``, waived or not."""
    until = counts_until(conflict.kind, conflict.ended_on)
    return until is None or day < until


def can_be_waived(kind: Kind) -> bool:
    """Say whether somebody else may waive a conflict of this kind at all."""
    return POLICY[kind].effect is Effect.UNLESS_WAIVED


def blocks_on(conflict: Conflict, day: date) -> bool:
    """Say whether the conflict keeps a seat from being given for ``day``; a waiver lifts only what can be waived."""
    return counts_on(conflict, day) and not (conflict.waived and can_be_waived(conflict.kind))


def reaches(conflict: Conflict, reviewer: Party, host: Party) -> bool:
    """Say whether the conflict lies between this reviewer and this host, groups included."""
    ours = conflict.person == reviewer.key if conflict.person is not None else False
    ours = ours or (conflict.organisation is not None and conflict.organisation in reviewer.organisations)
    theirs = conflict.service == host.key if conflict.service is not None else False
    theirs = theirs or (conflict.host_organisation is not None and conflict.host_organisation in host.organisations)
    return ours and theirs


def blocking(conflicts: Iterable[Conflict], reviewer: Party, host: Party, day: date) -> list[Conflict]:
    """Return what keeps ``reviewer`` from ``host`` on ``day``; one house is never reviewed by its own people."""
    found = [one for one in conflicts if reaches(one, reviewer, host) and blocks_on(one, day)]
    if reviewer.organisations & host.organisations and not any(one.kind is Kind.WORKED for one in found):
        found.append(Conflict(Kind.WORKED, person=reviewer.key, service=host.key))
    return found


def group_of(organisation: int | None, groups: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """Return an organisation with everybody under the same control."""
    if organisation is None:
        return frozenset()
    return groups.get(organisation, frozenset()) | {organisation}
