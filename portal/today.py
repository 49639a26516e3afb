"""What the Today page is made of: cards and lines, from sources that apps register in their ``ready()``.

Every source is a function of the person and the moment, returns only what they may see, and asks a constant number
of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from portal.people.models import User

    Words = str | Promise
    Cards = Callable[["User", datetime], Iterable["Card | Later | Cut"]]
    Lines = Callable[["User", datetime], Iterable["Line"]]

MOST_CARDS = 7
SOON = timedelta(days=2)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Card:
    """Something that needs the person now: verb first, why them, by when, one button."""

    title: "Words"
    why: "Words"
    href: str
    button: "Words"
    due: date | datetime | None = None
    tag: "Words" = ""
    tag_state: str = ""

    def urgency(self, at: datetime) -> str:
        """Say whether it is late, soon, or neither."""
        if self.due is None:
            return ""
        moment = _moment(self.due)
        return "late" if moment <= at else "soon" if moment - at <= SOON else ""


@dataclass(frozen=True)
class Later:
    """A card that is not written yet: of a hundred that wait, seven are shown, and words cost more than knowing."""

    due: date | datetime | None
    written: Callable[[], Card]


@dataclass(frozen=True)
class Cut:
    """Said by a source that read no further: there may be more than it gave."""


@dataclass(frozen=True)
class Line:
    """Something good to know: waiting on others, coming up, or decided."""

    title: "Words"
    href: str
    when: date | datetime | None = None
    note: "Words" = ""
    ics: str = ""

    @property
    def shown(self) -> dict[str, object]:
        """Return what is drawn of it, as plain values."""
        return {"title": self.title, "href": self.href, "when": self.when, "note": self.note, "ics": self.ics}


@dataclass(frozen=True)
class Source:
    """What one app adds to the page."""

    cards: "Cards | None" = None
    waiting: "Lines | None" = None
    coming: "Lines | None" = None
    decided: "Lines | None" = None


@dataclass(frozen=True)
class Today:
    """The page: at most seven cards in due order, those without a day last, and how many more there are.

    When ``is_cut``, not everything was read, and there may be more than that.
    """

    cards: list[Card]
    more: int
    is_cut: bool
    waiting: list[Line]
    coming: list[Line]
    decided: list[Line]


SOURCES: dict[str, Source] = {}


def register_today(
    name: str,
    *,
    cards: "Cards | None" = None,
    waiting: "Lines | None" = None,
    coming: "Lines | None" = None,
    decided: "Lines | None" = None,
) -> None:
    """Add an app's part of the page."""
    SOURCES[name] = Source(cards, waiting, coming, decided)


def today(person: "User", at: datetime) -> Today:
    """Ask every source and put what they say in order."""
    found = _all([source.cards for source in SOURCES.values()], person, at)
    cards = [card for card in found if not isinstance(card, Cut)]
    # Among equals, each source's own order holds: what has waited longest stands first.
    cards.sort(key=lambda card: (card.due is None, _moment(card.due) if card.due else at))
    first = [card.written() if isinstance(card, Later) else card for card in cards[:MOST_CARDS]]
    waiting, coming, decided = (
        _all([getattr(source, part) for source in SOURCES.values()], person, at)
        for part in ("waiting", "coming", "decided")
    )
    coming.sort(key=lambda line: _moment(line.when) if line.when else at)
    return Today(first, max(0, len(cards) - MOST_CARDS), len(cards) < len(found), waiting[:7], coming[:7], decided[:5])


def _all(parts: "list[Callable[[User, datetime], Iterable[Row]] | None]", person: "User", at: datetime) -> list[Row]:
    return [row for part in parts if part for row in part(person, at)]


def _moment(value: date | datetime) -> datetime:
    """A day lasts until it is over."""
    if isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime.combine(value + timedelta(days=1), datetime.min.time()))
