"""Who sat beside them, and who may type in what they say: an independent helper is from elsewhere, by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.helping import may_type_for, works_here
from portal.voices.enums.statements import HelperKind

H = HelperKind
# Who helped; what is written down when the person says that they work here, that they do not, and nothing.
BESIDE = {
    H.NOBODY: (None, None, None),
    H.STAFF: (True, True, True),
    H.ADVOCATE: (False, False, False),
    H.SOCIAL_WORKER: (False, False, False),
    H.FAMILY: (False, False, False),
    H.FRIEND: (True, False, None),
    H.OTHER: (True, False, None),
}


@pytest.mark.parametrize("helper", H)
def test_whether_the_helper_works_here_is_written_down_as_the_table_says(helper: HelperKind) -> None:
    assert tuple(works_here(helper, said) for said in (True, False, None)) == BESIDE[helper]


@given(st.frozensets(st.integers(1, 6)), st.integers(1, 6))
def test_nobody_types_in_for_a_home_of_their_own_organisation(own: frozenset[int], owner: int) -> None:
    assert may_type_for(own, owner) is (owner not in own)
    assert may_type_for(own, None), "a card of no home in particular"
