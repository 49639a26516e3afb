"""When somebody is reminded of something that falls due: before, on the day, and for as long as it is late."""

from collections.abc import Iterator
from datetime import datetime, timedelta


def moments(
    due: datetime,
    until: datetime,
    *,
    before: tuple[timedelta, ...] = (),
    on_time: bool = True,
    late_every: timedelta | None = None,
) -> Iterator[datetime]:
    """Yield the moments not after ``until``, in order: each of ``before``, then ``due``, then every ``late_every``.

    A late series never ends by itself: it ends when the thing no longer stands.
    """
    for ahead in sorted(before, reverse=True):
        if due - ahead <= until:
            yield due - ahead
    if on_time and due <= until:
        yield due
    if late_every is not None:
        moment = due + late_every
        while moment <= until:
            yield moment
            moment += late_every
