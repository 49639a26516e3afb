"""Long lists: every row is reached, in one order, and few are counted."""

from typing import Any

import pytest
from django.core.paginator import Page
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal import longlists
from portal.longlists import UpTo, counted_to, long_page, page_number
from portal.people.models import Region

pytestmark = pytest.mark.django_db


def regions(asked: object, size: int) -> Page[Any]:
    """Return a page of the ten regions."""
    rows = Region.objects.order_by("order", "pk")

    def rows_of(number: int) -> list[Any]:
        counted = rows.annotate(total=UpTo(rows, counted_to(number, size)))
        return list(counted[(number - 1) * size : number * size])

    return long_page(rows_of, rows.count, asked, size)


@pytest.mark.parametrize("size", [1, 3, 7, 10, 11])
@pytest.mark.parametrize("counted", [1, 2, 5, 9, 10, 1000])
def test_every_row_is_reached_from_page_to_page(counted: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longlists, "COUNTED", counted)
    seen: list[str] = []
    page = regions("1", size)
    seen += [row.slug for row in page]
    while page.has_next():
        page = regions(page.next_page_number(), size)
        seen += [row.slug for row in page]
    assert seen == list(Region.objects.order_by("order", "pk").values_list("slug", flat=True))
    assert not page.paginator.is_longer  # type: ignore[attr-defined]
    assert page.paginator.count == len(seen) == 10


def test_a_list_within_the_count_is_counted_exactly_and_a_longer_one_is_said_to_be_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(longlists, "COUNTED", 10)
    first: Any = regions(None, 4).paginator
    assert (first.count, first.is_longer, first.num_pages) == (10, False, 3)
    monkeypatch.setattr(longlists, "COUNTED", 9)
    first = regions(None, 4).paginator
    assert (first.count, first.is_longer) == (9, True)


def test_a_page_is_one_statement_and_a_number_that_is_not_there_leads_to_the_last() -> None:
    with CaptureQueriesContext(connection) as asked:
        list(regions("2", 4))
    assert len(asked) == 1
    for beyond in ("4", "99", "9999999"):
        assert regions(beyond, 4).number == 3
    assert [row.slug for row in regions("99", 4)] == [row.slug for row in regions("3", 4)]


def test_an_empty_list_has_one_page_without_rows() -> None:
    def none(number: int) -> list[Any]:
        return []

    for asked in ("1", "7"):
        page = long_page(none, lambda: 0, asked, 25)
        assert (page.number, page.object_list, page.paginator.count) == (1, [], 0)


@given(asked=st.one_of(st.none(), st.text(), st.integers(), st.sampled_from(["-1", "0", "٣", "1e3", "9" * 30])))
def test_whatever_an_address_says_is_a_page(asked: object) -> None:
    assert 1 <= page_number(asked) < 10**longlists.LONGEST_NUMBER


@given(number=st.integers(1, 10**7), size=st.integers(1, 200))
def test_a_list_is_counted_beyond_the_page_that_is_read(number: int, size: int) -> None:
    assert counted_to(number, size) > number * size
