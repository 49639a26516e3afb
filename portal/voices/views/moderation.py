"""The readers' queue and one statement: first what it is; its words on a press, which is noted."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import moderation as actions
from portal.voices.enums.statements import Privacy
from portal.voices.forms import moderation as forms
from portal.voices.models import Statement
from portal.voices.permissions import looks as looking
from portal.voices.permissions import moderation as permissions
from portal.voices.permissions.statements import is_reader
from portal.voices.queries import moderation as queries
from portal.voices.views.acts import ACT, act, sent

A_PAGE = 25


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List what waits, the most urgent and then the oldest first."""
    at = now()
    if not is_reader(request.user, at):
        raise Http404
    show = request.GET.get("show", "waiting")
    queue = queries.queue(request.user, at, show)
    page = Paginator(queue.rows, A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, queries.age(row, at)) for row in page.object_list]
    context = {"page": page, "rows": rows, "counts": queue.counts, "show": show, "late": queries.LATE_AFTER_DAYS}
    return render(request, "voices/moderation/index.html", context)


@require_safe
@signed_in
def statement(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what it is before what it says: flags, the questions, what readers did; no word of it."""
    at = now()
    row = statement_or_404(request, pk, at)
    context = {
        **_acts(request, row, at),
        "statement": row,
        "outline": queries.outline(row),
        "flags": queries.flags(row),
        "files": row.attachments.all(),
        "steps": queries.steps_of(row),
        "releases": queries.releases_of(row),
        "age": queries.age(row, at),
        "has_opened": queries.has_opened(request.user, row, at),
    }
    return render(request, "voices/moderation/statement.html", context)


@require_POST
@signed_in
def open_words(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Note that the reader opens the words, and lead to them."""
    at = now()
    row = statement_or_404(request, pk, at)
    actions.open_words(statement=row, by=request.user, at=at)
    return redirect("voices:moderation_words", pk=row.pk)


@require_safe
@signed_in
def words(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the words to who has said that they read them, with what might say who somebody is marked."""
    at = now()
    row = statement_or_404(request, pk, at)
    if not queries.has_opened(request.user, row, at):
        return redirect("voices:moderation_statement", pk=row.pk)
    context = {
        **_acts(request, row, at),
        "statement": row,
        "rows": queries.rows_of(row),
        "files": row.attachments.all(),
        "flags": queries.flags(row),
        "name": row.sealed_name if row.privacy == Privacy.NAMED else "",
    }
    return render(request, "voices/moderation/words.html", context)


@ACT
@signed_in
def redact(request: SignedInRequest, pk: UUID, n: int) -> HttpResponse:
    """Take words out, side by side with what was said."""
    at = now()
    row = statement_or_404(request, pk, at)
    found = queries.row_of(row, n)
    if found is None or not permissions.can_redact(request.user, row, at):
        raise Http404
    if not queries.has_opened(request.user, row, at) and request.method != "POST":
        return redirect("voices:moderation_statement", pk=row.pk)
    earlier = found.redaction
    initial = {"text": earlier.text if earlier else found.words.text, "reason": earlier.reason if earlier else ""}
    return act(
        request,
        forms.RedactForm(sent(request), initial=initial),
        lambda data: actions.redact(words=found.words, by=request.user, at=at, **data),
        done=_("What others read is changed. The original stays sealed, and the author is told why."),
        back=reverse("voices:moderation_words", args=[row.pk]),
        template="voices/moderation/redact.html",
        row=found,
        statement=row,
    )


@ACT
@signed_in
def answer(request: SignedInRequest, pk: UUID, n: int) -> HttpResponse:
    """Answer an author who objects."""
    at = now()
    row = statement_or_404(request, pk, at)
    found = queries.row_of(row, n)
    redaction = found.redaction if found else None
    if redaction is None or redaction.objected_on is None:
        raise Http404
    if not permissions.can_answer_objection(request.user, row, at):
        raise Http404
    return act(
        request,
        forms.AnswerForm(sent(request)),
        lambda data: actions.answer_objection(redaction=redaction, by=request.user, at=at, **data),
        done=_("The answer waits for the author. If you change the words, change them too."),
        back=reverse("voices:moderation_words", args=[row.pk]),
        title=_("Answer the author"),
        caption=str(row),
        explanation=_("They object to what was taken out:"),
        quoted=redaction.objection,
        submit=_("Answer"),
    )


def statement_or_404(request: SignedInRequest, pk: UUID, at: datetime) -> Statement:
    """Return a statement its reader may read as it was said; to anybody else there is none."""
    row = queries.find_statement(request.user, pk, at)
    if row is None:
        raise Http404
    return row


def _acts(request: SignedInRequest, row: Statement, at: datetime) -> dict[str, object]:
    who = request.user
    return {
        "may_take": permissions.can_take(who, row, at),
        "may_hold": permissions.can_hold(who, row, at),
        "may_redact": permissions.can_redact(who, row, at),
        "may_return": permissions.can_return(who, row, at),
        "may_clear": permissions.can_clear(who, row, at),
        "may_put_back": permissions.can_put_back(who, row, at),
        "may_put_away": permissions.can_put_away(who, row, at),
        "may_release": any(permissions.can_propose_release(who, row, one, at) for one in forms.READ_BY),
        "may_ask_to_look": looking.can_ask_to_look(who, row, at),
    }
