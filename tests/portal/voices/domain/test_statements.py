"""Which way a statement goes from being sent to its last day: no way around a reader, and always one to safety."""

from collections.abc import Container

import pytest

from portal.voices.domain.moderation import MAY_BE_READ_BY_AUDIENCES
from portal.voices.domain.statements import MAY_BE_RELEASED, may_become
from portal.voices.enums.statements import StatementState

S = StatementState
READ_BY_OTHERS = {S.RELEASED, S.THEMED, S.ANSWERED}


def after(state: StatementState) -> set[StatementState]:
    return {target for target in S if may_become(state, target)}


def reached(start: StatementState, without: Container[StatementState] = ()) -> set[StatementState]:
    """Return every state to which some way leads that passes none of ``without``."""
    found, fresh = {start}, {start}
    while fresh:
        fresh = {target for state in fresh for target in after(state) if target not in without} - found
        found |= fresh
    return found


def test_no_way_leads_to_an_audience_but_through_a_reader() -> None:
    assert reached(S.DRAFT) == set(S), "every state is one that a statement comes to"
    assert not reached(S.DRAFT, without={S.IN_MODERATION}) & READ_BY_OTHERS
    assert MAY_BE_READ_BY_AUDIENCES == READ_BY_OTHERS
    assert READ_BY_OTHERS | {S.IN_MODERATION} == MAY_BE_RELEASED


def test_what_is_held_or_returned_is_read_again_before_anybody_else_reads_it() -> None:
    for state in (S.HELD_SAFEGUARDING, S.HELD_REDACTION, S.RETURNED):
        assert not reached(state, without={S.IN_MODERATION}) & READ_BY_OTHERS
        assert may_become(state, S.IN_MODERATION)


@pytest.mark.parametrize("state", S)
def test_whatever_was_sent_can_be_held_for_safeguarding_until_it_is_archived(state: StatementState) -> None:
    over = {S.DRAFT, S.ARCHIVED, S.HELD_SAFEGUARDING}
    assert may_become(state, S.HELD_SAFEGUARDING) is (state not in over)


@pytest.mark.parametrize("state", S)
def test_what_was_sent_is_never_a_draft_again_and_what_is_archived_stays(state: StatementState) -> None:
    assert not may_become(state, S.DRAFT)
    assert may_become(state, S.RECEIVED) is (state == S.DRAFT)
    assert not may_become(state, state)
    assert not may_become(S.ARCHIVED, state)


def test_only_what_somebody_has_taken_to_read_is_archived() -> None:
    assert after(S.RECEIVED) == {S.IN_MODERATION, S.HELD_SAFEGUARDING}
    decided = {S.IN_MODERATION, S.RETURNED}
    assert {state for state in S if may_become(state, S.ARCHIVED)} == READ_BY_OTHERS | decided


def test_what_is_held_is_read_again_before_it_is_put_away() -> None:
    for state in (S.HELD_SAFEGUARDING, S.HELD_REDACTION):
        assert S.ARCHIVED not in reached(state, without={S.IN_MODERATION})


def test_what_others_read_comes_to_a_theme_and_its_answer_one_step_at_a_time_and_back() -> None:
    assert after(S.RELEASED) == {S.IN_MODERATION, S.HELD_SAFEGUARDING, S.THEMED, S.ARCHIVED}
    assert after(S.THEMED) == {S.HELD_SAFEGUARDING, S.RELEASED, S.ANSWERED, S.ARCHIVED}
    assert after(S.ANSWERED) == {S.HELD_SAFEGUARDING, S.THEMED, S.ARCHIVED}
