"""What readers may do with a statement: asked by the pages for their buttons and by the actions again."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.voices.domain.moderation import (
    MAY_BE_CLEARED,
    MAY_BE_REDACTED,
    SAFE_FOR_SMALL_TEAMS,
    small_team,
)
from portal.voices.domain.statements import MAY_BE_RELEASED, may_become
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState
from portal.voices.models import Release, Statement
from portal.voices.permissions.statements import can_read_raw
from portal.voices.queries.moderation import is_cleared, is_in_a_case, unfinished_of

if TYPE_CHECKING:
    from portal.people.models import User

PUT_BACK = frozenset({StatementState.RELEASED, StatementState.RETURNED, StatementState.HELD_REDACTION})


def can_take(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` takes it to read, or takes it over from another reader."""
    waits = statement.state == StatementState.RECEIVED
    theirs = statement.state in MAY_BE_REDACTED and statement.taken_by_id != person.pk
    return (waits or theirs) and can_read_raw(person, statement, at)


def can_hold(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` holds it for safeguarding: every reader, at every time, once.

    What is put away does not move: the case alone keeps it from others, and from being deleted, until it is closed.
    """
    if not can_read_raw(person, statement, at):
        return False
    if statement.state == StatementState.ARCHIVED:
        return not is_in_a_case(statement)
    return may_become(statement.state, StatementState.HELD_SAFEGUARDING)


def can_redact(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` takes words out: before a release, or after it was put back."""
    return statement.state in MAY_BE_REDACTED and can_read_raw(person, statement, at)


def can_return(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` decides that it is passed on to nobody."""
    return may_become(statement.state, StatementState.RETURNED) and can_read_raw(person, statement, at)


def can_clear(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` says that its words are safe to read for others."""
    return statement.state in MAY_BE_CLEARED and can_read_raw(person, statement, at)


def can_put_back(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` puts it back to the readers: everything released of it ends."""
    return statement.state in PUT_BACK and can_read_raw(person, statement, at)


def can_propose_release(person: "User", statement: Statement, audience: Audience, at: datetime) -> bool:
    """Say whether ``person`` proposes it for an audience: everything said is cleared, and the team is no small one."""
    if statement.state not in MAY_BE_RELEASED or not suits(statement, audience):
        return False
    return is_cleared(statement) and can_read_raw(person, statement, at)


def suits(statement: Statement, audience: Audience) -> bool:
    """Say whether a statement may go to an audience at all: what staff of a small team say goes to no colleague."""
    if statement.speaker != Speaker.STAFF or audience in SAFE_FOR_SMALL_TEAMS:
        return True
    place = statement.place or statement.campaign.place
    return not small_team(place.staff if place else None)


def can_release(person: "User", release: Release, at: datetime) -> bool:
    """Say whether ``person`` releases what was proposed: for everybody only a second person does."""
    if release.released_at is not None or release.ended_at is not None:
        return False
    if release.audience == Audience.PUBLIC and release.proposed_by_id == person.pk:
        return False
    return can_propose_release(person, release.statement, Audience(release.audience), at)


def can_end_release(person: "User", release: Release, at: datetime) -> bool:
    """Say whether ``person`` ends a release, or takes a proposal back."""
    return release.ended_at is None and can_read_raw(person, release.statement, at)


def can_put_away(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` puts it away until its day: only where nothing more is to be done with it."""
    if not may_become(statement.state, StatementState.ARCHIVED) or not can_read_raw(person, statement, at):
        return False
    return not unfinished_of(statement)


def can_answer_objection(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` answers an author who objects to words taken out."""
    return statement.state != StatementState.ARCHIVED and can_read_raw(person, statement, at)
