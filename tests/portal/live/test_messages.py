"""What a page may say to the socket."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.live.messages import MOST_MESSAGES, WINDOW_SECONDS, BadMessage, Throttle, read_message
from portal.live.rooms import Room
from tests.thorough import examples


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_message_names_a_verb_and_a_room(verb: str) -> None:
    assert read_message(f'{{"{verb}": "proposal:5"}}') == (verb, Room("proposal", 5))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "not-text"),
        ("", "not-json"),
        ("join", "not-json"),
        ("[]", "not-json"),
        ('"join"', "not-json"),
        ("{}", "unknown"),
        ('{"sing": "proposal:5"}', "unknown"),
        ('{"join": "proposal:5", "leave": "proposal:6"}', "unknown"),
        ('{"join": 5}', "bad-room"),
        ('{"join": "proposal"}', "bad-room"),
        ('{"join": ["proposal:5"]}', "bad-room"),
        ('{"join": "' + "x" * 600 + '"}', "too-long"),
        ("[" * 500, "not-json"),
    ],
)
def test_anything_else_is_answered_with_what_is_wrong(text: str | None, code: str) -> None:
    with pytest.raises(BadMessage) as raised:
        read_message(text)
    assert raised.value.code == code
    assert raised.value.words


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=600))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        verb, room = read_message(text)
    except BadMessage:
        return
    assert verb in ("join", "leave")
    assert Room.named(str(room)) == room


def test_too_many_messages_in_a_few_seconds_are_refused_and_later_ones_not() -> None:
    throttle = Throttle()
    for _ in range(MOST_MESSAGES):
        throttle.count(100.0)
    with pytest.raises(BadMessage):
        throttle.count(101.0)
    throttle.count(101.0 + WINDOW_SECONDS)
