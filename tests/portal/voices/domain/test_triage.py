"""Words that let something be read sooner: they raise, they never lower, and they are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.triage import raised
from portal.voices.enums.statements import Priority

N, R, U = Priority.NORMAL, Priority.RAISED, Priority.URGENT
ORDER = [N, R, U]

SAID = [
    ("The food is good.", N),
    ("", N),
    ("I feel safe here.", N),
    ("We went to a safe place.", N),
    ("I don't feel safe", U),
    ("I don’t feel very safe here.", U),
    ("i dont feel safe", U),
    ("It isn't safe.", U),
    ("It is not at all safe.", U),
    ("I have never felt safe", U),
    ("It is unsafe.", U),
    ("He hits me.", U),
    ("They hurt me", U),
    ("He is touching me", U),
    ("He touched me", U),
    ("I want to die", U),
    ("I WANT TO DIE", U),
    ("I want  to\n\ndie", U),
    ("I am self-harming", U),
    ("They lock me in", U),
    ("I was locked in", N),
    ("I am scared of him", U),
    ("I am scared", R),
    ("We get bullied", R),
    ("Nobody  listens", R),
    ("I have bruises", R),
    # Only as a word of its own, or its beginning.
    ("We grow grapes in Essex.", N),
    ("The stone is harmless", R),
]


@pytest.mark.parametrize(("said", "priority"), SAID)
def test_what_is_said_is_read_as_soon_as_the_table_says(said: str, priority: Priority) -> None:
    assert raised(N, said) == priority


TEXTS = st.lists(
    st.sampled_from([said for said, _priority in SAID if said]) | st.text(max_size=12), min_size=1, max_size=4
).map(" ".join)


@given(st.sampled_from(ORDER), TEXTS, TEXTS)
def test_no_words_ever_lower_how_soon_it_is_read(now: Priority, said: str, more: str) -> None:
    found = raised(now, said)
    assert ORDER.index(found) == max(ORDER.index(now), ORDER.index(raised(N, said)))
    for longer in (f"{said} {more}", f"{more}\n\n{said}"):
        assert ORDER.index(raised(now, longer)) >= ORDER.index(found)
    assert raised(found, "All is well.") == found
