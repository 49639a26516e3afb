"""The four boxes: nothing opens with one of them empty, and every missing thing is named."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.campaigns import Boxes, Missing, bands_of, missing, takes_answers
from portal.voices.enums.campaigns import AgeBand, CampaignState, Speaker

DAY = date(2026, 11, 2)
BLANK = st.sampled_from(["", " ", "\n\t ", " "])
FULL: dict[str, Any] = {
    **dict.fromkeys(("space", "voice", "audience", "can_change", "cannot_change"), "As agreed."),
    "audience_by": DAY,
    "opens_on": DAY,
    "bands": frozenset({"8-11"}),
}
EMPTY: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("space", "voice", "audience", "can_change", "cannot_change"), BLANK),
    "audience_by": st.none(),
    "opens_on": st.none(),
    "bands": st.just(frozenset()),
}


@given(st.data(), st.sets(st.sampled_from(sorted(FULL))))
def test_exactly_what_is_empty_is_named(data: st.DataObject, empty: set[str]) -> None:
    filled = {name: data.draw(EMPTY[name]) if name in empty else value for name, value in FULL.items()}
    named = {Missing.QUESTIONS if name == "bands" else Missing(name) for name in empty}
    assert set(missing(Boxes(**filled))) == named


# Days from today on which it opens and closes; whether an open one takes answers: the last day is the first without.
DAYS = [
    (None, None, False),
    (None, 5, False),
    (1, None, False),
    (0, None, True),
    (-9, 1, True),
    (-9, 0, False),
    (-9, -1, False),
]


@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize(("opens", "closes", "takes"), DAYS)
def test_something_can_be_said_from_the_first_day_until_the_day_it_closes(
    opens: int | None, closes: int | None, takes: bool, state: str
) -> None:
    first, last = (None if days is None else DAY + timedelta(days=days) for days in (opens, closes))
    assert takes_answers(state, first, last, DAY) is (takes and state == CampaignState.OPEN)


@given(
    st.sampled_from(CampaignState.values),
    st.none() | st.integers(-5, 5),
    st.none() | st.integers(-5, 5),
)
def test_only_an_open_campaign_within_its_days_takes_answers(state: str, opens: int | None, closes: int | None) -> None:
    first = None if opens is None else DAY + timedelta(days=opens)
    last = None if closes is None else DAY + timedelta(days=closes)
    inside = opens is not None and opens <= 0 and (closes is None or closes > 0)
    assert takes_answers(state, first, last, DAY) == (state == "open" and inside)


@given(st.sets(st.sampled_from([*AgeBand.values, "12", ""])))
def test_staff_are_asked_the_questions_of_staff_and_nobody_else_is(offered: set[str]) -> None:
    young, staff = bands_of(Speaker.YOUNG_PERSON, offered), bands_of(Speaker.STAFF, offered)
    assert staff == [AgeBand.STAFF] * ("staff" in offered)
    assert set(young) == {band for band in AgeBand if band in offered} - {AgeBand.STAFF}
