"""Thresholds: a pure and monotone function of the snapshot (invariant 8); what a panel may decide; until when."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.accreditation import (
    AWARDING,
    Snapshot,
    Thresholds,
    appeal_until,
    award_period,
    awardable,
    badge_shows,
    interim_on,
    last_deferral,
    open_outcomes,
    read_snapshot,
    result_of,
    snapshot_of,
    with_met,
)
from peerreview.domain.panels import QUORUM, consensus
from peerreview.domain.reviewclock import ClockRules
from peerreview.enums.accreditation import Outcome, PanelQuestion

# From the worst to the best; what does not apply is not on the ladder.
LADDER = ("", "not_met", "partly_met", "met")
SCORES = (*LADDER, "not_applicable")
ROWS = st.lists(st.tuples(st.sampled_from((1, 2, 3)), st.sampled_from(SCORES)), max_size=30)
PERCENT = st.integers(0, 100)
THRESHOLDS = st.builds(Thresholds, PERCENT, PERCENT, PERCENT)


def made(rows: list[tuple[int, str]], thresholds: Thresholds | None = None) -> Snapshot:
    return snapshot_of([(f"1.{n}", *row) for n, row in enumerate(rows, start=1)], thresholds or Thresholds())


def scored(type_: int, **many: int) -> list[tuple[int, str]]:
    return [(type_, score) for score, count in many.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("rows", "reached"),
    [
        ([], (True, True, True)),
        (scored(1, met=22), (True, True, True)),
        (scored(1, met=21, partly_met=1), (False, True, True)),
        (scored(2, met=4, not_met=1), (True, True, True)),
        (scored(2, met=3, not_met=1), (True, False, True)),
        (scored(3, met=6, partly_met=4), (True, True, True)),
        (scored(3, met=5, partly_met=5), (True, True, False)),
        # What does not apply is in no denominator; what nobody assessed keeps its type from being reached.
        (scored(2, met=4, not_met=1, not_applicable=30), (True, True, True)),
        ([*scored(2, met=9), (2, "")], (True, False, True)),
    ],
)
def test_thresholds_are_reached_by_met_alone(rows: list[tuple[int, str]], reached: tuple[bool, ...]) -> None:
    result = result_of(made(rows))
    assert tuple(one.is_reached for one in result.types) == reached
    assert result.missing == tuple(one for one, is_there in zip(result.types, reached, strict=True) if not is_there)


def test_a_type_says_how_many_it_lacks_and_which() -> None:
    one = result_of(made([*scored(2, met=3, partly_met=3, not_met=1), (2, "")])).types[1]
    assert (one.met, one.counted, one.needed, one.lacking, one.unassessed, one.share) == (3, 7, 6, 3, 1, 42)
    assert one.short == ("1.4", "1.5", "1.6", "1.7", "1.8")
    assert result_of(made([])).types[0].share is None


@given(ROWS, THRESHOLDS, st.data())
def test_a_better_score_or_a_lower_threshold_never_takes_away_what_is_reached(
    rows: list[tuple[int, str]], thresholds: Thresholds, data: st.DataObject
) -> None:
    before = result_of(made(rows, thresholds))
    better = [
        (type_, score if score not in LADDER else data.draw(st.sampled_from(LADDER[LADDER.index(score) :])))
        for type_, score in rows
    ]
    lower = Thresholds(*(data.draw(st.integers(0, most)) for most in vars(thresholds).values()))
    after = result_of(made(better, lower))
    for old, new in zip(before.types, after.types, strict=True):
        assert new.is_reached or not old.is_reached
    assert awardable(before) <= awardable(after)


@given(ROWS, THRESHOLDS)
def test_the_result_is_a_function_of_what_is_stored_and_of_nothing_else(
    rows: list[tuple[int, str]], thresholds: Thresholds
) -> None:
    snapshot = made(rows, thresholds)
    again = read_snapshot(snapshot.as_content())
    assert (again, again.sha256, result_of(again)) == (snapshot, snapshot.sha256, result_of(snapshot))
    shuffled = replace(snapshot, standards=tuple(reversed(snapshot.standards)))
    assert result_of(shuffled).is_reached == result_of(snapshot).is_reached


@given(ROWS)
def test_a_badge_is_never_open_while_a_standard_of_type_one_is_not_met(rows: list[tuple[int, str]]) -> None:
    result = result_of(made(rows))
    unsafe = any(type_ == 1 and score not in ("met", "not_applicable") for type_, score in rows)
    for question in PanelQuestion:
        found = open_outcomes(question, result, appealed=Outcome.NOT_ACCREDITED)
        assert not unsafe or not found & AWARDING
        assert found


def test_what_is_met_now_is_counted_and_nothing_else_changes() -> None:
    snapshot = made(scored(1, met=1, partly_met=2))
    after = with_met(snapshot, ["1.2"])
    assert [one.score for one in after.standards] == ["met", "met", "partly_met"]
    assert after.sha256 != snapshot.sha256


@pytest.mark.parametrize(
    ("question", "more", "rows", "expected"),
    [
        ("award", {}, scored(1, met=2), {"accredited", "with_conditions", "deferred", "not_accredited"}),
        ("award", {"may_defer": False}, scored(1, met=2), {"accredited", "with_conditions", "not_accredited"}),
        ("award", {}, scored(2, met=1, not_met=1), {"with_conditions", "deferred", "not_accredited"}),
        ("award", {}, scored(1, met=1, not_met=1), {"deferred", "not_accredited"}),
        ("standing", {}, [], {"stands", "suspended", "withdrawn"}),
        ("standing", {"is_suspended": True}, [], {"stands", "resumed", "withdrawn"}),
        ("appeal", {"appealed": Outcome.SUSPENDED}, [], {"stands", "resumed"}),
        ("appeal", {"appealed": Outcome.CONDITIONS}, scored(1, met=1), {"stands", "accredited"}),
        ("appeal", {"appealed": Outcome.NOT_ACCREDITED}, scored(1, not_met=1), {"stands"}),
    ],
)
def test_what_a_panel_may_decide(
    question: str, more: dict[str, object], rows: list[tuple[int, str]], expected: set[str]
) -> None:
    found = open_outcomes(PanelQuestion(question), result_of(made(rows)), **more)  # type: ignore[arg-type]
    assert {str(one.value) for one in found} == expected


def test_periods_are_counted_from_the_decision() -> None:
    rules, day = ClockRules(), date(2026, 11, 2)
    assert award_period(day, rules) == (day, date(2029, 11, 2))
    assert award_period(day, rules, until=date(2027, 1, 1)) == (day, date(2027, 1, 1))
    assert interim_on(day, rules, ()) == date(2028, 5, 2)
    assert last_deferral(None, day, rules) == date(2027, 8, 2)
    assert last_deferral(date(2026, 5, 2), day, rules) == date(2027, 2, 2)
    assert appeal_until(day, 5, (date(2026, 11, 3),)) == date(2026, 11, 10)


@given(
    st.sampled_from(("active", "suspended", "ended")),
    st.integers(-5, 5),
)
def test_the_badge_shows_inside_its_dates_and_not_while_suspended(state: str, offset: int) -> None:
    starts, ends = date(2026, 11, 2), date(2026, 11, 5)
    day = date.fromordinal(starts.toordinal() + offset)
    assert badge_shows(state, starts, ends, day) == (state == "active" and offset in (0, 1, 2))


PEOPLE = st.frozensets(st.integers(1, 6))


@given(PEOPLE, PEOPLE, st.dictionaries(st.integers(1, 8), st.sampled_from(("agrees", "objects"))))
def test_consensus_needs_every_member_who_is_not_recused_and_nobody_else(
    members: frozenset[int], recused: frozenset[int], said: dict[int, str]
) -> None:
    found = consensus(members, recused, said)
    assert found.is_reached == (
        len(members - recused) >= QUORUM and all(said.get(one) == "agrees" for one in members - recused)
    )
    # What a recused person or a stranger says changes nothing.
    heard = {one: stance for one, stance in said.items() if one in members - recused}
    assert consensus(members, recused, heard) == found
    assert found.silent | found.agreed | found.objected == members - recused
    assert found.is_stopped == any(said.get(one) == "objects" for one in members - recused)
