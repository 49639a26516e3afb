"""How far it is, without addresses: the same authority is local, then regions in steps."""

from typing import NamedTuple

# Which regions touch; by their short names, each pair once.
TOUCHING = (
    "NE-NW NE-YH NW-YH NW-EM NW-WM NW-WAL YH-EM YH-EE EM-WM EM-EE EM-SE WM-WAL WM-SW WM-SE EE-LDN EE-SE LDN-SE"
    " SE-SW SW-WAL"
)
_PAIRS = frozenset(frozenset(pair.split("-")) for pair in TOUCHING.split())
ANYWHERE = 2


class Place(NamedTuple):
    """Where a service is, as far as the portal knows: its local authority and its region."""

    authority: str
    region: str


def steps(one: Place | None, other: Place | None) -> int:
    """Return 0 within a region, 1 to a region that touches it, 2 beyond; unknown places are as far as any."""
    if one is None or other is None:
        return ANYWHERE
    if one.region == other.region:
        return 0
    return 1 if frozenset((one.region, other.region)) in _PAIRS else ANYWHERE


def is_local(one: Place | None, other: Place | None) -> bool:
    """Say whether two places are within the local radius: the same local authority."""
    return one is not None and other is not None and bool(one.authority) and one.authority == other.authority
