"""What every act of a reader shares: the lock, the question who asks, and the step that is left behind."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.domain.retention import kept_after
from portal.voices.domain.statements import may_become
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import StatementState
from portal.voices.models import ModerationStep, Statement
from portal.voices.permissions.statements import can_read_raw


def locked(statement: Statement, by: User, at: datetime) -> Statement:
    """Return the statement locked, to a reader who may read it; to anybody else nothing is said."""
    rows = Statement.objects.select_for_update(of=("self",)).select_related("campaign__place", "place")
    row = rows.get(pk=statement.pk)
    if not can_read_raw(by, row, at):
        raise PermissionDenied
    return row


def move(row: Statement, target: StatementState, at: datetime) -> None:
    """Let it take one step of the table, or say that it cannot; how long it is kept follows."""
    if not may_become(row.state, target):
        words = {"now": row.get_state_display(), "then": target.label}
        raise Refused(_("It is “%(now)s” by now and cannot become “%(then)s”.") % words)
    row.keep_until = kept_after(row.state, target, row.keep_until, row.given_on, day_of(at))
    row.state = target


def leave(
    row: Statement, verdict: Verdict, by: User, at: datetime, *, note: str = "", audience: Audience | str = ""
) -> Statement:
    """Save what was decided together with the step that says who did and when."""
    row.save()
    ModerationStep.objects.create(statement=row, verdict=verdict, note=note.strip(), audience=audience, by=by, at=at)
    return row


def needs(text: str, why: str) -> str:
    """Return what was written, or refuse with what is missing."""
    if not text.strip():
        raise Refused(why)
    return text.strip()
