"""How much is tried: everybody's run tries some of everything, ``THOROUGH_TESTS=1`` tries all of it.

CI sets it for its pass on PostgreSQL (``.ci/run``). No test is left out of the quick run and none asserts less there:
it only takes fewer examples, people and addresses. A number that a test names holds in both.
"""

import os
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from portal.settings.env import env

T = TypeVar("T")

THOROUGH: bool = env.bool("THOROUGH_TESTS", default=False)
# Hypothesis looks for another set of examples in every run, so that many quick runs try what one thorough run does.
SHARE = 8
FEWEST = 3
# Whose turn it is, another number each day. Taken once, as the run begins: its processes choose alike, also about
# midnight, and no test that travels in time chooses for itself.
TURN = int(os.environ.setdefault("TESTS_TURN", str(date.today().toordinal())))  # noqa: DTZ011 - any day will do


def examples(thorough: int) -> int:
    """Return how many examples to try where a thorough run tries so many."""
    return thorough if THOROUGH else max(FEWEST, thorough // SHARE)


def some(things: Sequence[T], one_of: int) -> list[T]:
    """Return every so many of ``things``, others each day; all of them where everything is tried."""
    return list(things) if THOROUGH else list(things[TURN % one_of :: one_of])


def asked_today(number: int, one_of: int) -> bool:
    """Say whether it is the turn of this number, where ``some`` cannot take things out of a list."""
    return THOROUGH or number % one_of == TURN % one_of
