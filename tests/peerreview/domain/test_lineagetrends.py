import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.lineagetrends import Origin, Step, gone, origins
from peerreview.enums.standards import MappingKind as M

CHANGE = [
    Step("1.1", "1.1", M.SAME),
    Step("1.2", "1.3", M.REWORDED),
    Step("1.3", "1.4", M.SPLIT),
    Step("1.3", "1.5", M.SPLIT),
    Step("2.1", "2.1", M.MERGED),
    Step("2.2", "2.1", M.MERGED),
    Step("2.3", "", M.RETIRED),
    Step("", "2.2", M.NEW),
]


@pytest.mark.parametrize(
    ("code", "origin"),
    [
        ("1.1", Origin(M.SAME, ("1.1",))),
        ("1.3", Origin(M.REWORDED, ("1.2",))),
        ("1.4", Origin(M.SPLIT, ("1.3",))),
        ("2.1", Origin(M.MERGED, ("2.1", "2.2"))),
        ("2.2", Origin(M.NEW)),
        ("9.9", Origin(M.NEW)),
    ],
)
def test_a_standard_came_from(code: str, origin: Origin) -> None:
    assert origins([CHANGE], [code])[code] == origin


def test_only_one_to_one_compares() -> None:
    found = origins([CHANGE], ["1.1", "1.3", "1.4", "2.1", "2.2"])
    assert [code for code, origin in found.items() if origin.compares] == ["1.1", "1.3"]


def test_over_two_editions_reworded_once_is_reworded_and_a_break_stays_one() -> None:
    newer = [Step("1.3", "A1", M.SAME), Step("1.1", "A2", M.REWORDED), Step("1.4", "A3", M.SAME)]
    found = origins([newer, CHANGE], ["A1", "A2", "A3"])
    assert found["A1"] == Origin(M.REWORDED, ("1.2",))
    assert found["A2"] == Origin(M.REWORDED, ("1.1",))
    assert found["A3"] == Origin(M.SPLIT, ("1.3",))


def test_behind_a_break_nothing_is_followed_however_many_editions_lie_there() -> None:
    last = [Step("1.3", "1.3", M.SAME), Step("2.2", "2.1", M.SAME)]
    found = origins([CHANGE, last], ["1.1", "1.4", "2.1", "2.2"])
    assert found["1.4"] == Origin(M.SPLIT, ("1.3",))
    assert found["2.1"] == Origin(M.MERGED, ("2.1", "2.2"))
    assert found["2.2"] == Origin(M.NEW)
    # What compared until then and stood nowhere before is new.
    assert found["1.1"] == Origin(M.NEW)


def test_what_was_retired_is_nobodys_origin() -> None:
    found = origins([[Step("1.1", "A1", M.SAME), Step("1.2", "", M.RETIRED)]], ["A1"])
    assert found == {"A1": Origin(M.SAME, ("1.1",))}


def test_what_nobody_is_asked_any_more_is_gone() -> None:
    assert gone([CHANGE], ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]) == ("2.3",)


@given(st.lists(st.text("abc", min_size=1, max_size=3), unique=True))
def test_within_one_edition_everything_compares_with_itself(codes: list[str]) -> None:
    assert all(origin == Origin(M.SAME, (code,)) for code, origin in origins([], codes).items())
    assert gone([], codes) == ()
