from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.domain.register import FAMILIES, KINDS, authority_key, best_spelling, day_in, kinds_of, owner_key
from peerreview.domain.services import FEWEST_TOLD, count_table, told
from peerreview.enums.services import ServiceFamily, ServiceKind
from tests.thorough import examples


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bristol, City of", "Bristol"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("County Durham", "Durham"),
        ("St. Helens", "St Helens"),
        ("Southend-on-Sea", "Southend on Sea"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch & Poole"),
    ],
)
def test_two_publishers_names_of_one_authority_mean_the_same(one: str, other: str) -> None:
    assert authority_key(one) == authority_key(other)


def test_names_of_different_authorities_stay_different() -> None:
    names = ["City of London", "Derby", "Derbyshire", "County Durham", "Leicester", "Cumbria", "Cumberland"]
    assert len({authority_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CareTech Services Limited", "Caretech Services Ltd"),
        ("Smith & Sons Ltd.", "Smith and Sons Limited"),
        ("St. Anne's", "St Annes"),
    ],
)
def test_spellings_of_one_owner_mean_the_same(one: str, other: str) -> None:
    assert owner_key(one) == owner_key(other)


def test_the_spelling_used_most_often_is_kept_and_of_two_the_first() -> None:
    assert best_spelling(["b", "B", "B"]) == "B"
    assert best_spelling(["b", "a"]) == "a"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Providers+places_at_31_Mar_2023",), date(2023, 3, 31)),
        (("Sheet1", "Providers and places at 31 March 2024"), date(2024, 3, 31)),
        (("at 30 September 2025",), date(2025, 9, 30)),
        (("at 31 Feb 2023", "1 Apr 2023"), date(2023, 4, 1)),
        (("10 Places 2023", "1 Apr 2023"), date(2023, 4, 1)),
        (("Sheet1", "2023"), None),
        ((), None),
    ],
)
def test_the_day_a_register_speaks_of_is_found_in_its_titles(texts: tuple[str, ...], expected: date | None) -> None:
    assert day_in(*texts) == expected


def test_every_kind_has_one_spelling_and_one_family() -> None:
    assert set(KINDS.values()) == set(ServiceKind) == set(FAMILIES)
    assert sum(len(kinds_of(family)) for family in ServiceFamily) == len(ServiceKind)


def test_one_or_two_are_never_told() -> None:
    assert [told(count) for count in range(5)] == [0, None, None, 3, 4]


def test_a_total_that_would_reveal_a_small_number_is_withheld_too() -> None:
    counts = {("North", "Homes"): 12, ("North", "Schools"): 2, ("South", "Homes"): 5, ("South", "Schools"): 4}
    table = count_table(["North", "South"], ["Homes", "Schools"], counts)
    assert [(row.name, row.cells, row.total) for row in table.rows] == [
        ("North", (12, None), None),
        ("South", (5, 4), 9),
    ]
    assert (table.totals, table.total, table.withholds) == ((17, None), None, True)


def test_an_empty_table_says_so() -> None:
    assert count_table([], ["Homes"], {}).is_empty


cells = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=1, max_size=4)


@settings(max_examples=examples(80))
@given(cells)
def test_no_withheld_number_can_be_worked_out(numbers: list[list[int]]) -> None:
    """Another table that differs only in the withheld cells looks exactly the same."""
    columns = ["a", "b", "c"]
    rows = [f"row {index}" for index in range(len(numbers))]
    counts = {(row, column): numbers[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)}
    table = count_table(rows, columns, counts)
    other = {key: (FEWEST_TOLD - count if 0 < count < FEWEST_TOLD else count) for key, count in counts.items()}
    assert count_table(rows, columns, other) == table
