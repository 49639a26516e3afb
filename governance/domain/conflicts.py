"""Conflicts of interest: who chairs a matter in which the chair is conflicted, and when one may be treated (CC29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

# How long the person about whom somebody else raised a conflict has to be heard.
HEARING = timedelta(days=2)


class Why(StrEnum):
    """Why somebody chairs a matter; the words are in ``queries/conflicts.py``."""

    CHAIR = "chair"
    INCOMING = "incoming"
    LONGEST = "longest"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Sitting:
    """A trustee of the board: for whom, and since when on their seat."""

    person: int
    constituency: str
    since: date


@dataclass(frozen=True)
class ItemChair:
    """Who chairs one matter, and why they do."""

    person: int | None
    why: Why


def who_chairs(
    chair: int | None, incoming: int | None, trustees: Sequence[Sitting], conflicted: frozenset[int]
) -> ItemChair:
    """Say who chairs a matter: the chair unless conflicted, then the incoming chair, then an acting stand-in.

    The stand-in is the trustee longest in office of another constituency than the chair's who is not conflicted;
    ties fall by the order given, the published one. With nobody in the chair there is nobody to stand in for.
    """
    if chair is None:
        return ItemChair(None, Why.NOBODY)
    if chair not in conflicted:
        return ItemChair(chair, Why.CHAIR)
    sitting = {one.person: one for one in trustees}
    if incoming in sitting and incoming not in conflicted:
        return ItemChair(incoming, Why.INCOMING)
    own = sitting[chair].constituency if chair in sitting else ""
    able = [one for one in trustees if one.person not in conflicted and one.constituency != own]
    if not able:
        return ItemChair(None, Why.NOBODY)
    return ItemChair(min(able, key=lambda one: one.since).person, Why.LONGEST)


def is_heard(*, by_themselves: bool, replied: bool, declared_at: datetime, at: datetime) -> bool:
    """Say whether a conflict may be treated: the person declared it, has been heard, or had the time for it."""
    return by_themselves or replied or at >= declared_at + HEARING


def would_silence(*, by_themselves: bool, blocks: bool) -> bool:
    """Say whether a treatment would do away with an objection: a conflict that others raise is no way round a block."""
    return blocks and not by_themselves
