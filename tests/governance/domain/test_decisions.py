"""Decisions: numbers, and what must be written."""

from datetime import date

import pytest

from governance.domain.decisions import (
    ALLOWED,
    HOLDING,
    Lack,
    Written,
    decision_number,
    how_reached,
    lacking_in_rationale,
)
from governance.enums.decisions import DecisionOutcome, DecisionState

TODAY = date(2026, 11, 2)
WHOLE = {
    "reasons": "So",
    "owner": 7,
    "review_on": date(2027, 11, 2),
    "success": "Fewer moves",
    "childrens_views": "Yes",
}


@pytest.mark.parametrize(
    ("without", "affects_children", "lacks"),
    [
        ({}, True, ()),
        ({"reasons": " "}, False, (Lack.REASONS,)),
        ({"owner": None}, False, (Lack.OWNER,)),
        ({"review_on": None}, False, (Lack.REVIEW,)),
        ({"review_on": date(2026, 11, 1)}, False, (Lack.REVIEW_PAST,)),
        ({"review_on": TODAY}, False, ()),
        ({"ends_on": date(2026, 11, 1)}, False, (Lack.ENDS_PAST,)),
        ({"ends_on": TODAY}, False, ()),
        ({"success": ""}, False, (Lack.SUCCESS,)),
        ({"childrens_views": ""}, False, ()),
        ({"childrens_views": ""}, True, (Lack.CHILDRENS_VIEWS,)),
    ],
)
def test_rationale_lacks_are_named(without: dict[str, object], affects_children: bool, lacks: tuple[Lack, ...]) -> None:
    written = Written(**{**WHOLE, **without})
    assert lacking_in_rationale(written, affects_children=affects_children, on=TODAY) == lacks


def test_nothing_written_lacks_everything() -> None:
    lacks = lacking_in_rationale(Written(), affects_children=True, on=TODAY)
    assert lacks == (Lack.REASONS, Lack.OWNER, Lack.REVIEW, Lack.SUCCESS, Lack.CHILDRENS_VIEWS)


def test_number_is_what_people_cite() -> None:
    assert decision_number("NW", 2026, 9) == "D-NW-2026-009"


def test_stand_asides_are_part_of_how_it_was_reached() -> None:
    assert how_reached(0) is DecisionOutcome.CONSENSUS
    assert how_reached(2) is DecisionOutcome.CONSENSUS_WITH_STAND_ASIDES


def test_decision_that_holds_can_be_reviewed_or_ended_and_an_ended_one_nothing() -> None:
    assert ALLOWED.keys() == set(DecisionState)
    for state, onward in ALLOWED.items():
        assert bool(onward) is (state in HOLDING)
