"""Coming back with one's own code: where it is, what was changed, what was done; add, object, take back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from portal.people.refusals import Refused
from portal.people.requests import now
from portal.voices.actions.looks import note_told
from portal.voices.actions.statements import add_words, object_to_change, withdraw
from portal.voices.actions.themes import say_right_or_not
from portal.voices.domain.codes import WORDS_OF_A_RECEIPT
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.themes import Right
from portal.voices.forms.young import CodeForm, WordsForm
from portal.voices.models import Statement
from portal.voices.permissions.receipts import may_add, may_write
from portal.voices.queries.cases import case_of_receipt
from portal.voices.queries.readingnow import reading_now
from portal.voices.queries.statements import (
    OnceHash,
    heard,
    looked_on,
    put_away,
    said,
    statement_of_receipt,
    why_returned,
)
from portal.voices.views.cards import base_of
from portal.voices.views.limits import minutes_to_wait, was_right
from portal.voices.views.receipts import forget, quiet, receipt_of, remember, statement_of
from portal.voices.views.saying import ask_again

ASK = require_http_methods(["GET", "HEAD", "POST"])


@ASK
@sensitive_post_parameters()
@quiet
def back(request: HttpRequest, staff: bool = False) -> HttpResponse:
    """Ask for the five words of a code."""
    if request.method != "POST":
        form = CodeForm(words=WORDS_OF_A_RECEIPT)
        return render(request, "voices/young/back.html", {"form": form, "base": base_of(staff), "is_staff": staff})
    form = CodeForm(request.POST, words=WORDS_OF_A_RECEIPT)
    if form.is_valid():
        if minutes := minutes_to_wait(request):
            return render(request, "voices/young/wait.html", {"minutes": minutes}, status=429)
        case = case_of_receipt(form.cleaned_data["code"])
        if case is not None:
            was_right(request)
            return render(
                request, "voices/young/worry.html", {"case": case, "reading": reading_now(now(), case.nation)}
            )
        if statement_of_receipt(form.cleaned_data["code"]) is not None:
            was_right(request)
            response = redirect("voices:mine")
            remember(response, form.cleaned_data["code"])
            return response
        form.add_error("code", _("This code opens nothing. Look at the words again. What was taken back is gone."))
    page = {"form": form, "base": base_of(staff), "is_staff": staff}
    return render(request, "voices/young/back.html", page, status=422)


@require_http_methods(["GET", "HEAD"])
@quiet
def mine(request: HttpRequest) -> HttpResponse:
    """Show somebody their own."""
    statement = statement_of(request)
    if statement is None:
        return ask_again(request, {})
    if may_write(statement):
        return redirect("voices:say")
    if request.method == "GET":
        note_told(statement=statement, at=now())
    return render(
        request,
        "voices/young/mine.html",
        {
            "statement": statement,
            "lines": said(statement),
            "attachments": list(statement.attachments.all()),
            "heard": heard(statement, OnceHash(receipt_of(request))),
            "rights": Right.choices,
            "returned": why_returned(statement),
            "put_away": put_away(statement),
            "looked_on": looked_on(statement),
            "may_add": may_add(statement),
            "base": base_of(statement.speaker == Speaker.STAFF),
        },
    )


@ASK
@sensitive_post_parameters()
@quiet
def add(request: HttpRequest) -> HttpResponse:
    """Add something."""
    return _write(
        request,
        title=_("Add something"),
        label=_("What would you like to add?"),
        explanation=_("It is read like the rest, before anybody else sees it."),
        act=lambda statement, text: add_words(statement=statement, text=text, at=now()),
        done=_("It is added."),
    )


@ASK
@sensitive_post_parameters()
@quiet
def disagree(request: HttpRequest, n: int) -> HttpResponse:
    """Object to what was taken out."""
    return _write(
        request,
        title=_("I don’t agree with the change"),
        label=_("Why should it stay as you wrote it?"),
        explanation=_("Somebody reads what you say and answers you here."),
        act=lambda statement, text: object_to_change(statement=statement, n=n, text=text, at=now()),
        done=_("We will look at it again, and you will find the answer here."),
    )


@ASK
@quiet
def take_back(request: HttpRequest) -> HttpResponse:
    """Take it back, after asking once."""
    statement = statement_of(request)
    if statement is None:
        return ask_again(request, {})
    base = base_of(statement.speaker == Speaker.STAFF)
    if request.method != "POST":
        return render(request, "voices/young/take_back.html", {"base": base})
    withdraw(statement=statement, at=now())
    response = render(request, "voices/young/gone.html", {"base": base})
    forget(response)
    return response


@require_POST
@quiet
def right(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether an answer is right."""
    statement = statement_of(request)
    if statement is None:
        return ask_again(request, {})
    once = OnceHash(receipt_of(request))
    row = next((one for one in heard(statement, once) if one.answer is not None and one.answer.pk == pk), None)
    if row is None or row.answer is None or request.POST.get("right") not in Right.values:
        raise Http404
    try:
        say_right_or_not(answer=row.answer, once_hash=once(row.answer), right=Right(request.POST["right"]), at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. The people who answered will know."))
    return redirect("voices:mine")


def _write(
    request: HttpRequest,
    *,
    title: str,
    label: str,
    explanation: str,
    act: Callable[[Statement, str], object],
    done: str,
) -> HttpResponse:
    statement = statement_of(request)
    if statement is None:
        return ask_again(request, {})
    if not may_add(statement):
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None, label=label)
    if form.is_valid():
        try:
            act(statement, form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("voices:mine")
    return render(
        request,
        "voices/young/words.html",
        {
            "form": form,
            "words_title": title,
            "explanation": explanation,
            "base": base_of(statement.speaker == Speaker.STAFF),
        },
        status=422 if form.is_bound else 200,
    )
