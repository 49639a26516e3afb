"""The four boxes of a campaign (space, voice, audience, influence: Laura Lundy, 2007), and who may answer when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.voices.enums.campaigns import AgeBand, CampaignState, Speaker


class Missing(StrEnum):
    """What a campaign lacks before it can open."""

    SPACE = "space"
    VOICE = "voice"
    AUDIENCE = "audience"
    AUDIENCE_BY = "audience_by"
    CAN_CHANGE = "can_change"
    CANNOT_CHANGE = "cannot_change"
    OPENS_ON = "opens_on"
    QUESTIONS = "questions"


@dataclass(frozen=True)
class Boxes:
    """What somebody has filled in so far."""

    space: str = ""
    voice: str = ""
    audience: str = ""
    audience_by: date | None = None
    can_change: str = ""
    cannot_change: str = ""
    opens_on: date | None = None
    bands: frozenset[str] = frozenset()


def missing(boxes: Boxes) -> list[Missing]:
    """Return everything that is missing, in the order of the page."""
    words = {name: getattr(boxes, name) for name in Missing if name not in (Missing.QUESTIONS,)}
    found = [name for name, value in words.items() if value is None or (isinstance(value, str) and not value.strip())]
    return found + ([] if boxes.bands else [Missing.QUESTIONS])


def takes_answers(state: str, opens_on: date | None, closes_on: date | None, day: date) -> bool:
    """Say whether something can be said on ``day``; ``closes_on`` is the first day on which it cannot."""
    if state != CampaignState.OPEN or opens_on is None or day < opens_on:
        return False
    return closes_on is None or day < closes_on


def bands_of(speaker: str, offered: Iterable[str]) -> list[AgeBand]:
    """Return which sets somebody can choose among: staff their own, young people by age, youngest first."""
    found = [band for band in AgeBand if band in set(offered)]
    return [band for band in found if (band == AgeBand.STAFF) == (speaker == Speaker.STAFF)]
