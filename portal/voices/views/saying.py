"""One question a page, then everything once more, then it is sent.

Of somebody whom nobody can find out nothing is stored before: their answers travel sealed in the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.people.refusals import Refused
from portal.people.requests import now
from portal.voices.actions.statements import Sent, answer_question, send
from portal.voices.domain.codes import WORDS_OF_A_RECEIPT
from portal.voices.domain.questions import FILES, choices_of
from portal.voices.enums.campaigns import QuestionKind, Speaker
from portal.voices.enums.statements import AttachmentKind
from portal.voices.forms.young import AnswerForm, CodeForm, FileForm
from portal.voices.models import Question, Statement
from portal.voices.permissions.receipts import may_be_kept_here, may_write
from portal.voices.queries.campaigns import asked_in
from portal.voices.queries.statements import answers_of, checked_lines, file_questions, label_of
from portal.voices.queries.tickets import ticket_of
from portal.voices.views.cards import base_of
from portal.voices.views.limits import minutes_to_wait, was_right
from portal.voices.views.receipts import opened, quiet, remember, sealed, statement_by, statement_of

Answers = dict[int, tuple[str, str]]
CHECK = "check"


@dataclass
class Talk:
    """One person's way through the questions."""

    statement: Statement
    questions: Sequence[Question]
    answers: Answers

    @property
    def shown(self) -> list[Question]:
        """Return the questions that have a page of their own; files are asked for at the end."""
        return [one for one in self.questions if one.kind not in FILES]

    @property
    def carried(self) -> str:
        """Return the answers for the page, where the server keeps none."""
        if may_be_kept_here(self.statement):
            return ""
        answers = {str(key): value for key, value in self.answers.items()}
        return sealed({"answers": answers, "ticket": ticket_of(self.statement)})


def _talk(statement: Statement, carried: str) -> Talk:
    questions = asked_in(statement.version)
    if may_be_kept_here(statement):
        return Talk(statement, questions, answers_of(statement))
    kept: Mapping[str, Sequence[str]] = opened(carried).get("answers", {})
    return Talk(statement, questions, {int(key): (str(two[0]), str(two[1])) for key, two in kept.items()})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@quiet
def say(request: HttpRequest) -> HttpResponse:
    """Take one answer and show the next question, the one before, the whole, or send it."""
    statement = statement_of(request)
    if statement is None:
        return ask_again(request)
    return _go(request, statement, request.POST)


@require_http_methods(["POST"])
@sensitive_post_parameters()
@quiet
def again(request: HttpRequest) -> HttpResponse:
    """Go on with the words of a page whose time had run out, once the code is given again."""
    form = CodeForm(request.POST, words=WORDS_OF_A_RECEIPT)
    statement = None
    pending = opened(request.POST.get("pending", ""))
    ticket = opened(str(pending.get("carried", ""))).get("ticket")
    if form.is_valid() and not minutes_to_wait(request):
        statement = statement_by(form.cleaned_data["code"], ticket)
        if statement is not None:
            was_right(request)
    if statement is None:
        return ask_again(request, pending, form if form.errors else None, tried=True)
    response = _go(request, statement, pending)
    remember(response, form.cleaned_data["code"], ticket_of(statement))
    return response


def ask_again(
    request: HttpRequest, pending: dict[str, Any] | None = None, form: CodeForm | None = None, *, tried: bool = False
) -> HttpResponse:
    """Ask for the code, and hold what was typed until it is given."""
    if pending is None:
        names = ("n", "choice", "text", "go", "carried")
        pending = {name: request.POST[name] for name in names if name in request.POST}
    return render(
        request,
        "voices/young/again.html",
        {
            "form": form or CodeForm(words=WORDS_OF_A_RECEIPT),
            "pending": sealed(pending),
            "tried": tried,
            "held": bool(pending),
        },
        status=422 if tried else 200,
    )


