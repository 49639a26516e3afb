"""What a reader's eye is drawn to: marks point, and never change a letter of what was said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.marking import Piece, marked, suggested

HOME = "Elmbrook House"
# What is said of the home, what is pointed at.
POINTED_AT = [
    ("We like it here.", ()),
    ("", ()),
    ("at elmbrook house we like it", (HOME,)),
    ("Then Kelly shouted on 3 May.", ("Kelly", "3 May")),
    # The whole name first, so that it is marked as one.
    ("At Elmbrook House they told Kelly, and Kelly cried.", (HOME, "Elmbrook", "House", "Kelly")),
    ("I am aged 14, write to me at x@y.example", ("aged 14", "x@y.example")),
]


@pytest.mark.parametrize(("said", "found"), POINTED_AT)
def test_names_ages_days_places_and_the_home_itself_are_pointed_at(said: str, found: tuple[str, ...]) -> None:
    # A place without a name is no word to look for.
    assert suggested(said, [HOME, ""]) == found


@pytest.mark.parametrize(
    ("text", "suggestions", "marks"),
    [
        ("", ["Kelly"], []),
        ("We like it.", [], []),
        ("We like it.", [""], []),
        ("Kelly told kelly.", ["Kelly"], ["Kelly", "kelly"]),
        ("Kelly's book", ["Kelly"], ["Kelly"]),
        # A part of another word is nobody's name.
        ("We like the annexe, said Ann.", ["Ann"], ["Ann"]),
        # The longest of two that begin alike; what looks like a pattern is a word like others.
        ("Ann Marie and Ann", ["Ann", "Ann Marie"], ["Ann Marie", "Ann"]),
        ("Is it (a.b)? No, axb.", ["(a.b)"], ["(a.b)"]),
    ],
)
def test_a_text_is_marked_at_whole_words(text: str, suggestions: list[str], marks: list[str]) -> None:
    assert [piece.text for piece in marked(text, suggestions) if piece.is_marked] == marks


@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=4))
def test_put_together_again_it_is_the_text(text: str, suggestions: list[str]) -> None:
    pieces = marked(text, suggestions)
    assert "".join(piece.text for piece in pieces) == text
    assert Piece("", is_marked=False) not in pieces
    assert Piece("", is_marked=True) not in pieces
    assert marked(text, []) == ([Piece(text, is_marked=False)] if text else [])


@given(st.lists(st.sampled_from(["Kelly", "KELLY", "Elm", "Elmbrook", "we", "said"]), max_size=8), st.booleans())
def test_no_occurrence_of_a_suggested_word_is_left_unmarked(words: list[str], close: bool) -> None:
    text = (", " if close else " ").join(words)
    unmarked = " ".join(piece.text for piece in marked(text, ["kelly", "Elm"]) if not piece.is_marked)
    assert not re.search(r"\b(kelly|elm)\b", unmarked, re.IGNORECASE)
