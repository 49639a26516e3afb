"""What a theme may say, what an answer must say, and when an answer is not good enough."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from portal.voices.enums.themes import AnswerKind, Right

# So many words in a row are a quotation: somebody could be known by them.
QUOTED = 5
# From so many who say no, and more than say yes, another answer is owed within this time.
FEWEST_NO, AGAIN = 3, timedelta(days=28)


class Lacks(StrEnum):
    """What an answer lacks."""

    TEXT = "text"
    EASY = "easy"
    BY_WHEN = "by_when"
    ROLE = "role"


def lacking(kind: AnswerKind, text: str, easy: str, by_when: date | None, role: str) -> list[Lacks]:
    """Return what is missing: always what and why, in plain words too, and who says it; a promise has a day."""
    found = [name for name, words in ((Lacks.TEXT, text), (Lacks.EASY, easy), (Lacks.ROLE, role)) if not words.strip()]
    return [*found, Lacks.BY_WHEN] if kind in (AnswerKind.DOING, AnswerKind.ASK_MORE) and by_when is None else found


def quotation(text: str, said: Iterable[str]) -> str:
    """Return the first words of ``text`` that stand in a row in what somebody said, or nothing."""
    mine = _words(text)
    runs = {tuple(mine[n : n + QUOTED]) for n in range(len(mine) - QUOTED + 1)}
    for one in said:
        words = _words(one)
        for n in range(len(words) - QUOTED + 1):
            if tuple(words[n : n + QUOTED]) in runs:
                return " ".join(words[n : n + QUOTED])
    return ""


def owes_another(said: Iterable[Right]) -> bool:
    """Say whether those who were asked think the answer wrong."""
    rows = list(said)
    no = sum(one == Right.NO for one in rows)
    return no >= FEWEST_NO and no > sum(one == Right.YES for one in rows)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter in "'’" else " " for letter in text.casefold()).split()
