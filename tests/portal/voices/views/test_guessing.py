"""Guessing codes is stopped, from one place and from many, and nobody is kept out for long by others' slips."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from portal.voices.actions.attempts import TooManyAttempts, begin_attempt, is_first, was_right
from portal.voices.domain.attempts import ALL_MOST, FREE
from tests.conftest import NOON
from tests.factories.voices import cards, opened

pytestmark = pytest.mark.django_db
SIDE = "/have-your-say/"
WRONG = "otter teapot ribbon moon"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def guesses(address: str, at: datetime, many: int = 1) -> int:
    """Return how many of so many guesses were tried."""
    made = 0
    for _n in range(many):
        try:
            begin_attempt(address, at)
        except TooManyAttempts:
            continue
        made += 1
    return made


def test_a_hundred_at_one_moment_are_a_hundred() -> None:
    assert guesses("192.0.2.1", NOON, 100) == FREE + 1
    assert guesses("192.0.2.1", NOON + timedelta(seconds=14), 100) == 0
    assert guesses("192.0.2.1", NOON + timedelta(seconds=15), 100) == 1
    assert guesses("192.0.2.1", NOON + timedelta(seconds=44), 100) == 0
    assert guesses("192.0.2.1", NOON + timedelta(seconds=45), 100) == 1


def test_another_place_is_not_made_to_wait() -> None:
    guesses("192.0.2.1", NOON, 100)
    assert guesses("192.0.2.2", NOON) == 1


def test_half_an_address_of_the_sixth_version_is_one_place() -> None:
    tried = sum(guesses(f"2001:db8:1:2::{n:x}", NOON) for n in range(100))
    assert tried == FREE + 1


def test_many_places_together_get_one_guess_each() -> None:
    for n in range(ALL_MOST):
        guesses(f"198.51.{n // 250}.{n % 250}", NOON)
    assert guesses("203.0.113.9", NOON, 50) <= 2
    later = NOON + timedelta(minutes=11)
    assert guesses("203.0.113.10", later, 5) == 5


def test_right_codes_count_for_nothing() -> None:
    for _n in range(50):
        begin_attempt("192.0.2.1", NOON)
        was_right("192.0.2.1", NOON)


def test_no_address_stands_in_the_cache() -> None:
    guesses("192.0.2.77", NOON, 20)
    kept = cache._cache
    keys = kept if isinstance(kept, dict) else kept.get_client(None).keys("*")
    assert len(list(keys)) >= 2
    assert not any("192.0.2" in str(key) for key in keys)


def test_what_is_seen_once_is_first() -> None:
    assert is_first("a")
    assert not is_first("a")
    assert is_first("b")


def test_the_page_says_how_long_and_lets_in_again() -> None:
    code = cards(opened())[0]
    client = Client()
    answers = [client.post(f"{SIDE}card/", {"code": WRONG}).status_code for _n in range(FREE + 3)]
    assert answers == [422] * (FREE + 1) + [429, 429]
    stopped = client.post(f"{SIDE}card/", {"code": code})
    assert stopped.status_code == 429
    assert "Wait a minute" in stopped.content.decode()
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        assert client.post(f"{SIDE}card/", {"code": code}).status_code == 200


def test_slips_of_spelling_are_named_and_not_counted() -> None:
    client = Client()
    for _n in range(3 * FREE):
        page = client.post(f"{SIDE}card/", {"code": "oter teapot ribbon moon"})
        assert page.status_code == 422
    assert "We do not know “oter”" in page.content.decode()
