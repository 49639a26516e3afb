"""Saying something: a card is swapped for a receipt, answers are sent, more is added, it is taken back.

The actor is whoever holds the code: nobody is signed in, and nothing says who it was. Locks: the card; the statement.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.actions.deletion import delete_statement
from portal.voices.domain.codes import new_receipt
from portal.voices.domain.helping import works_here
from portal.voices.domain.questions import fits
from portal.voices.domain.retention import kept_until
from portal.voices.domain.triage import raised
from portal.voices.enums.campaigns import AgeBand, Speaker
from portal.voices.enums.statements import AttachmentKind, EntryMode, Gone, HelperKind, Privacy, StatementState
from portal.voices.models import Attachment, Invite, Question, Redaction, Statement, Words
from portal.voices.models.files import SENT_ALONG, checked, keep_sealed
from portal.voices.models.secrets import code_hash, code_hashes
from portal.voices.permissions import receipts as permissions
from portal.voices.permissions.campaigns import can_type_in_card
from portal.voices.queries.campaigns import is_answerable, questions_of

Said = Mapping[int, tuple[str, str]]
# What is added later stands behind every question.
ADDED_FROM = 1000
MOST_ADDED = 20


def _gone() -> str:
    """Say that there is nothing to act on."""
    return _("It is not here any more: it was taken back, or its time was over.")


@dataclass(frozen=True)
class Opened:
    """What a card was swapped for; the receipt is shown once."""

    statement: Statement
    receipt: str


@dataclass(frozen=True)
class Sent:
    """One file that is sent along."""

    question: Question
    kind: AttachmentKind
    content: bytes


def card_of(code: str, at: datetime) -> Invite | None:
    """Return the card these words open now; a used, lost or old one opens nothing, and nobody learns which."""
    rows = Invite.objects.select_related("campaign", "place")
    card = rows.filter(code_hash__in=code_hashes(code), is_used=False, is_void=False).first()
    if card is None or card.expires_on < day_of(at) or not is_answerable(card.campaign, at):
        return None
    return card


def open_with_card(
    *,
    code: str,
    band: AgeBand,
    privacy: Privacy,
    at: datetime,
    name: str = "",
    helper: HelperKind = HelperKind.NOBODY,
    helper_works_here: bool | None = None,
    entry: EntryMode = EntryMode.SELF,
    by: User | None = None,
) -> Opened:
    """Swap a card for a receipt.

    The card is used up in a transaction of its own, before and apart from the statement: rows that were written
    together would belong together for ever, also where no column says so. Of somebody whom nobody can find out nothing
    is stored yet: the statement comes back unsaved, for the browser to carry until ``send`` stores it.
    """
    card = card_of(code, at)
    if card is not None and by is not None and not can_type_in_card(by, card, at):
        raise PermissionDenied
    version = questions_of(card.campaign, band) if card else None
    if card is None or version is None:
        raise Refused(_("This card does not open anything now. Check the words, or ask for another card."))
    if not _use_up(card):
        raise Refused(_("This card has been used. If that was you, come back with your code."))
    receipt = new_receipt()
    hidden = privacy == Privacy.ANONYMOUS
    statement = Statement(
        campaign=card.campaign,
        version=version,
        speaker=Speaker.STAFF if band == AgeBand.STAFF else Speaker.YOUNG_PERSON,
        band=band,
        privacy=privacy,
        given_on=day_of(at),
        receipt_hash=code_hash(receipt),
        place=None if hidden else card.place,
        invite=None if hidden else card,
        sealed_name=name.strip() if privacy == Privacy.NAMED else "",
        helper=helper,
        helper_works_here=works_here(helper, helper_works_here),
        entry=entry,
        entered_by=None if hidden or entry == EntryMode.SELF else by,
        keep_until=kept_until(StatementState.DRAFT, day_of(at)),
    )
    if hidden:
        return Opened(statement, receipt)
    try:
        with transaction.atomic():
            statement.save(force_insert=True)
    except BaseException:
        with transaction.atomic():
            Invite.objects.filter(pk=card.pk).update(is_used=False)  # no history: voices.Invite has none
        raise
    return Opened(statement, receipt)


@transaction.atomic
def _use_up(card: Invite) -> bool:
    """Mark it used and say whether it was not: of two at once, one gets it."""
    rows = Invite.objects.filter(pk=card.pk, is_used=False, is_void=False)
    return bool(rows.update(is_used=True))  # no history: voices.Invite has none


@transaction.atomic
def answer_question(*, statement: Statement, question: Question, choice: str, text: str, at: datetime) -> None:
    """Keep one answer of what is not sent yet; an empty one is taken away."""
    row = _locked(statement)
    if not permissions.may_write(row):
        raise Refused(_("It has been sent. You can add something to it."))
    if not permissions.may_be_kept_here(row):
        raise Refused(_("Nothing of yours is kept here before you send it."))
    _keep(row, question, choice, text, at)


def send(*, statement: Statement, answers: Said, at: datetime, files: Sequence[Sent] = ()) -> Statement:
    """Send it, with what has not been kept yet. Sending twice sends once."""
    try:
        return _send(statement, answers, at, files)
    except IntegrityError:
        # Two sent at one moment what was not stored yet: one of them is.
        sent = Statement.objects.filter(receipt_hash=statement.receipt_hash).first()
        if sent is None:
            raise
        return sent


@transaction.atomic
def _send(statement: Statement, answers: Said, at: datetime, files: Sequence[Sent]) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",))
    stored = rows.filter(receipt_hash=statement.receipt_hash).first()
    if stored is None and permissions.may_be_kept_here(statement):
        raise Refused(_gone())
    # A copy: if this is refused, the statement is as unsaved as before.
    row = stored or copy(statement)
    if not permissions.may_write(row):
        return row
    if stored is None:
        row.save(force_insert=True)
    questions = {one.pk: one for one in Question.objects.filter(version=row.version_id)}
    for key, (choice, text) in answers.items():
        if key in questions:
            _keep(row, questions[key], choice, text, at)
    for file in files:
        _attach(row, file, at)
    words = list(row.words.all())
    if not words and not row.attachments.exists():
        raise Refused(_("There is nothing to send yet. Answer one question at least, or leave the page: that is fine."))
    row.state, row.given_on = StatementState.RECEIVED, day_of(at)
    row.keep_until = kept_until(row.state, day_of(at))
    for one in words:
        row.priority = raised(row.priority, one.text)
    row.save()
    return row


@transaction.atomic
def add_words(*, statement: Statement, text: str, at: datetime) -> Words:
    """Add something to what was sent; it is read before anybody else sees it, like all the rest."""
    row = _locked(statement)
    if not permissions.may_add(row):
        raise Refused(_("Nothing can be added to it any more."))
    if not text.strip():
        raise Refused(_("Write what you would like to add."))
    if row.words.filter(question__isnull=True).count() >= MOST_ADDED:
        raise Refused(_("You have added a lot already. Use another card, so that nothing gets lost."))
    last: int | None = row.words.aggregate(last=Max("n"))["last"]
    words = Words.objects.create(statement=row, n=max(last or 0, ADDED_FROM) + 1, text=text.strip(), said_on=day_of(at))
    row.priority = raised(row.priority, words.text)
    if row.state == StatementState.RETURNED:
        row.state, row.taken_by = StatementState.IN_MODERATION, None
        row.keep_until = kept_until(row.state, day_of(at))
    row.save()
    return words


@transaction.atomic
def object_to_change(*, statement: Statement, n: int, text: str, at: datetime) -> Redaction:
    """Say that what was taken out should not have been; a reader answers."""
    row = _locked(statement)
    words = row.words.select_related("redaction").filter(n=n).first()
    if words is None or not permissions.may_object(words):
        raise Refused(_("There is nothing here to object to, or you have said so already."))
    redaction = words.redaction
    redaction.objected_on, redaction.objection = day_of(at), text.strip()
    redaction.save(update_fields=["objected_on", "objection"])
    return redaction


def withdraw(*, statement: Statement, at: datetime) -> None:
    """Take it back: it is gone at once, wholly."""
    delete_statement(statement=statement, why=Gone.WITHDRAWN, at=at)


def _locked(statement: Statement) -> Statement:
    row = Statement.objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    if row is None:
        raise Refused(_gone())
    return row


def _keep(row: Statement, question: Question, choice: str, text: str, at: datetime) -> None:
    if not fits(question.kind, choice, text):
        raise Refused(_("That is not an answer to this question, or it is too long. Look at it again."))
    existing = row.words.filter(question=question)
    if not choice and not text.strip():
        existing.delete()
        return
    Words.objects.update_or_create(
        statement=row,
        question=question,
        defaults={"n": question.n, "choice": choice, "text": text.strip(), "said_on": day_of(at)},
    )


def _attach(row: Statement, file: Sent, at: datetime) -> None:
    mime, content = checked(file.kind, file.content)
    name = keep_sealed(content, day_of(at))
    try:
        Attachment.objects.create(
            statement=row, question=file.question, kind=file.kind, file=name, content_type=mime, size=len(content)
        )
    except BaseException:
        SENT_ALONG.forget(name)
        raise
