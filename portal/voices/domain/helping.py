"""Doing it with somebody: who may sit beside, and what is written down of it."""

from portal.voices.enums.statements import HelperKind as H

# An independent helper is from elsewhere, by rule (voices.md, set-up). Who works at the home may sit beside if the
# young person wants it, and whoever reads is told so.
_MAY_WORK_HERE = frozenset({H.FRIEND, H.OTHER})


def works_here(helper: str, said: bool | None) -> bool | None:
    """Return whether the helper works at the home: staff do, an advocate never, of others what is said."""
    kind = H(helper)
    if kind is H.NOBODY:
        return None
    if kind is H.STAFF:
        return True
    return said if kind in _MAY_WORK_HERE else False


def may_type_for(own_organisations: frozenset[int], organisation: int | None) -> bool:
    """Say whether somebody may type in what a person at a home says: never who works for that home's owner."""
    return organisation is None or organisation not in own_organisations
