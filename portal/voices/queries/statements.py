"""A statement as the person who made it sees it, when they come back with their code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.people.models.periods import day_of
from portal.voices.enums.answers import Face, Weather, YesNo
from portal.voices.enums.campaigns import QuestionKind
from portal.voices.enums.moderation import Verdict
from portal.voices.enums.statements import StatementState
from portal.voices.enums.themes import ThemeState
from portal.voices.models import Answer, Look, Question, Redaction, RightOrNot, Statement, Theme, Words
from portal.voices.models.secrets import code_hashes

_LABELS = {**dict(Face.choices), **dict(Weather.choices), **dict(YesNo.choices)}


@dataclass(frozen=True)
class Line:
    """One question and what was said to it; ``changed`` is what was taken out of it, if anything was."""

    n: int
    question: str
    answer: str
    changed: Redaction | None = None


@dataclass(frozen=True)
class Heard:
    """A theme that what they said is part of, its newest answer, and whether they have said if it is right."""

    theme: Theme
    answer: Answer | None
    may_say: bool


@dataclass(frozen=True)
class PutAway:
    """That nothing more is done with it: since when, why, and whether anybody was given it to read before."""

    on: date
    why: str
    was_passed_on: bool


def statement_of_receipt(code: str) -> Statement | None:
    """Return the statement a receipt leads to."""
    rows = Statement.objects.select_related("campaign", "version__set")
    return rows.filter(receipt_hash__in=code_hashes(code)).first()


def label_of(choice: str) -> str:
    """Return a chosen answer in words."""
    return str(_LABELS.get(choice, ""))


def said(statement: Statement) -> list[Line]:
    """Return everything they said, in the order of the questions, with what was taken out of it for others."""
    rows = statement.words.select_related("question", "redaction").order_by("n")
    return [_line(row) for row in rows]


def _line(row: Words) -> Line:
    redaction = getattr(row, "redaction", None)
    return Line(row.n, row.question.text if row.question else "", label_of(row.choice) or row.text, redaction)


def answers_of(statement: Statement) -> dict[int, tuple[str, str]]:
    """Return what is saved of a draft, by question."""
    rows = statement.words.filter(question__isnull=False)
    return {row.question_id: (row.choice, row.text) for row in rows if row.question_id is not None}


def checked_lines(questions: Iterable[Question], answers: dict[int, tuple[str, str]]) -> list[Line]:
    """Return what is about to be sent."""
    lines = []
    for question in questions:
        choice, text = answers.get(question.pk, ("", ""))
        lines.append(Line(question.n, question.text, label_of(choice) or text))
    return lines


def file_questions(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that are answered with a file."""
    return [one for one in questions if one.kind in (QuestionKind.DRAWING, QuestionKind.RECORDING)]


def why_returned(statement: Statement) -> str:
    """Return why it was not passed on, in the reader's words to the author."""
    if statement.state not in (StatementState.RETURNED, StatementState.ARCHIVED):
        return ""
    decided = statement.steps.filter(verdict__in=(Verdict.RETURNED, Verdict.CLEARED, Verdict.PUT_BACK))
    step = decided.order_by("-at", "-pk").first()
    return step.note if step and step.verdict == Verdict.RETURNED else ""


def put_away(statement: Statement) -> PutAway | None:
    """Return when and why nobody works with it any more, in the reader's words to the author."""
    if statement.state != StatementState.ARCHIVED:
        return None
    step = statement.steps.filter(verdict=Verdict.ARCHIVED).order_by("-at", "-pk").first()
    was_passed_on = statement.releases.filter(released_at__isnull=False).exists()
    return PutAway(day_of(step.at), step.note, was_passed_on) if step else None


def looked_on(statement: Statement) -> date | None:
    """Return on which day somebody found out who they are, if somebody did."""
    look = Look.objects.filter(statement_id=statement.pk, looked_at__isnull=False).order_by("looked_at").first()
    return day_of(look.looked_at) if look and look.looked_at else None


def heard(statement: Statement, once: "OnceHash") -> list[Heard]:
    """Return the published themes it is part of, with their newest answers."""
    themes = Theme.objects.filter(links__statement=statement, state=ThemeState.PUBLISHED).order_by("n")
    found = []
    for theme in themes.prefetch_related("answers"):
        newest = max(theme.answers.all(), key=lambda one: one.n, default=None)
        may = newest is not None and not RightOrNot.objects.filter(once_hash=once(newest)).exists()
        found.append(Heard(theme, newest, may))
    return found


class OnceHash:
    """The keyed hash by which a receipt can speak of an answer once; it leads back to no statement."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, answer: Answer) -> str:
        """Return it."""
        # Words cannot hold digits: an answer's key is spelled in letters.
        key = str(answer.pk).translate(str.maketrans("0123456789", "abcdefghij"))
        return code_hashes(f"{self.code} right {key}")[0]
