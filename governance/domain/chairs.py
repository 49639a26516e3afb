"""Six calendar months, and who may take the chair."""

from calendar import monthrange
from datetime import date

TERM_MONTHS = 6
# The handover opens so long before a term begins; the incoming chair follows the national group meanwhile, which meets
# every two months.
HANDOVER_DAYS = 60


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a shorter month: 31 August + 6 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def longest_end(starts_on: date) -> date:
    """Return the first day on which a term begun on ``starts_on`` has lasted six calendar months."""
    return months_later(starts_on, TERM_MONTHS)


def term_is_too_long(starts_on: date, ends_on: date) -> bool:
    """Say whether the half-open term is longer than six calendar months."""
    return ends_on > longest_end(starts_on)
