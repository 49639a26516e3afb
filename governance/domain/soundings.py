"""What is shown of the answers to a sounding: never so few that they could be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

# Fewer answers than these are not shown at all; an option picked by fewer than the second is shown without its number.
FEWEST = 5
SMALL = 3


@dataclass(frozen=True)
class Shown:
    """What may be shown: ``counts`` in the order of the options, None for a number that is held back."""

    counts: tuple[int | None, ...] = ()
    all_shown: bool = False


def shown(counts: Sequence[int]) -> Shown | None:
    """Return what may be shown of how many picked each option; None while nothing may.

    Nothing when too few answered, or when all gave one answer: that would say what each of them answered. A small
    number is held back, and when it alone could be worked out from the total, the next smallest with it.
    """
    total = sum(counts)
    if total < FEWEST or sum(1 for count in counts if count) < 2:
        return None
    held = {place for place, count in enumerate(counts) if count < SMALL}
    if len(held) == 1:
        others = [place for place in range(len(counts)) if place not in held]
        held.add(min(others, key=lambda place: (counts[place], place)))
    return Shown(tuple(None if place in held else count for place, count in enumerate(counts)), not held)


def words_shown(answered: int) -> bool:
    """Say whether free answers without a name may be read: among so few somebody would know whose they are."""
    return answered >= FEWEST
