"""How often somebody may try a code: slips are free, guessing takes longer and longer.

Four words are one of 2³⁷ cards; with five thousand of them about, a guess opens one in thirty million times, and a
guesser gets some hundred and seventy tries a day. The waits end at ten minutes, and slips of spelling count for
nothing: young people at one home share an address, and nobody there may shut the others out for long.
"""

from datetime import timedelta

FREE = 10
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=10)
# Failures of one address are remembered so long after the last.
REMEMBERED = timedelta(hours=6)
# Over all addresses: from then on one failure makes an address wait, so that many cannot share the guessing out.
ALL_IN = timedelta(minutes=10)
ALL_MOST = 600


def wait_after(failures: int, all_failures: int = 0) -> timedelta:
    """Return how long an address waits after its last failure: nothing, then twice as long each time."""
    free = 0 if all_failures >= ALL_MOST else FREE
    over = failures - free
    if over <= 0:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(over - 1, 12)), LONGEST_WAIT)
