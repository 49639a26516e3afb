"""Questions, concerns and comments: their part of a proposal's page, and one page for each act."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions import discussion as actions
from governance.forms.discussion import (
    CommentForm,
    ConcernForm,
    ConfirmForm,
    QuestionForm,
    ReopenForm,
    ReplyForm,
    ResolveForm,
    WithdrawConcernForm,
)
from governance.models import Clause, Concern, Proposal
from governance.permissions import discussion as permissions
from governance.permissions.amendments import can_propose_amendment
from governance.queries.amendments import answer_to, offer_of, resolution_by
from governance.queries.discussion import comments_of, find_comment, find_concern, find_question
from governance.queries.versions import find_clause, latest_version, texts_of, versions_after
from governance.views.pages import act_page, attempt, proposal_or_404, wants_fragment
from governance.views.proposals import page_context
from portal.people.requests import SignedInRequest, now, signed_in

Row = TypeVar("Row")


@signed_in
def discussion(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Give the discussion as a part of the page, for a page that follows it."""
    at = now()
    if not wants_fragment(request):
        proposal_or_404(request, number, at)
        return redirect(f"{reverse('governance:proposal', args=[number])}#discussion")
    return render(request, "governance/discussion/_discussion.html", page_context(request, number, at))


@signed_in
def comments(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the comments before a place in the thread; a script asks for the same and adds them to the page."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    found = comments_of(proposal, request.GET.get("after", ""))
    context = {
        "proposal": proposal,
        "found": found,
        "comments": permissions.comment_rows(request.user, found.comments, at),
    }
    name = "_comments" if wants_fragment(request) else "comments"
    return render(request, f"governance/discussion/{name}.html", context)


@signed_in
def comment(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Add a comment; what could not be taken stays in the form."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if request.method != "POST":
        return redirect(f"{reverse('governance:proposal', args=[number])}#add-comment")
    form = CommentForm(request.POST)

    def act(said: dict[str, Any]) -> None:
        actions.add_comment(proposal=proposal, text=said["text"], token=said["token"], by=request.user, at=at)

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_comment(request.user, proposal, at),
        title=_("Comment"),
        submit=_("Add the comment"),
        done=_("Your comment is added."),
        place="comments",
    )


@signed_in
def withdraw_comment(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Take back one's own comment."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    row = _or_404(find_comment(proposal, pk))

    def act(said: dict[str, Any]) -> None:
        actions.withdraw_comment(comment=row, by=request.user, at=at)

    return _act(
        request,
        proposal,
        ConfirmForm(request.POST if request.method == "POST" else None),
        act,
        allowed=row.author_id == request.user.pk,
        title=_("Withdraw your comment"),
        explanation=_("The page will say that you withdrew it. The board’s history keeps that it was made."),
        quote=row.text,
        submit=_("Withdraw the comment"),
        done=_("Your comment is withdrawn."),
        place="comments",
    )


@signed_in
def ask(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Ask a clarifying question."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    form = QuestionForm(request.POST or None, **_about(request, proposal))

    def act(said: dict[str, Any]) -> None:
        clause = _clause(proposal, said["clause"])
        actions.ask_question(
            proposal=proposal, text=said["text"], clause=clause, token=said["token"], by=request.user, at=at
        )

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_ask_question(request.user, proposal, at),
        title=_("Ask a question"),
        submit=_("Ask"),
        done=_("Your question is asked. Whoever answers for the proposal is told."),
        place="questions",
    )


@signed_in
def reply(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Reply to a question."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    question = _or_404(find_question(proposal, pk))
    form = ReplyForm(request.POST or None, initial={"text": question.reply})

    def act(said: dict[str, Any]) -> None:
        actions.reply_to_question(question=question, text=said["text"], by=request.user, at=at)

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_reply(request.user, question, at),
        title=_("Change the reply") if question.reply else _("Reply to a question"),
        quote=question.text,
        quoted=_("%(person)s asked") % {"person": question.asked_by},
        submit=_("Save the reply"),
        done=_("The reply is saved."),
        place="questions",
    )


@signed_in
def raise_concern(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Raise a concern."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    may_amend = can_propose_amendment(request.user, proposal, at)
    form = ConcernForm(request.POST or None, may_amend=may_amend, **_about(request, proposal))
    raised: list[Concern] = []

    def act(said: dict[str, Any]) -> None:
        clause = _clause(proposal, said["clause"])
        text, wish, token = said["text"], said["wish"], said["token"]
        raised.append(
            actions.raise_concern(
                proposal=proposal, text=text, wish=wish, clause=clause, token=token, by=request.user, at=at
            )
        )

    answer = _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_raise_concern(request.user, proposal, at),
        title=_("Raise a concern"),
        explanation=_("A concern helps the board: it shows what the proposal has not yet met."),
        submit=_("Raise the concern"),
        done=_("Your concern stands on the proposal. It is the board’s to resolve."),
        place="concerns",
    )
    if raised and form.cleaned_data.get("amend"):
        return redirect(amend_for(raised[0]))
    return answer


@signed_in
def resolve_concern(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Say how a concern was met."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    concern = _or_404(find_concern(proposal, pk))
    versions = versions_after(concern.version)
    answer = answer_to(concern)
    form = ResolveForm(request.POST or None, versions=versions, initial=resolution_by(answer))

    def act(said: dict[str, Any]) -> None:
        resolved_in = next((it for it in versions if it.n == said["resolved_in"]), None)
        actions.resolve_concern(concern=concern, how=said["how"], resolved_in=resolved_in, by=request.user, at=at)

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_resolve_concern(request.user, concern, at),
        title=_("Resolve a concern"),
        explanation=offer_of(answer),
        quote=concern.text,
        quoted=_("%(person)s is concerned") % {"person": concern.raised_by},
        submit=_("Mark as resolved"),
        done=_("The concern is resolved."),
        place="concerns",
    )


@signed_in
def withdraw_concern(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Take back one's own concern."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    concern = _or_404(find_concern(proposal, pk))
    form = WithdrawConcernForm(request.POST if request.method == "POST" else None)

    def act(said: dict[str, Any]) -> None:
        actions.withdraw_concern(concern=concern, why=said["why"], by=request.user, at=at)

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_withdraw_concern(request.user, concern, at),
        title=_("Withdraw your concern"),
        explanation=_("Any trustee can open it again: a concern, once raised, belongs to the board."),
        quote=concern.text,
        submit=_("Withdraw the concern"),
        done=_("Your concern is withdrawn."),
        place="concerns",
    )


@signed_in
def reopen_concern(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Open a closed concern again."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    concern = _or_404(find_concern(proposal, pk))
    form = ReopenForm(request.POST or None)

    def act(said: dict[str, Any]) -> None:
        actions.reopen_concern(concern=concern, why=said["why"], by=request.user, at=at)

    return _act(
        request,
        proposal,
        form,
        act,
        allowed=permissions.can_reopen_concern(request.user, concern, at),
        title=_("Open a concern again"),
        quote=concern.text,
        quoted=_("%(person)s was concerned") % {"person": concern.raised_by},
        submit=_("Open it again"),
        done=_("The concern stands again."),
        place="concerns",
    )


def _act(
    request: SignedInRequest,
    proposal: Proposal,
    form: BaseForm,
    act: Callable[[dict[str, Any]], None],
    *,
    allowed: bool,
    title: str,
    submit: str,
    done: str,
    place: str,
    **words: Any,
) -> HttpResponseBase:
    """Run one act from its own page. A second click finds the action's work done and ends where the first did."""
    back = f"{reverse('governance:proposal', args=[proposal.number])}#{place}"
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: act(form.cleaned_data)):
        messages.success(request, done)
        return redirect(back)
    if not allowed and request.method != "POST":
        raise PermissionDenied
    return act_page(
        request, form, title=title, caption=f"{proposal.number} {_title(proposal)}", submit=submit, back=back, **words
    )


def amend_for(concern: Concern) -> str:
    """Return where an amendment for a concern is written: at once when it is about one clause."""
    page = reverse("governance:propose_amendment", args=[concern.proposal.number])
    about = f"kind=replace&clause={concern.clause_id}&" if concern.clause_id else ""
    return f"{page}?{about}concern={concern.pk}"


def _title(proposal: Proposal) -> str:
    version = latest_version(proposal)
    return version.title if version else proposal.title


def _about(request: SignedInRequest, proposal: Proposal) -> dict[str, Any]:
    version = latest_version(proposal)
    clause = request.GET.get("clause", "")
    return {"texts": texts_of(version) if version else [], "initial": {"clause": clause}}


def _clause(proposal: Proposal, pk: int | None) -> Clause | None:
    return None if pk is None else _or_404(find_clause(proposal, pk))


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
