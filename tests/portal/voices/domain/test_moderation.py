"""To whom the words, faces and voices of young people may go at all, and which teams are too small to be anonymous."""

from itertools import product

import pytest

from portal.voices.domain import moderation
from portal.voices.domain.moderation import Unfinished, small_team, unfinished
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState

A, S = Audience, StatementState


@pytest.mark.parametrize(
    ("staff", "is_small"), [(None, True), (0, True), (1, True), (7, True), (8, False), (40, False)]
)
def test_a_team_of_fewer_than_eight_and_an_unknown_one_is_small(staff: int | None, is_small: bool) -> None:
    assert small_team(staff) is is_small


# An audience; a picture with a face or a name may go there, a recording may be heard there, no colleague sits there.
GOES = {
    A.VISITING_TEAM: (True, True, True),
    A.SERVICE: (True, False, False),
    A.BOARD: (True, False, True),
    A.MEMBERS: (False, False, False),
    A.PUBLIC: (False, False, False),
}


@pytest.mark.parametrize("audience", A)
def test_faces_voices_and_words_of_colleagues_go_where_the_table_says(audience: Audience) -> None:
    assert GOES[audience] == (
        audience not in moderation.WITHOUT_FACES,
        audience in moderation.MAY_HEAR,
        audience in moderation.SAFE_FOR_SMALL_TEAMS,
    )


# A state; a release of it is read by its audience, its words may be worked on, they may be called safe.
WORKED_ON = {
    S.DRAFT: (False, False, False),
    S.RECEIVED: (False, False, False),
    S.IN_MODERATION: (False, True, True),
    S.HELD_SAFEGUARDING: (False, False, False),
    S.HELD_REDACTION: (False, True, True),
    S.RETURNED: (False, False, False),
    S.RELEASED: (True, False, True),
    S.THEMED: (True, False, True),
    S.ANSWERED: (True, False, True),
    S.ARCHIVED: (False, False, False),
}


@pytest.mark.parametrize("state", S)
def test_no_words_change_under_an_audience(state: StatementState) -> None:
    assert WORKED_ON[state] == (
        state in moderation.MAY_BE_READ_BY_AUDIENCES,
        state in moderation.MAY_BE_REDACTED,
        state in moderation.MAY_BE_CLEARED,
    )


@pytest.mark.parametrize("state", S)
def test_it_is_put_away_only_when_nothing_is_left_to_do_and_safety_is_said_first(state: StatementState) -> None:
    for case, cleared, objects, owed in product((False, True), repeat=4):
        left = unfinished(state, is_in_a_case=case, is_cleared=cleared, has_objection=objects, is_owed_an_answer=owed)
        expected = {
            Unfinished.SAFETY: case or state == S.HELD_SAFEGUARDING,
            # Whoever decided that it is passed on to nobody has read it.
            Unfinished.UNREAD: not cleared and state != S.RETURNED,
            Unfinished.OBJECTION: objects,
            Unfinished.ANSWER: owed,
        }
        assert set(left) == {one for one, is_left in expected.items() if is_left}
        assert Unfinished.SAFETY not in left[1:]


def test_what_is_settled_of_every_state_but_a_hold_leaves_nothing_to_do() -> None:
    done = {"is_in_a_case": False, "is_cleared": True, "has_objection": False, "is_owed_an_answer": False}
    assert {state for state in S if unfinished(state, **done)} == {S.HELD_SAFEGUARDING}
    assert unfinished(S.RETURNED, **{**done, "is_cleared": False}) == []
