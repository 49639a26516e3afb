"""Invented names: first and last are drawn apart, so that nobody in particular is meant."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

TEXTS = Path(__file__).parent / "texts"


def invented_names(random: Random) -> Iterator[str]:
    """Yield names that do not come twice."""
    firsts, lasts = (
        (TEXTS / name).read_text(encoding="utf-8").split() for name in ("first_names.txt", "last_names.txt")
    )
    pairs = [(first, last) for first in firsts for last in lasts]
    random.shuffle(pairs)
    for first, last in pairs:
        yield f"{first} {last}"
