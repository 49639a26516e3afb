"""The readers' queue, and one statement as a reader opens it: first what it is, then what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Nation
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.voices.domain.marking import Piece, marked, suggested
from portal.voices.domain.moderation import MAY_BE_READ_BY_AUDIENCES, Unfinished, unfinished
from portal.voices.enums.cases import CaseState
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import Priority, Privacy, StatementState
from portal.voices.models import Attachment, Case, ModerationStep, Redaction, Release, Statement, Words
from portal.voices.queries.themes import is_owed_an_answer
from portal.workingdays import working_days_between

if TYPE_CHECKING:
    from portal.people.models import User

# Who has opened the words has them open for a working day; then they say again that they are reading.
OPEN_FOR = timedelta(hours=8)
LATE_AFTER_DAYS = 2
S = StatementState
WAITING = (S.RECEIVED, S.IN_MODERATION, S.HELD_SAFEGUARDING, S.HELD_REDACTION)

SHOWS: Mapping[str, tuple[Promise, Q]] = {
    "waiting": (_("Waiting to be read"), Q(state__in=WAITING) | Q(state__in=MAY_BE_READ_BY_AUDIENCES, has_new=True)),
    "second": (_("A second person is needed"), Q(needs_second=True)),
    "objections": (_("The author objects"), Q(has_objection=True)),
    "released": (_("Passed on"), Q(state__in=MAY_BE_READ_BY_AUDIENCES)),
    "returned": (_("Not passed on"), Q(state=S.RETURNED)),
    # Where it is found until its day; nothing of it waits.
    "archived": (_("Put away"), Q(state=S.ARCHIVED)),
}
MINE = _("Yours")


def _flagged(rows: "QuerySet[Statement]", person: "User") -> "QuerySet[Statement]":
    words = Words.objects.filter(statement=OuterRef("pk"))
    proposed = Release.objects.filter(
        statement=OuterRef("pk"), audience=Audience.PUBLIC, released_at__isnull=True, ended_at__isnull=True
    )
    objected = Redaction.objects.filter(words__statement=OuterRef("pk"), objected_on__isnull=False, answered_at=None)
    return rows.annotate(
        has_new=Exists(words.filter(is_cleared=False)),
        needs_second=Exists(proposed.exclude(proposed_by=person.pk)),
        has_objection=Exists(objected),
    )


@dataclass(frozen=True)
class Queue:
    """What a reader sees of all that waits."""

    rows: "QuerySet[Statement]"
    counts: list[tuple[str, Promise, int]]


def queue(person: "User", at: datetime, show: str = "waiting") -> Queue:
    """Return what ``person`` may read, the most urgent and then the oldest first, and how much there is of each."""
    mine = Q(taken_by=person, state__in=WAITING)
    parts = {key: q for key, (_words, q) in SHOWS.items()} | {"mine": mine}
    readable = _flagged(Statement.objects.readable_by(person, at), person)
    counted = readable.aggregate(**{f"n_{key}": Count("pk", filter=q) for key, q in parts.items()})
    titles: dict[str, Promise] = {key: words for key, (words, _q) in SHOWS.items()} | {"mine": MINE}
    order = ("waiting", "mine", "second", "objections", "released", "returned", "archived")
    urgency = Choose(
        When(priority=Priority.URGENT, then=Value(0)),
        When(priority=Priority.RAISED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = readable.filter(parts.get(show, parts["waiting"])).annotate(
        urgency=urgency, files=Count("attachments", distinct=True)
    )
    rows = rows.select_related("campaign", "taken_by").order_by("urgency", "given_on", "pk")
    return Queue(rows, [(key, titles[key], counted[f"n_{key}"]) for key in order])


def age(statement: Statement, at: datetime) -> int:
    """Return for how many working days it has been waiting."""
    today = day_of(at)
    return working_days_between(statement.given_on, today, bank_holidays(Nation.ENGLAND, today))


def find_statement(person: "User", pk: UUID, at: datetime) -> Statement | None:
    """Return the statement if ``person`` reads it before others do."""
    rows = _flagged(Statement.objects.readable_by(person, at), person)
    related = ("campaign__place", "place", "version__set", "taken_by")
    return rows.select_related(*related).filter(pk=pk).first()


def has_opened(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` has said that they read the words, lately enough."""
    return _lately(person, statement, at, Verdict.READ).exists()


def has_opened_file(person: "User", file: Attachment, at: datetime) -> bool:
    """Say whether ``person`` has opened this drawing or recording, lately enough."""
    opened = _lately(person, file.statement, at, Verdict.FILE_OPENED)
    return any(note == str(file.pk) for note in opened.values_list("note", flat=True))


