"""How long somebody waits who types a wrong code: slips cost nothing, guessing takes longer, nobody waits for long."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.attempts import LONGEST_WAIT, wait_after

# Failures of this address, of all addresses in ten minutes, seconds to wait.
WAITS = [
    (0, 0, 0),
    (10, 0, 0),
    (11, 0, 15),
    (12, 0, 30),
    (13, 0, 60),
    (16, 0, 480),
    (17, 0, 600),
    (10_000, 0, 600),
    # Many who share the guessing out have no free slips any more; who has not failed yet is let in all the same.
    (10, 599, 0),
    (0, 600, 0),
    (1, 600, 15),
    (2, 600, 30),
    (7, 600, 600),
]


@pytest.mark.parametrize(("failures", "everybody", "seconds"), WAITS)
def test_an_address_waits_after_its_failures_as_the_table_says(failures: int, everybody: int, seconds: int) -> None:
    assert wait_after(failures, everybody) == timedelta(seconds=seconds)


@given(st.integers(0, 200), st.integers(0, 2000))
def test_waits_grow_with_every_failure_and_end_somewhere(failures: int, everybody: int) -> None:
    assert wait_after(failures, everybody) <= wait_after(failures + 1, everybody) <= LONGEST_WAIT
    assert wait_after(failures, everybody) <= wait_after(failures, everybody + 1)
    assert wait_after(0, everybody) == timedelta(0), "who tries for the first time is never kept out by others"


def test_a_guesser_gets_few_tries_a_day() -> None:
    seconds, tries = 0.0, 0
    while seconds < 24 * 3600:
        tries += 1
        seconds += wait_after(tries).total_seconds()
    assert tries < 180
