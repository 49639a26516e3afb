"""Room for the calls of a whole request.

Since 3.11 Python keeps what the calls of a thread hold in pieces of sixteen kilobytes, and gives a piece back to the
system when the call that began it returns. A loop that happens to stand at the end of a piece asks for memory and gives
it back at every turn: a proposal's page did so two hundred times, and a third of the time all threads waited for the
system. A call that says it needs more is given a larger piece, and what it calls finds room there.
"""

from collections.abc import Callable
from types import FunctionType
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])
# Words of eight bytes. Pieces are doubled until they are large enough: a call that needs a little more than half of 512
# kilobytes leaves nearly as much to those it makes. Memory that nobody touches costs nothing.
NEEDED = 33_000


def with_room(function: F) -> F:
    """Return ``function`` as it is, only that it says it needs a large piece of its thread's memory."""
    plain = cast("FunctionType", function)
    code = plain.__code__.replace(co_stacksize=NEEDED)
    roomy = FunctionType(code, plain.__globals__, plain.__name__, plain.__defaults__, plain.__closure__)
    roomy.__kwdefaults__ = plain.__kwdefaults__
    roomy.__dict__.update(plain.__dict__)
    roomy.__doc__, roomy.__annotations__, roomy.__qualname__ = plain.__doc__, plain.__annotations__, plain.__qualname__
    return cast("F", roomy)
