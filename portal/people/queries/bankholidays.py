"""The bank holidays of the nations the network works in, from a library that knows them."""

from collections.abc import Collection
from datetime import date
from functools import cache

import holidays

from portal.people.enums import Nation

SUBDIVISIONS = {Nation.ENGLAND: "ENG", Nation.WALES: "WLS"}
# The longest span of a review's clock: an award, and a year on each side of it.
YEARS_AHEAD = 4


def bank_holidays(nation: str, day: date) -> Collection[date]:
    """Return the bank holidays of a nation in the years a clock that starts on ``day`` can reach."""
    return _of_years(Nation(nation), day.year)


@cache
def _of_years(nation: Nation, year: int) -> frozenset[date]:
    years = range(year - 1, year + YEARS_AHEAD + 1)
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years))
