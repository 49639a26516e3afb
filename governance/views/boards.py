"""Boards as everybody sees them, and how their secretary keeps them."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions import boards as actions
from governance.actions.rules import set_rules
from governance.forms.boards import EndForm, PurposeForm, RoleForm, RulesForm
from governance.models import Board, BoardRole
from governance.permissions import boards as permissions
from governance.queries import boards as queries
from governance.queries import rules as rules_queries
from governance.queries.boardhistories import board_history
from governance.queries.reportbacks import overdue
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


def board_or_404(slug: str) -> Board:
    """Return the board; boards are public."""
    board = queries.find_board(slug)
    if board is None:
        raise Http404
    return board


def kept_board(request: SignedInRequest, slug: str, at: datetime) -> Board:
    """Return the board if the person keeps it, else say that they may not."""
    board = board_or_404(slug)
    if not permissions.can_keep_board(request.user, board, at):
        raise PermissionDenied
    return board


def boards(request: HttpRequest) -> HttpResponse:
    """List the boards."""
    at = now()
    return render(request, "governance/boards/list.html", {"lines": queries.list_boards(request.user, at)})


def board(request: HttpRequest, board: str) -> HttpResponse:
    """Show who sits on a board, who chairs it, when it meets and what it decided."""
    at = now()
    here = board_or_404(board)
    page = queries.board_page(request.user, here, at)
    context = {
        "page": page,
        "board": here,
        "overdue": overdue(request.user, here, at) if page.is_near else [],
        "this_year": timezone.localdate(at).year,
        "keeps": permissions.can_keep_board(request.user, here, at),
        "plans": permissions.can_plan_meetings(request.user, here, at),
    }
    return render(request, "governance/boards/board.html", context)


def rules(request: HttpRequest, board: str) -> HttpResponse:
    """Show the rules a board decides by, in words, with earlier versions."""
    at = now()
    here = board_or_404(board)
    versions = rules_queries.rules_of_board(here)
    current = rules_queries.in_force(versions, at)
    context = {
        "board": here,
        "versions": versions,
        "current": current,
        "lines": rules_queries.in_words(current) if current else [],
        "keeps": permissions.can_keep_board(request.user, here, at),
    }
    return render(request, "governance/boards/rules.html", context)


@signed_in
def change_rules(request: SignedInRequest, board: str) -> HttpResponse:
    """Write the next version of the rules."""
    at = now()
    here = kept_board(request, board, at)
    current = rules_queries.in_force(rules_queries.rules_of_board(here), at)
    initial = {"effective_from": timezone.localdate(at), "change_note": ""}
    form = RulesForm(request.POST or None, instance=None if request.POST else current, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if attempt(form, lambda: set_rules(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("The new version of the rules is recorded."))
            return redirect("governance:board_rules", here.slug)
    return act_page(
        request,
        form,
        title=_("Change the rules"),
        caption=here.name,
        explanation=_("A new version is written; rounds that are open keep the rules they began under."),
        back=reverse("governance:board_rules", args=[here.slug]),
        submit=_("Record the new version"),
    )


@signed_in
def purpose(request: SignedInRequest, board: str) -> HttpResponse:
    """Change what the page says the board is for."""
    at = now()
    here = kept_board(request, board, at)
    form = PurposeForm(request.POST or None, initial={"purpose": here.purpose})
    back = reverse("governance:board", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.describe_board(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("The description is changed."))
            return redirect(back)
    return act_page(
        request, form, title=_("What the board is for"), caption=here.name, back=back, submit=_("Save the description")
    )


@signed_in
def give_role(request: SignedInRequest, board: str) -> HttpResponse:
    """Make somebody secretary or observer."""
    at = now()
    here = kept_board(request, board, at)
    form = RoleForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.give_board_role(board=here, by=request.user, at=at, **data)):
            messages.success(request, _("The role is given."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Name a secretary or an observer"),
        caption=here.name,
        explanation=_("A board has one secretary at a time. Observers read the board’s open business."),
        back=back,
        submit=_("Give the role"),
    )


@signed_in
def end_role(request: SignedInRequest, board: str, pk: int) -> HttpResponse:
    """End a secretary's or an observer's role."""
    at = now()
    here = kept_board(request, board, at)
    role = BoardRole.objects.filter(board=here, pk=pk).select_related("person").first()
    if role is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("governance:board_people", args=[here.slug])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.end_board_role(role=role, by=request.user, at=at, **data)):
            messages.success(request, _("The end of the role is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End a role"),
        caption=f"{role.person} · {role.get_role_display()}",
        back=back,
        submit=_("End the role"),
        is_grave=True,
    )


@signed_in
def history(request: SignedInRequest, board: str) -> HttpResponse:
    """Show what changed about the board, its seats, its chair and its rules, for those who keep it or sit on it."""
    at = now()
    here = board_or_404(board)
    if not permissions.can_see_people_of(request.user, here, at):
        raise Http404
    context = {"board": here, "history": board_history(here, before=request.GET.get("before", ""))}
    return render(request, "governance/boards/history.html", context)


@signed_in
def people(request: SignedInRequest, board: str) -> HttpResponse:
    """Show everybody of a board to its own people: seats, roles, members of the constituencies."""
    at = now()
    here = board_or_404(board)
    if not permissions.can_see_people_of(request.user, here, at):
        raise Http404
    context = {
        "board": here,
        "page": queries.board_page(request.user, here, at),
        "roles": queries.roles_of_board(here, at),
        "members": queries.members_of(here, at),
        "keeps": permissions.can_keep_board(request.user, here, at),
    }
    return render(request, "governance/boards/people.html", context)
