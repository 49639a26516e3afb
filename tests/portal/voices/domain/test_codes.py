"""Codes that are spoken: enough of them, from known words, and the same however somebody types what they heard."""

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.codes import new_card, new_receipt, typed, unknown_words
from portal.voices.domain.wordlist import WORDS

CODES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)
BETWEEN = st.sampled_from([" ", "  ", "-", ", ", ". ", "\n", " / ", "\u00a0"])


def test_there_are_too_many_codes_to_try_and_no_two_people_get_one() -> None:
    assert len(WORDS) ** 4 > 2**37
    assert len(WORDS) ** 5 > 2**46
    for new, words in ((new_card, 4), (new_receipt, 5)):
        made = {new() for _one in range(200)}
        assert len(made) == 200
        assert {len(code.split(" ")) for code in made} == {words}
        assert {word for code in made for word in code.split(" ")} <= set(WORDS)


def test_words_can_be_said_and_typed_on_any_phone() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{3,10}", word)] == []
    # Who hears one of two would type the other.
    assert [word for word in WORDS if f"{word}s" in WORDS or f"{word}es" in WORDS] == []


@given(st.data(), CODES)
def test_a_code_is_the_same_however_it_is_typed(data: st.DataObject, words: list[str]) -> None:
    spelled = [data.draw(st.sampled_from([word, word.upper(), word.capitalize()])) for word in words]
    apart = "".join(word + data.draw(BETWEEN) for word in spelled)
    assert typed(f"  {apart}!") == " ".join(words) == typed(typed(apart))
    assert unknown_words(apart) == []


@given(st.lists(st.sampled_from([*WORDS[:20], "ottter", "tea pot", "fish7cake", ""]), max_size=6))
def test_exactly_the_words_that_stand_on_no_card_are_named(words: list[str]) -> None:
    said = " ".join(words).replace("7", " ").split()
    assert unknown_words(" ".join(words)) == [word for word in said if word not in WORDS]
