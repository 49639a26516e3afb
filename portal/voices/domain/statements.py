"""Which steps a statement may take. Deleting is allowed from everywhere: the person may take it back at any time."""

from collections.abc import Mapping

from portal.voices.enums.statements import StatementState as S

ALLOWED: Mapping[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.RECEIVED}),
    S.RECEIVED: frozenset({S.IN_MODERATION, S.HELD_SAFEGUARDING}),
    S.IN_MODERATION: frozenset({S.HELD_SAFEGUARDING, S.HELD_REDACTION, S.RETURNED, S.RELEASED, S.ARCHIVED}),
    # Not to be put away: a hold ends with its case, and what is left of it is read again.
    S.HELD_SAFEGUARDING: frozenset({S.IN_MODERATION}),
    S.HELD_REDACTION: frozenset({S.IN_MODERATION, S.HELD_SAFEGUARDING}),
    S.RETURNED: frozenset({S.IN_MODERATION, S.HELD_SAFEGUARDING, S.ARCHIVED}),
    S.RELEASED: frozenset({S.IN_MODERATION, S.HELD_SAFEGUARDING, S.THEMED, S.ARCHIVED}),
    S.THEMED: frozenset({S.HELD_SAFEGUARDING, S.RELEASED, S.ANSWERED, S.ARCHIVED}),
    S.ANSWERED: frozenset({S.HELD_SAFEGUARDING, S.THEMED, S.ARCHIVED}),
    S.ARCHIVED: frozenset(),
}

# Only these have been read by somebody and may be read by others, and only through a release.
MAY_BE_RELEASED = frozenset({S.IN_MODERATION, S.RELEASED, S.THEMED, S.ANSWERED})


def may_become(state: str, target: S) -> bool:
    """Say whether a statement in ``state`` may become ``target``."""
    return target in ALLOWED[S(state)]
