"""What is an answer to which question: everything can be left out, and nothing else than was asked is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.questions import FILES, MOST, choices_of, fits
from portal.voices.enums.answers import Face, Weather, YesNo
from portal.voices.enums.campaigns import QuestionKind

K = QuestionKind
CHOICES = {K.FACES: Face.values, K.PICTURES: Weather.values, K.YES_NO: YesNo.values}
EVERY = sorted({value for values in CHOICES.values() for value in values})


@pytest.mark.parametrize("kind", K)
def test_everything_can_be_left_out_and_nobody_answers_twice_at_once(kind: QuestionKind) -> None:
    assert fits(kind, "", "")
    assert not any(fits(kind, choice, "And words as well.") for choice in (*EVERY, "other"))


@pytest.mark.parametrize("kind", K)
def test_only_what_is_offered_can_be_chosen(kind: QuestionKind) -> None:
    assert list(choices_of(kind)) == CHOICES.get(kind, [])
    assert (kind in FILES) is (kind in (K.DRAWING, K.RECORDING))
    for choice in (*EVERY, "other", " "):
        assert fits(kind, choice, "") is (choice in CHOICES.get(kind, [])), choice


@pytest.mark.parametrize(("kind", "most"), [(K.SHORT, 200), (K.LONG, 4000)])
def test_words_are_taken_up_to_their_length(kind: QuestionKind, most: int) -> None:
    assert MOST[kind] == most
    assert fits(kind, "", "w")
    assert fits(kind, "", "w" * most)
    assert not fits(kind, "", "w" * (most + 1))


@given(st.sampled_from([*CHOICES, *FILES]), st.text(min_size=1, max_size=9))
def test_a_question_with_faces_pictures_or_files_takes_no_words(kind: QuestionKind, text: str) -> None:
    assert not fits(kind, "", text)
