"""Doing at the start of a server what would otherwise wait for its first reader, or be done again for every one."""

import gc

from django.urls import reverse

# How many objects more than were freed are made before the youngest are searched for rings; Python's own 700 are a
# fraction of what one page makes.
YOUNGEST = 10_000


def warm() -> None:
    """Import everything that an address leads to: the first page after a start waited two and a half seconds for it.

    What is there by then stays until the end: it is taken out of the search for garbage, which went through all of it,
    370,000 objects, for every twentieth proposal. Worker processes then also go on sharing it.
    """
    reverse("account_login")
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, 10, 10)