def _go(request: HttpRequest, statement: Statement, posted: Mapping[str, Any]) -> HttpResponse:
    if not may_write(statement):
        return redirect("voices:mine")
    talk = _talk(statement, str(posted.get("carried", "")))
    go = str(posted.get("go", ""))
    at_now = _number(posted.get("n"), len(talk.shown))
    if at_now:
        question = talk.shown[at_now - 1]
        form = AnswerForm(posted, question=question)
        if not form.is_valid():
            return _question(request, talk, at_now, form)
        choice = str(posted.get("choice", "")) if not form.fields.get("text") else ""
        answer = (choice if choice in choices_of(question.kind) else "", form.answer[1])
        _take(talk, question, answer)
    if go == "send":
        return _send(request, talk)
    if go == CHECK or (go == "next" and at_now >= len(talk.shown)):
        return _check(request, talk)
    target = {"next": at_now + 1, "back": at_now - 1}.get(go, _number(go, len(talk.shown)))
    return _question(request, talk, max(1, target or _first_open(talk)))


def _take(talk: Talk, question: Question, answer: tuple[str, str]) -> None:
    talk.answers[question.pk] = answer
    if may_be_kept_here(talk.statement):
        answer_question(statement=talk.statement, question=question, choice=answer[0], text=answer[1], at=now())


def _first_open(talk: Talk) -> int:
    unanswered = (n for n, one in enumerate(talk.shown, start=1) if not any(talk.answers.get(one.pk, ("", ""))))
    return next(unanswered, 1)


def _number(text: object, most: int) -> int:
    value = str(text or "")
    return int(value) if value.isdecimal() and 1 <= int(value[:4]) <= most else 0


def _question(request: HttpRequest, talk: Talk, n: int, form: AnswerForm | None = None) -> HttpResponse:
    if not talk.shown:
        return _check(request, talk)
    n = min(n, len(talk.shown))
    question = talk.shown[n - 1]
    choice, text = talk.answers.get(question.pk, ("", ""))
    pictured = question.kind in (QuestionKind.FACES, QuestionKind.PICTURES)
    return render(
        request,
        "voices/young/say.html",
        {
            "form": form or AnswerForm(question=question, initial={"choice": choice, "text": text}),
            "question": question,
            "pictured": pictured,
            "choices": _pictured(question, choice) if pictured else [],
            "fieldset": {
                "legend": {"text": question.text, "classes": "govuk-fieldset__legend--l", "is_page_heading": True}
            },
            "n": n,
            "count": len(talk.shown),
            "carried": talk.carried,
            "base": base_of(talk.statement.speaker == Speaker.STAFF),
            "is_answered": bool(choice or text),
        },
        status=422 if form is not None else 200,
    )


def _pictured(question: Question, chosen: str) -> list[dict[str, Any]]:
    rows = []
    for value in choices_of(question.kind):
        html = render_to_string("voices/young/_picture.html", {"picture": value, "words": label_of(value)})
        rows.append({"value": value, "html": html, "checked": value == chosen})
    return rows


def _check(request: HttpRequest, talk: Talk, error: str = "", form: FileForm | None = None) -> HttpResponse:
    files = file_questions(talk.questions)
    lines = checked_lines(talk.shown, talk.answers)
    return render(
        request,
        "voices/young/check.html",
        {
            "lines": [
                {"n": n, "question": line.question, "answer": line.answer} for n, line in enumerate(lines, start=1)
            ],
            "form": form or FileForm(questions=files),
            "files": files,
            "error": error,
            "last": len(talk.shown),
            "carried": talk.carried,
            "base": base_of(talk.statement.speaker == Speaker.STAFF),
            "campaign": talk.statement.campaign,
        },
        status=422 if error or form is not None else 200,
    )


def _send(request: HttpRequest, talk: Talk) -> HttpResponse:
    questions = file_questions(talk.questions)
    form = FileForm(request.POST, request.FILES, questions=questions)
    if not form.is_valid():
        return _check(request, talk, form=form)
    files = []
    for question in questions:
        upload = cast("UploadedFile[Any] | None", form.cleaned_data.get(f"file-{question.pk}"))
        if upload is not None:
            drawn = question.kind == QuestionKind.DRAWING
            kind = AttachmentKind.PICTURE if drawn else AttachmentKind.RECORDING
            files.append(Sent(question, kind, upload.read()))
    try:
        send(statement=talk.statement, answers=talk.answers, files=files, at=now())
    except Refused as refused:
        return _check(request, talk, error=str(refused))
    return redirect("voices:mine")
