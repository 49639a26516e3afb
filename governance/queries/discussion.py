"""What was said about a proposal, as its page shows it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.enums.proposals import ConcernState
from governance.models import ClauseText, Comment, Concern, Proposal, Question
from governance.queries.amendments import AmendmentsPart, amendments_part, with_answers
from portal.statements import Kept

Row = TypeVar("Row", Comment, Question, Concern)
COMMENTS_A_PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CommentPage:
    """Some comments, newest first; ``more`` is where the earlier ones begin, None at the first ever made."""

    comments: list[Comment]
    more: str | None
    begins_at_newest: bool


@dataclass(frozen=True)
class Discussion:
    """Concerns with the open ones first, questions with the unanswered first, comments, and open amendments."""

    concerns: list[Concern]
    questions: list[Question]
    comments: CommentPage
    amendments: AmendmentsPart

    @property
    def open_concerns(self) -> int:
        """Return how many concerns stand open."""
        return sum(concern.state == ConcernState.OPEN for concern in self.concerns)

    @property
    def unanswered(self) -> int:
        """Return how many questions wait for a reply."""
        return sum(not question.reply for question in self.questions)


def _about(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add number and heading of the clause as the version said it: the working copy may say something else."""
    text = ClauseText.objects.filter(version=OuterRef("version"), clause=OuterRef("clause"))
    columns = {name: Subquery(text.values(name)[:1]) for name in ("order", "heading")}
    about: QuerySet[Any] = rows.annotate(clause_order=columns["order"], clause_heading=columns["heading"])
    return about


def concerns_of(proposal: Proposal) -> list[Concern]:
    """Return all concerns, the open ones first; one query."""
    rows = _CONCERNS.ask(proposal=proposal.pk)
    found: list[Concern] = sorted(rows, key=lambda it: (it.state != ConcernState.OPEN, it.raised_at, it.pk))
    for concern in found:
        concern.proposal = proposal
    return found


def questions_of(proposal: Proposal) -> list[Question]:
    """Return all questions, those without a reply first; one query."""
    rows = _QUESTIONS.ask(proposal=proposal.pk)
    found: list[Question] = sorted(rows, key=lambda it: (bool(it.reply), it.asked_at, it.pk))
    for question in found:
        question.proposal = proposal
    return found


def comments_of(proposal: Proposal, after: str = "") -> CommentPage:
    """Return up to fifty comments, newest first, beginning behind the cursor ``after``; one query."""
    where = _read_cursor(after)
    if where is None:
        found = _NEWEST.ask(proposal=proposal.pk)
    else:
        found = _BEFORE.ask(proposal=proposal.pk, moment=where[0], key=where[1])
    shown = found[:COMMENTS_A_PAGE]
    for comment in shown:
        comment.proposal = proposal
    more = _cursor(shown[-1]) if len(found) > COMMENTS_A_PAGE else None
    return CommentPage(shown, more, where is None)


def _newest(proposal: int) -> "QuerySet[Any]":
    rows = Comment.objects.filter(proposal=proposal).select_related("author").order_by("-at", "-pk")
    return rows[: COMMENTS_A_PAGE + 1]


def _before(proposal: int, moment: datetime, key: int) -> "QuerySet[Any]":
    rows = Comment.objects.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=key), proposal=proposal)
    return rows.select_related("author").order_by("-at", "-pk")[: COMMENTS_A_PAGE + 1]


def _concerns(proposal: int) -> "QuerySet[Any]":
    rows = with_answers(_about(Concern.objects.filter(proposal=proposal)))
    return rows.select_related("version", "raised_by", "closed_by", "resolved_in")


def _questions(proposal: int) -> "QuerySet[Any]":
    return _about(Question.objects.filter(proposal=proposal)).select_related("version", "asked_by", "replied_by")


_NEWEST, _BEFORE, _CONCERNS, _QUESTIONS = Kept(_newest), Kept(_before), Kept(_concerns), Kept(_questions)


def discussion_of(proposal: Proposal) -> Discussion:
    """Return the whole discussion as far as its page shows it at once; four queries."""
    return Discussion(concerns_of(proposal), questions_of(proposal), comments_of(proposal), amendments_part(proposal))


def find_comment(proposal: Proposal, pk: int) -> Comment | None:
    """Return a comment on this proposal."""
    return _of(proposal, Comment.objects.filter(proposal=proposal, pk=pk).first())


def find_question(proposal: Proposal, pk: int) -> Question | None:
    """Return a question about this proposal."""
    return _of(proposal, Question.objects.filter(proposal=proposal, pk=pk).select_related("asked_by").first())


def find_concern(proposal: Proposal, pk: int) -> Concern | None:
    """Return a concern about this proposal."""
    rows = Concern.objects.filter(proposal=proposal, pk=pk).select_related("raised_by", "version")
    return _of(proposal, rows.first())


def _of(proposal: Proposal, row: Row | None) -> Row | None:
    if row is not None:
        row.proposal = proposal
    return row


def _cursor(comment: Comment) -> str:
    return f"{(comment.at - EPOCH) // timedelta(microseconds=1)}-{comment.pk}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    """Read a cursor; one that nobody here wrote begins at the newest comment."""
    moment, _, key = text.partition("-")
    if not (moment.isdecimal() and key.isdecimal() and len(moment) < 18 and len(key) < 19):
        return None
    return EPOCH + timedelta(microseconds=int(moment)), int(key)
