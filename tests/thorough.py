"""How much is tried: everybody's run tries some of everything, ``THOROUGH_TESTS=1`` tries all of it.

CI sets it for its pass on PostgreSQL (``.ci/run``). No test is left out of the quick run and none asserts less there:
it only takes fewer examples, people and addresses. A number that a test names holds in both.
"""

from portal.settings.env import env

THOROUGH: bool = env.bool("THOROUGH_TESTS", default=False)
# Hypothesis looks for another set of examples in every run, so that many quick runs try what one thorough run does.
SHARE = 4
FEWEST = 3


def examples(thorough: int) -> int:
    """Return how many examples to try where a thorough run tries so many."""
    return thorough if THOROUGH else max(FEWEST, thorough // SHARE)
