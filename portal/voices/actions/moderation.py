"""What a reader does with a statement: every act leaves a step. The words themselves are never changed.

Locks: the statement.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.actions.cases import open_case
from portal.voices.actions.releases import end_proposals, end_release, end_releases, propose_release, release
from portal.voices.actions.steps import leave, locked, move, needs
from portal.voices.domain.moderation import Unfinished
from portal.voices.domain.statements import may_become
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import StatementState
from portal.voices.models import Attachment, Case, Redaction, Statement, Words
from portal.voices.permissions import moderation as permissions
from portal.voices.queries.moderation import unfinished_of

__all__ = [
    "answer_objection",
    "clear",
    "end_release",
    "hold",
    "look_at_attachment",
    "needs_redaction",
    "open_file",
    "open_words",
    "propose_release",
    "put_away",
    "put_back",
    "redact",
    "release",
    "return_",
    "take",
    "why_not_put_away",
]

# Why it cannot be put away yet. Who reads this may not know that there is a case: it says that somebody sees to it.
UNFINISHED: Mapping[Unfinished, Promise] = {
    Unfinished.SAFETY: gettext_lazy("The safeguarding lead and deputy see to something first. It stays until then."),
    Unfinished.UNREAD: gettext_lazy(
        "Something of it has not been read and cleared. Clear it, or pass it on to nobody, before you put it away."
    ),
    Unfinished.OBJECTION: gettext_lazy("Its author objects to what was taken out. Answer them before you put it away."),
    Unfinished.ANSWER: gettext_lazy(
        "It is part of what we heard, and the answer to that is owed. It stays until then."
    ),
}


@transaction.atomic
def take(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Take it to read, or over from another reader."""
    row = locked(statement, by, at)
    if not permissions.can_take(by, row, at):
        raise Refused(_("You have it already, or it needs no reading now."))
    if row.state == StatementState.RECEIVED:
        move(row, StatementState.IN_MODERATION, at)
    row.taken_by = by
    return leave(row, Verdict.TAKEN, by, at)


