"""What readers may decide: the numbers and lists, without asking anybody."""

from enum import StrEnum

from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState as S

# Staff of a team of fewer are known by their words (voices.md); the number is the founders' and may be changed here.
SMALL_TEAM = 8
# Audiences in which no colleague and no manager sits: visitors from elsewhere, and a board.
SAFE_FOR_SMALL_TEAMS = frozenset({Audience.VISITING_TEAM, Audience.BOARD})
# In these a release is good; in any other the statement is with the readers again, and nobody else sees it.
MAY_BE_READ_BY_AUDIENCES = frozenset({S.RELEASED, S.THEMED, S.ANSWERED})
# Where the words themselves may be worked on; a released text is put back first, which ends its releases.
MAY_BE_REDACTED = frozenset({S.IN_MODERATION, S.HELD_REDACTION})
MAY_BE_CLEARED = MAY_BE_REDACTED | MAY_BE_READ_BY_AUDIENCES
# To whom no face and no name in a picture may go.
WITHOUT_FACES = frozenset({Audience.MEMBERS, Audience.PUBLIC})
# A voice says who it is: only visitors who speak with the young people themselves may hear it.
MAY_HEAR = frozenset({Audience.VISITING_TEAM})


def small_team(staff: int | None) -> bool:
    """Say whether a team is so small, or so unknown, that its members are known by their words."""
    return staff is None or staff < SMALL_TEAM


class Unfinished(StrEnum):
    """What has to be done with a statement before it is put away; what weighs most first."""

    SAFETY = "safety"
    UNREAD = "unread"
    OBJECTION = "objection"
    ANSWER = "answer"


def unfinished(
    state: str, *, is_in_a_case: bool, is_cleared: bool, has_objection: bool, is_owed_an_answer: bool
) -> list[Unfinished]:
    """Return what is still to be done with it; only where there is nothing may it be put away.

    What is passed on to nobody was read by whoever decided so, and whatever is added to it opens it again.
    """
    waits = {
        Unfinished.SAFETY: is_in_a_case or state == S.HELD_SAFEGUARDING,
        Unfinished.UNREAD: not is_cleared and state != S.RETURNED,
        Unfinished.OBJECTION: has_objection,
        Unfinished.ANSWER: is_owed_an_answer,
    }
    return [one for one, does_wait in waits.items() if does_wait]
