"""How a statement goes: wholly, leaving that it was there. Nothing else deletes one.

Locks: the statement.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.models.periods import day_of
from portal.voices.enums.statements import Gone, StatementState
from portal.voices.models import Look, Statement, Tombstone
from portal.voices.models.files import SENT_ALONG
from portal.voices.queries.deletion import due_cases, due_statements, stray_files

# A file is written before its row: a younger one may belong to somebody who is sending it now.
STRAY_AFTER = timedelta(days=1)


@transaction.atomic
def delete_statement(*, statement: Statement, why: Gone, at: datetime) -> None:
    """Delete it with words, files, what was taken out, releases and themes; what was never sent leaves no mark."""
    row = Statement.objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    if row is None:
        return
    files = list(row.attachments.values_list("file", flat=True))
    was_sent, key, campaign = row.state != StatementState.DRAFT, row.pk, row.campaign_id
    row.delete()
    _forget_why(key, at)
    if was_sent:
        Tombstone.objects.create(statement_id=key, campaign_id=campaign, gone_on=day_of(at), why=why)
    transaction.on_commit(lambda: _forget(files))


def _forget_why(key: UUID, at: datetime) -> None:
    """Let go why somebody looked: it may repeat what was said. That two people did stays, with who and when."""
    # A day, not a moment: when somebody took back what they said is nobody's business.
    noon = at.replace(hour=12, minute=0, second=0, microsecond=0)
    for look in Look.objects.select_for_update(of=("self",)).filter(statement_id=key):
        look.reason = look.settled_reason = ""
        save_with_history(look, by=None, reason=_("What was said is gone"), at=noon)


def _forget(files: Iterable[str]) -> None:
    for name in files:
        SENT_ALONG.forget(name)


def forget_due(*, at: datetime) -> list[int]:
    """Delete what has been kept long enough, and files that belong to nothing; return how many of each.

    Each statement goes in a transaction of its own: an interrupted night goes on the next.
    """
    statements = list(due_statements(at))
    for row in statements:
        why = Gone.ABANDONED if row.state == StatementState.DRAFT else Gone.RETENTION
        delete_statement(statement=row, why=why, at=at)
    cases = list(due_cases(at))
    for case in cases:
        case.delete()
    files = stray_files(at - STRAY_AFTER)
    _forget(files)
    return [len(statements), len(cases), len(files)]