def _lately(person: "User", statement: Statement, at: datetime, what: Verdict) -> "QuerySet[ModerationStep]":
    steps = ModerationStep.objects.filter(statement=statement, by=person, verdict=what)
    return steps.filter(at__gt=at - OPEN_FOR, at__lte=at)


@dataclass(frozen=True)
class Row:
    """One answer as a reader sees it: the sealed words with suggestions marked, beside what others would read."""

    words: Words
    question: str
    pieces: list[Piece]
    redaction: Redaction | None


def rows_of(statement: Statement) -> list[Row]:
    """Return the answers; two queries."""
    found = statement.words.select_related("question", "redaction__by").order_by("n")
    known = names_near(statement)
    return [_row(words, known) for words in found]


def names_near(statement: Statement) -> list[str]:
    """Return names that are certainly no accident in the text: the home's, and their own."""
    place = statement.place or statement.campaign.place
    names = [place.name] if place else []
    return [*names, *(part for part in statement.sealed_name.split() if len(part) > 1)]


def row_of(statement: Statement, n: int) -> Row | None:
    """Return one answer."""
    words = statement.words.select_related("question", "redaction__by").filter(n=n).first()
    return _row(words, names_near(statement)) if words else None


def _row(words: Words, known: list[str]) -> Row:
    question = words.question.text if words.question else ""
    pieces = marked(words.text, suggested(words.text, known))
    return Row(words, question, pieces, getattr(words, "redaction", None))


def outline(statement: Statement) -> list[tuple[str, bool]]:
    """Return which questions were answered, before a word is shown, and whether it is still to be cleared."""
    rows = statement.words.select_related("question").order_by("n")
    later = str(_("Added later"))
    return [(row.question.text if row.question else later, not row.is_cleared) for row in rows]


def flags(statement: Statement) -> list[Promise | str]:
    """Return what a reader should know before opening it."""
    found: list[Promise | str] = []
    if statement.entry != "self":
        found.append(statement.get_entry_display())
    if statement.helper_works_here:
        found.append(_("Somebody who works at the home sat beside them"))
    elif statement.helper != "nobody":
        found.append(_("Somebody helped them"))
    if statement.privacy == Privacy.ANONYMOUS:
        found.append(_("Nobody can find out who said it"))
    if statement.version.set.band in ("4-7", "8-11"):
        found.append(_("A younger child"))
    return found


def is_cleared(statement: Statement) -> bool:
    """Say whether everything said is cleared; of drawings alone a reader has said so."""
    if statement.words.exists():
        return not statement.words.filter(is_cleared=False).exists()
    return statement.steps.filter(verdict=Verdict.CLEARED).exists()


def is_in_a_case(statement: Statement) -> bool:
    """Say whether lead and deputy still see to something in it."""
    return Case.objects.filter(statement=statement).exclude(state=CaseState.CLOSED).exists()


def unfinished_of(statement: Statement) -> list[Unfinished]:
    """Return what is still to be done with it before it is put away."""
    objected = Redaction.objects.filter(words__statement=statement, objected_on__isnull=False, answered_at=None)
    return unfinished(
        statement.state,
        is_in_a_case=is_in_a_case(statement),
        is_cleared=is_cleared(statement),
        has_objection=objected.exists(),
        is_owed_an_answer=is_owed_an_answer(statement),
    )


def steps_of(statement: Statement) -> "QuerySet[ModerationStep]":
    """Return what readers did, newest first."""
    return statement.steps.select_related("by").order_by("-at", "-pk")


def releases_of(statement: Statement) -> list[Release]:
    """Return what was released and proposed, what stands first."""
    rows = statement.releases.select_related("proposed_by", "released_by").order_by("-proposed_at")
    return sorted(rows, key=lambda row: row.ended_at is not None)


def find_release(statement: Statement, pk: int) -> Release | None:
    """Return a release of this statement."""
    return statement.releases.select_related("statement__campaign__place", "statement__place").filter(pk=pk).first()


def find_file(statement: Statement, pk: int) -> Attachment | None:
    """Return a file of this statement."""
    return statement.attachments.select_related("statement").filter(pk=pk).first()


def counts_for(person: "User", at: datetime) -> Mapping[str, Any]:
    """Return what waits for a reader, for their Today page: one query."""
    rows = _flagged(Statement.objects.readable_by(person, at), person)
    parts = {key: q for key, (_words, q) in SHOWS.items()}
    return rows.aggregate(
        waiting=Count("pk", filter=parts["waiting"]),
        urgent=Count("pk", filter=parts["waiting"] & Q(priority=Priority.URGENT)),
        second=Count("pk", filter=parts["second"]),
        objections=Count("pk", filter=parts["objections"]),
    )
