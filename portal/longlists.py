"""Long lists: counted little further than they are read, so that a page costs the same among ten thousand rows."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import IntegerField, QuerySet, Subquery

COUNTED = 1000
"""So many rows are counted exactly; of a longer list the page says that there are more."""
LONGEST_NUMBER = 7


class UpTo(Subquery):
    """How many rows there are, counted up to one more than ``most``: one number beside each row of a page.

    It does not depend on the row beside it, so the database works it out once for the whole page.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any, Any]", most: int) -> None:
        super().__init__(rows.order_by().values("pk")[: most + 1])


class LongPaginator(Paginator[Any]):
    """The pages of a list that is not counted to its end."""

    def __init__(self, known: int, most: int, size: int) -> None:
        super().__init__(range(min(known, most)), size)
        self.is_longer = known > most


def counted_to(number: int, size: int) -> int:
    """Return how far a list is counted for page ``number``: beyond that page, so that the next can be asked for."""
    return COUNTED * (1 + number * size // COUNTED)


def page_number(asked: object) -> int:
    """Return the number of a page as an address says it, or 1."""
    word = str(asked or "")
    return max(1, int(word)) if word.isdecimal() and word.isascii() and len(word) <= LONGEST_NUMBER else 1


def long_page(rows_of: Callable[[int], list[Any]], count: Callable[[], int], asked: object, size: int) -> "Page[Any]":
    """Return the page that is asked for, or the last when there is none of that number.

    ``rows_of`` gives the rows of a page, each with ``total`` as ``UpTo`` counts it for ``counted_to``; ``count`` counts
    the list to its end, and is only asked when the page is beyond that. One statement otherwise.
    """
    number = page_number(asked)
    rows = rows_of(number)
    if not rows and number > 1:
        number = max(1, -(-count() // size))
        rows = rows_of(number)
    paginator = LongPaginator(rows[0].total if rows else 0, counted_to(number, size), size)
    # Rows that went between two statements leave a page that is not there any more, not an error.
    page = paginator.get_page(number)
    page.object_list = rows
    return page
