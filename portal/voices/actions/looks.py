"""Finding out who spoke privately: a reason, a second person, the ledger, and the person is told.

Locks: the look; then, last of all, the head of the ledger.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.announcements import looks as announce
from portal.voices.enums.moderation import LookState
from portal.voices.enums.statements import Privacy
from portal.voices.models import Look, Statement
from portal.voices.permissions import looks as permissions
from portal.voices.permissions.statements import can_read_raw
from portal.voices.queries.looks import looked_behind


@transaction.atomic
def ask_to_look(*, statement: Statement, reason: str, by: User, at: datetime) -> Look:
    """Ask a second person; of somebody nobody can find there is nothing to ask for."""
    row = Statement.objects.select_for_update().get(pk=statement.pk)
    if not can_read_raw(by, row, at):
        raise PermissionDenied
    if row.privacy == Privacy.ANONYMOUS:
        raise Refused(_("Nothing is stored of who said this, so nobody can find out: not you, not anybody."))
    if row.privacy == Privacy.NAMED:
        raise Refused(_("They gave their name. Open the words to read it."))
    if not permissions.can_ask_to_look(by, row, at):
        raise Refused(_("Somebody has asked already."))
    if not reason.strip():
        raise Refused(_("Write down who could be hurt, and why you need to know who said this."))
    look = Look(statement_id=row.pk, reason=reason.strip(), asked_by=by, asked_at=at)
    save_with_history(look, by=by, reason=_("Asked"), at=at)
    announce.asked(look, by, at)
    append_to_ledger(kind="look.asked", subject=look, by=by, at=at)
    return look


@transaction.atomic
def settle_look(*, look: Look, agree: bool, reason: str = "", by: User, at: datetime) -> Look:
    """Agree as the second person, or refuse with a reason."""
    row = _locked(look, by, at)
    if row.asked_by_id == by.pk:
        raise Refused(_("You asked. A second person has to agree."))
    if not permissions.can_settle_look(by, row, at):
        raise Refused(_("Somebody has answered already."))
    if not agree and not reason.strip():
        raise Refused(_("Write down why not."))
    row.state = LookState.AGREED if agree else LookState.REFUSED
    # What is said of words that are gone would outlive them.
    is_there = Statement.objects.filter(pk=row.statement_id).exists()
    row.settled_by, row.settled_at, row.settled_reason = by, at, reason.strip() if is_there else ""
    save_with_history(row, by=by, reason=str(LookState(row.state).label), at=at)
    announce.settled(row, by, at)
    append_to_ledger(kind="look.agreed" if agree else "look.refused", subject=row, by=by, at=at)
    return row


@transaction.atomic
def look(*, look: Look, by: User, at: datetime) -> Look:
    """Look: noted before anything is shown, and the person is told when they come back."""
    row = _locked(look, by, at)
    if not permissions.can_look(by, row, at):
        raise Refused(_("Only who asked looks, and only once a second person has agreed."))
    if row.state == LookState.LOOKED:
        raise Refused(_("You have looked. If you need it again, ask again."))
    row.state, row.looked_at = LookState.LOOKED, at
    save_with_history(row, by=by, reason=_("Looked"), at=at)
    append_to_ledger(kind="look.looked", subject=row, by=by, at=at)
    return row


@transaction.atomic
def note_told(*, statement: Statement, at: datetime) -> int:
    """Note that the author, who has come back with their code, was shown that somebody found out who they are."""
    untold = list(looked_behind(statement).filter(told_on__isnull=True).select_for_update())
    for row in untold:
        row.told_on = day_of(at)
        # A day, not a moment: when somebody came back is nobody's business.
        noon = at.replace(hour=12, minute=0, second=0, microsecond=0)
        save_with_history(row, by=None, reason=_("The person was told"), at=noon)
    return len(untold)


def _locked(look: Look, by: User, at: datetime) -> Look:
    row = Look.objects.select_for_update().get(pk=look.pk)
    if not permissions.can_know_look(by, row, at):
        raise PermissionDenied
    return row