@transaction.atomic
def open_words(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Note that ``by`` opens the words; what nobody had taken is theirs from now on."""
    row = locked(statement, by, at)
    if row.state == StatementState.RECEIVED:
        move(row, StatementState.IN_MODERATION, at)
        row.taken_by = by
        leave(row, Verdict.TAKEN, by, at)
    return leave(row, Verdict.READ, by, at)


@transaction.atomic
def open_file(*, attachment: Attachment, by: User, at: datetime) -> Attachment:
    """Note that ``by`` opens a drawing or hears a recording."""
    row = locked(attachment.statement, by, at)
    leave(row, Verdict.FILE_OPENED, by, at, note=str(attachment.pk))
    return attachment


@transaction.atomic
def hold(*, statement: Statement, why: str, is_about_lead: bool = False, by: User, at: datetime) -> Case:
    """Hold it for safeguarding: a case is opened, lead and deputy are alerted, and nobody else reads it now."""
    row = locked(statement, by, at)
    if not permissions.can_hold(by, row, at):
        raise Refused(_("It is held already."))
    told = needs(why, _("Write down what worries you. Only those who act on it read this."))
    case = open_case(source=CaseSource.STATEMENT, statement=row, told=told, is_about_lead=is_about_lead, by=by, at=at)
    leave(row, Verdict.HELD_SAFEGUARDING, by, at)
    return case


@transaction.atomic
def needs_redaction(*, statement: Statement, note: str = "", by: User, at: datetime) -> Statement:
    """Say that words must be taken out before anybody else reads it."""
    row = locked(statement, by, at)
    move(row, StatementState.HELD_REDACTION, at)
    return leave(row, Verdict.NEEDS_REDACTION, by, at, note=note)


@transaction.atomic
def redact(*, words: Words, text: str, reason: str, by: User, at: datetime) -> Redaction | None:
    """Write the words as others may read them; the author is told why. Writing the original again undoes it.

    What was cleared or proposed was another text: it is read again.
    """
    row = locked(words.statement, by, at)
    if not permissions.can_redact(by, row, at):
        raise Refused(_("Put it back to the readers first; that ends what is released of it."))
    found = Words.objects.get(pk=words.pk, statement=row)
    redaction = Redaction.objects.filter(words=found).first()
    if text.strip() == found.text.strip():
        if redaction is None:
            raise Refused(_("Nothing is taken out. Change the words, or leave the page."))
        redaction.delete()
        redaction = None
    else:
        redaction = redaction or Redaction(words=found)
        redaction.text, redaction.by, redaction.at = text.strip(), by, at
        redaction.reason = needs(reason, _("Write down what was taken out and why; the author reads it."))
        redaction.save()
    found.is_cleared = False
    found.save(update_fields=["is_cleared"])
    end_proposals(row, at)
    leave(row, Verdict.REDACTED, by, at)
    return redaction


@transaction.atomic
def return_(*, statement: Statement, reason: str, by: User, at: datetime) -> Statement:
    """Decide that it is passed on to nobody; the author reads the reason when they come back."""
    row = locked(statement, by, at)
    move(row, StatementState.RETURNED, at)
    end_releases(row, at)
    told = needs(reason, _("Write the reason, in words for whoever sent it: they read it."))
    return leave(row, Verdict.RETURNED, by, at, note=told)


@transaction.atomic
def clear(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Say that everything said by now is safe to read for others, as redacted.

    New words in what everybody reads would have been decided by one person alone: that release ends.
    """
    row = locked(statement, by, at)
    if not permissions.can_clear(by, row, at):
        raise Refused(_("Take it to read first."))
    fresh = row.words.filter(is_cleared=False)
    if fresh.exists():
        end_releases(row, at, [Audience.PUBLIC])
    fresh.update(is_cleared=True)  # no history: voices.Words has none
    if row.state == StatementState.HELD_REDACTION:
        move(row, StatementState.IN_MODERATION, at)
    return leave(row, Verdict.CLEARED, by, at)


@transaction.atomic
def put_back(*, statement: Statement, note: str = "", by: User, at: datetime) -> Statement:
    """Give it to the readers again: everything released of it ends at once."""
    row = locked(statement, by, at)
    if not permissions.can_put_back(by, row, at):
        raise Refused(_("It cannot be put back from here. End its releases instead."))
    move(row, StatementState.IN_MODERATION, at)
    end_releases(row, at)
    row.taken_by = by
    return leave(row, Verdict.PUT_BACK, by, at, note=note)


def why_not_put_away(statement: Statement) -> str:
    """Return why it cannot be put away now, or nothing."""
    left = unfinished_of(statement)
    if Unfinished.SAFETY not in left and not may_become(statement.state, StatementState.ARCHIVED):
        words = {"now": statement.get_state_display()}
        return _("It is “%(now)s”. It is put away once it has been read and something was decided.") % words
    return str(UNFINISHED[left[0]]) if left else ""


@transaction.atomic
def put_away(*, statement: Statement, reason: str, by: User, at: datetime) -> Statement:
    """Put it away until its day: nobody works with it, no audience reads it, and what was answered stays answered.

    What is passed on to nobody is counted in no table; put away it is told from what is counted by its words.
    """
    row = locked(statement, by, at)
    if row.state == StatementState.ARCHIVED:
        raise Refused(_("It is put away already."))
    if why := why_not_put_away(row):
        raise Refused(why)
    told = needs(reason, _("Write the reason, in words for whoever sent it: they read it."))
    if row.state == StatementState.RETURNED:
        row.words.update(is_cleared=False)  # no history: voices.Words has none
    move(row, StatementState.ARCHIVED, at)
    end_releases(row, at)
    row.taken_by = None
    return leave(row, Verdict.ARCHIVED, by, at, note=told)


@transaction.atomic
def look_at_attachment(*, attachment: Attachment, shows_faces_or_names: bool, by: User, at: datetime) -> Attachment:
    """Say whether a picture shows a face or a name; one that does goes to no large audience."""
    row = locked(attachment.statement, by, at)
    found = Attachment.objects.select_for_update().get(pk=attachment.pk, statement=row)
    found.shows_faces_or_names = shows_faces_or_names
    found.save(update_fields=["shows_faces_or_names"])
    if shows_faces_or_names:
        for standing in row.releases.filter(ended_at__isnull=True, with_attachments=found):
            if standing.audience in (Audience.MEMBERS, Audience.PUBLIC):
                standing.with_attachments.remove(found)
    leave(row, Verdict.FILE_JUDGED, by, at)
    return found


@transaction.atomic
def answer_objection(*, redaction: Redaction, answer: str, by: User, at: datetime) -> Redaction:
    """Answer an author who objects to what was taken out; changing the words is an act of its own."""
    row = locked(redaction.words.statement, by, at)
    if not permissions.can_answer_objection(by, row, at):
        raise PermissionDenied
    found = Redaction.objects.select_for_update().get(pk=redaction.pk, words__statement=row)
    if found.objected_on is None:
        raise Refused(_("Nobody objected."))
    found.answer = needs(answer, _("Write an answer in plain words: the author reads it."))
    found.answered_at = at
    found.save()
    leave(row, Verdict.OBJECTION_ANSWERED, by, at)
    return found
