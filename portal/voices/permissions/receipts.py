"""What a person may do with their own statement; whoever holds the code is the person."""

from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Statement, Words

OVER = frozenset({StatementState.DRAFT, StatementState.ARCHIVED})


def may_write(statement: Statement) -> bool:
    """Say whether answers can still be changed: until it is sent."""
    return statement.state == StatementState.DRAFT


def may_be_kept_here(statement: Statement) -> bool:
    """Say whether unsent words may lie on the server: never of somebody whom nobody can find out."""
    return statement.privacy != Privacy.ANONYMOUS


def may_add(statement: Statement) -> bool:
    """Say whether more can be said: once it is sent, until it is archived."""
    return statement.state not in OVER


def may_object(words: Words) -> bool:
    """Say whether they may object to what was taken out: once for each answer to it, while somebody can answer."""
    redaction = getattr(words, "redaction", None)
    return may_add(words.statement) and redaction is not None and redaction.objected_on is None
