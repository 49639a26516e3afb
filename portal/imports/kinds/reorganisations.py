"""Which authorities took over from which, as enacted.

Only what an Order says: an authority that ends without an entry here is closed without a successor, and an
administrator records who followed.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reorganisation:
    """On one day some authorities end and others begin in their place."""

    on: date
    ended: tuple[str, ...]
    began: tuple[str, ...]
    source: str


REORGANISATIONS = (
    Reorganisation(
        date(2019, 4, 1),
        ("E06000028", "E06000029"),
        ("E06000058",),
        "The Bournemouth, Dorset and Poole (Structural Changes) Order 2018, SI 2018/648",
    ),
    Reorganisation(
        date(2021, 4, 1),
        ("E10000021",),
        ("E06000061", "E06000062"),
        "The Northamptonshire (Structural Changes) Order 2020, SI 2020/156",
    ),
    Reorganisation(
        date(2023, 4, 1),
        ("E10000006",),
        ("E06000063", "E06000064"),
        "The Cumbria (Structural Changes) Order 2022, SI 2022/331",
    ),
)
