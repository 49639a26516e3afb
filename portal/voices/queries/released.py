"""What an audience reads of a statement: words as they were cleared, never the original of what was taken out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Gone
from portal.voices.models import Statement, Tombstone, Words

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
    key: int | None = None


@dataclass(frozen=True)
class InWords:
    """What several people wrote to one question, in an order that says nothing; ``texts`` never say whose they are."""

    question: str
    texts: tuple[Said, ...]
    keys: tuple[int, ...] = ()
    """The questions that were asked in these words: of several ages, several."""


def in_words(statements: Iterable[Statement]) -> list[InWords]:
    """Return the words of statements by question: taken apart, so that nobody is known by the sum of their answers.

    Faces and ticks are left out: counted for one home they would be a number about it (voices.md, promise 7).
    """
    found: dict[str, list[Said]] = {}
    for statement in statements:
        for said in as_released(statement):
            if said.text.strip():
                found.setdefault(said.question, []).append(said)
    rows = [
        InWords(
            question,
            tuple(sorted(texts, key=lambda one: one.text)),
            tuple(sorted({one.key for one in texts if one.key is not None})),
        )
        for question, texts in found.items()
    ]
    return sorted(rows, key=lambda one: (not one.question, one.question))


def something_was_taken_back(campaigns: Iterable[int]) -> bool:
    """Say whether anybody took back what they said there: a gap is marked, and nobody learns how many or whose."""
    return Tombstone.objects.filter(campaign__in=campaigns, why=Gone.WITHDRAWN).exists()


def released_statements(
    person: "User | AnonymousUser", at: datetime, audiences: Iterable[Audience] = tuple(Audience)
) -> QuerySet[Statement]:
    """Return what ``person`` may read in an audience, with the cleared words; two queries when it is gone through."""
    cleared = Words.objects.filter(is_cleared=True).select_related("question", "redaction")
    found = Statement.objects.released_to(person, at, audiences).select_related("campaign", "version")
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
            key=question.pk if question else None,
        )
