"""Room for a whole request: no depth of calls makes a loop ask the system for memory at every turn."""

import resource

from portal.middleware import RequestId
from portal.roomy import NEEDED, with_room

DEPTHS, TURNS = 300, 200


def deep(depth: int) -> None:
    """Call down to ``depth``, and there call again and again."""
    if depth:
        return deep(depth - 1)
    for _ in range(TURNS):
        deep_enough(1)
    return None


def deep_enough(more: int) -> int:
    """Call once more."""
    return deep_enough(more - 1) if more else 0


@with_room
def every_depth(start: int = 0, *, step: int = 1) -> int:
    """Return how often memory that was not there was touched."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for depth in range(start, DEPTHS, step):
        deep(depth)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_of_calls_asks_for_memory_at_every_turn() -> None:
    # Without room it is more than a thousand: some depths touch new memory two hundred times each.
    assert every_depth() < 300


def test_the_function_is_the_same_but_for_the_room_it_asks_for() -> None:
    assert (every_depth.__name__, every_depth.__qualname__) == ("every_depth", "every_depth")
    assert every_depth.__doc__ == "Return how often memory that was not there was touched."
    assert (every_depth.__defaults__, every_depth.__kwdefaults__) == ((0,), {"step": 1})
    assert every_depth.__annotations__["return"] is int
    assert every_depth(step=100) < 300


def test_every_request_is_answered_with_room() -> None:
    assert RequestId.__call__.__code__.co_stacksize == NEEDED
