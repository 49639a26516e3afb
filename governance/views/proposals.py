"""Lists of proposals, the page of one, drafting and withdrawing."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.proposals import StaleDraft, edit_draft, start_proposal, withdraw_proposal
from governance.domain.refusals import NotAllowed
from governance.domain.versions import compare, tidied
from governance.enums.proposals import ProposalState
from governance.forms.discussion import CommentForm
from governance.forms.proposals import FindProposalsForm, ProposalForm, WithdrawForm
from governance.models import Board, Proposal
from governance.permissions import proposals as permissions
from governance.permissions.amendments import amendments_section
from governance.permissions.discussion import comment_rows, concern_cards, question_cards, rights_on
from governance.permissions.urgents import urgent_rights
from governance.queries.conflictpages import conflict_strip
from governance.queries.discussion import discussion_of
from governance.queries.proposals import (
    ProposalPage,
    Wanted,
    find_board,
    list_proposals,
    proposal_page,
)
from governance.queries.rounds import round_panel
from governance.queries.seats import holders
from governance.queries.versions import dropped_clauses, working_copy, working_stamp
from governance.queries.way import way_in_short
from governance.views.pages import act_page, attempt, proposal_or_404, wants_fragment
from portal.longlists import page_number
from portal.people.models import User
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def proposals(request: SignedInRequest, board: str = "") -> HttpResponse:
    """List the proposals of one board, or of every board the reader is near."""
    at = now()
    here = _board_or_404(request, board, at) if board else None
    query = request.GET
    wanted = Wanted(
        board=board or query.get("board", ""),
        state=query.get("state", ""),
        kind=query.get("kind", ""),
        text=query.get("q", "")[:100].strip(),
        needs_me=bool(query.get("needs_me")),
        sort=query.get("sort", ""),
        page=page_number(query.get("page")),
    )
    found = list_proposals(request.user, wanted, at)
    if not found.boards:
        raise Http404
    form = FindProposalsForm(
        query or None,
        boards=[] if here else [(it.slug, it.name) for it in found.boards],
        states=ProposalState.choices,
    )
    context = {
        "board": here,
        "form": form,
        "found": found,
        "page": found.page,
        "is_narrowed": any((wanted.text, wanted.state, wanted.kind, wanted.needs_me, not here and wanted.board)),
        "may_start_in": [it for it in found.boards if permissions.can_start_proposal(request.user, it, at)]
        if here is None
        else [here] * permissions.can_start_proposal(request.user, here, at),
    }
    return render(request, "governance/proposals/list.html", context)


@signed_in
def proposal(request: SignedInRequest, number: str) -> HttpResponse:
    """Show a proposal: where it stands, its text, what stands in the way, what was said."""
    at = now()
    context = page_context(request, number, at)
    page = context["page"]
    context["panel"] = round_panel(request.user, page.proposal, at) if page.version else None
    context["way"] = way_in_short(request.user, page.proposal, at) if page.version else None
    context["comment_form"] = CommentForm()
    return render(request, "governance/proposals/proposal.html", context)


@signed_in
def proposal_state(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Give the part of the page that says where the proposal stands, or what it is, for a page that follows it."""
    at = now()
    if not wants_fragment(request):
        return redirect("governance:proposal", number=proposal_or_404(request, number, at).number)
    shown = request.GET.get("shown", "")
    n = int(shown) if shown.isdecimal() and 0 < len(shown) < 6 and int(shown) else None
    page = _page_or_404(request, number, at, n=n)
    if request.GET.get("part") == "summary":
        summary = {"page": page, "discussion": discussion_of(page.proposal)}
        return render(request, "governance/proposals/_summary.html", summary)
    state = {"page": page, "urgent": urgent_rights(request.user, page.proposal, at)}
    return render(request, "governance/proposals/_state.html", state)


def page_context(request: SignedInRequest, number: str, at: datetime, *, n: int | None = None) -> dict[str, Any]:
    """Return what the page of a proposal and its fragments show, or answer 404."""
    page = _page_or_404(request, number, at, n=n)
    discussion = discussion_of(page.proposal)
    return {
        "page": page,
        "rights": rights_on(request.user, page.proposal, at),
        "urgent": urgent_rights(request.user, page.proposal, at),
        "conflicts": conflict_strip(request.user, page.proposal, at),
        "discussion": discussion,
        "concerns": concern_cards(request.user, discussion.concerns, at),
        "questions": question_cards(request.user, discussion.questions, at),
        "comments": comment_rows(request.user, discussion.comments.comments, at),
        "amendments": amendments_section(request.user, page.proposal, discussion.amendments, at),
    }


