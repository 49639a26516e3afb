"""Who is told what was said about a proposal."""

from datetime import datetime

from django.dispatch import Signal

from governance import signals
from governance.announcements.proposals import room
from governance.models import Comment, Concern, Question
from portal.live import announce_on_commit
from portal.people.models import User


def _tell(
    signal: Signal, row: Question | Concern | Comment, name: str, by: User | None, at: datetime, **more: object
) -> None:
    signal.send(sender=type(row), proposal_id=row.proposal_id, by=by, at=at, **{f"{name}_id": row.pk}, **more)
    announce_on_commit(room(row.proposal_id), "discussion.changed", row.proposal_id)


def question_asked(question: Question, by: User, at: datetime) -> None:
    """Tell that somebody wants to understand."""
    _tell(signals.question_asked, question, "question", by, at)


def question_replied(question: Question, by: User, at: datetime) -> None:
    """Tell that the question has its reply."""
    _tell(signals.question_replied, question, "question", by, at)


def concern_raised(concern: Concern, by: User, at: datetime) -> None:
    """Tell that something worries somebody."""
    _tell(signals.concern_raised, concern, "concern", by, at)


def concern_closed(concern: Concern, by: User | None, at: datetime) -> None:
    """Tell that a concern was resolved, withdrawn or recorded."""
    _tell(signals.concern_closed, concern, "concern", by, at, state=concern.state)


def concern_reopened(concern: Concern, by: User, at: datetime) -> None:
    """Tell that a concern stands again."""
    _tell(signals.concern_reopened, concern, "concern", by, at)


def comment_added(comment: Comment, by: User, at: datetime) -> None:
    """Tell that somebody said something."""
    _tell(signals.comment_added, comment, "comment", by, at)


def comment_withdrawn(comment: Comment, by: User, at: datetime) -> None:
    """Tell that somebody took back what they said."""
    _tell(signals.comment_withdrawn, comment, "comment", by, at)
