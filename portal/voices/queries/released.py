"""What an audience reads of a statement: words as they were cleared, never the original of what was taken out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from portal.voices.models import Statement, Words

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


@dataclass(frozen=True)
class Said:
    """One question and what others may read of the answer."""

    question: str
    core: str
    choice: str
    text: str
    is_redacted: bool


def released_statements(person: "User | AnonymousUser", at: datetime) -> QuerySet[Statement]:
    """Return what ``person`` may read in an audience, with the cleared words; two queries when it is gone through."""
    cleared = Words.objects.filter(is_cleared=True).select_related("question", "redaction")
    found = Statement.objects.released_to(person, at).select_related("campaign", "version")
    return found.prefetch_related(Prefetch("words", cleared, to_attr="cleared_words"))


def as_released(statement: Statement) -> list[Said]:
    """Return what others read of a statement that ``released_statements`` gave, or of any other."""
    words: Iterable[Words] | None = getattr(statement, "cleared_words", None)
    if words is None:
        words = statement.words.filter(is_cleared=True).select_related("question", "redaction")
    return list(_said(words))


def _said(words: Iterable[Words]) -> Iterator[Said]:
    for row in words:
        redaction = getattr(row, "redaction", None)
        question = row.question
        yield Said(
            question=question.text if question else "",
            core=question.core if question else "",
            choice=row.choice,
            text=redaction.text if redaction else row.text,
            is_redacted=redaction is not None,
        )