@signed_in
def new_proposal(request: SignedInRequest, board: str) -> HttpResponseBase:
    """Write a new draft."""
    at = now()
    here = _board_or_404(request, board, at)
    if not permissions.can_start_proposal(request.user, here, at):
        raise PermissionDenied
    trustees = _trustees(here, at)
    form = ProposalForm(request.POST if request.method == "POST" else None, trustees=trustees)
    if do := request.POST.get("do"):
        form = form.rearranged(do, trustees=trustees, proposal=None)
    elif request.method == "POST" and form.is_valid():
        started: list[Proposal] = []
        wording = form.wording()
        act = {"title": wording.title, "summary": wording.summary, "clauses": wording.clauses, **form.about()}
        token = form.cleaned_data["token"]
        if attempt(
            form, lambda: started.append(start_proposal(board=here, by=request.user, at=at, token=token, **act))
        ):
            messages.success(request, _("The draft is saved. Only you, the chair and the secretary see it so far."))
            return redirect("governance:proposal", number=started[0].number)
    context = {"form": form, "board": here, "back": reverse("governance:board_proposals", args=[here.slug])}
    return _form_page(request, context)


@signed_in
def edit_proposal(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Change the working copy; when somebody else did so meanwhile, show both texts."""
    at = now()
    here = proposal_or_404(request, number, at)
    if not permissions.can_edit_proposal(request.user, here, at):
        raise PermissionDenied
    current, trustees = working_copy(here), _trustees(here.board, at)
    dropped = dropped_clauses(here)
    back = reverse("governance:proposal", args=[number])
    context: dict[str, Any] = {"proposal": here, "board": here.board, "back": back}
    if request.method != "POST":
        stamp = working_stamp(here, current)
        form = ProposalForm(
            trustees=trustees, wording=current, proposal=here, dropped=dropped, initial={"expected": stamp}
        )
        return _form_page(request, {**context, "form": form})
    form = ProposalForm(request.POST, trustees=trustees, proposal=here, dropped=dropped)
    if do := request.POST.get("do"):
        form = form.rearranged(do, trustees=trustees, proposal=here)
        return _form_page(request, {**context, "form": form})
    if form.is_valid():
        wording = form.wording()
        try:
            edit_draft(
                proposal=here,
                title=wording.title,
                summary=wording.summary,
                clauses=wording.clauses,
                expected=form.cleaned_data["expected"],
                by=request.user,
                at=at,
                **form.about(),
            )
        except StaleDraft as stale:
            # The next press of the button is meant: by then both texts have been seen.
            form.data = {**request.POST.dict(), "expected": stale.stamp}
            form.add_error(None, str(stale))
            context["conflict"] = compare(stale.current, tidied(wording))
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your changes are saved. Publish them when they are ready to be read."))
            return redirect(back)
    return _form_page(request, {**context, "form": form})


@signed_in
def withdraw(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take a proposal off the table, after saying why."""
    at = now()
    here = proposal_or_404(request, number, at)
    if not permissions.has_right_to_withdraw(request.user, here, at):
        raise PermissionDenied
    back = reverse("governance:proposal", args=[number])
    if here.state == ProposalState.WITHDRAWN:
        return redirect(back)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: withdraw_proposal(proposal=here, reason=reason, by=request.user, at=at)):
            messages.success(request, _("The proposal is withdrawn."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Withdraw this proposal"),
        caption=here.number,
        explanation=_(
            "It cannot be taken up again: the same text would need a new proposal. Everything said stays on record."
        ),
        submit=_("Withdraw the proposal"),
        is_grave=True,
        back=back,
    )


def _page_or_404(request: SignedInRequest, number: str, at: datetime, *, n: int | None) -> ProposalPage:
    page = proposal_page(request.user, number, at, n=n)
    if page is None:
        raise Http404
    return page


def _board_or_404(request: SignedInRequest, slug: str, at: datetime) -> Board:
    board = find_board(slug)
    if board is None or not permissions.can_list_proposals(request.user, board, at):
        raise Http404
    return board


def _trustees(board: Board, at: datetime) -> list[User]:
    return [holder.person for holder in holders(board, at)]


def _form_page(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/proposals/form.html", context, status=status)
