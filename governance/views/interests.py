"""The register of interests: one's own, a board's, and whether it is public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.actions import interests as actions
from governance.enums.interests import InterestKind, InterestNature
from governance.forms.interests import InterestForm, PolicyForm
from governance.models import Interest
from governance.models.standing import standing_of
from governance.permissions import interests as permissions
from governance.queries import interests as queries
from governance.views.boards import board_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def register(request: SignedInRequest) -> HttpResponse:
    """Show one's own entries and when they are to be confirmed."""
    at = now()
    keeps_or_404(request)
    return render(request, "governance/interests/own.html", {"register": queries.own_register(request.user, at)})


@signed_in
def add(request: SignedInRequest) -> HttpResponseBase:
    """Enter an interest."""
    keeps_or_404(request)
    return _write(request, None)


@signed_in
def change(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Change an entry of one's own, or say since when it has ended."""
    keeps_or_404(request)
    interest = queries.find_own(request.user, pk)
    if interest is None:
        raise Http404
    return _write(request, interest)


@require_POST
@signed_in
def confirm(request: SignedInRequest) -> HttpResponseBase:
    """Say that one's entries are complete."""
    keeps_or_404(request)
    actions.confirm_register(by=request.user, at=now())
    messages.success(request, _("Thank you. Your register is confirmed for a year."))
    return redirect("governance:interests")


@require_safe
def board_register(request: HttpRequest, board: str) -> HttpResponse:
    """Show the register of a board's people to them, and to everybody where the board publishes it."""
    at = now()
    here = board_or_404(board)
    person: Any = request.user
    if not permissions.can_read_register(person, here, at):
        raise Http404
    inside = here.pk in standing_of(person, at).inside
    context = {
        "board": here,
        "lines": queries.board_register(here, at, inside=inside),
        "is_inside": inside,
        "may_set": permissions.can_set_register_policy(person, here, at),
    }
    return render(request, "governance/interests/board.html", context)


@signed_in
def policy(request: SignedInRequest, board: str) -> HttpResponseBase:
    """Enter what the board decided about publishing its register."""
    at = now()
    here = board_or_404(board)
    if not permissions.can_set_register_policy(request.user, here, at):
        raise PermissionDenied
    form = PolicyForm(request.POST or None, initial={"public": "yes" if here.publishes_interests else "no"})
    readable = permissions.can_read_register(request.user, here, at)
    name = "governance:board_interests" if readable else "governance:board"
    return done_or_page(
        request,
        form,
        lambda: actions.set_register_policy(board=here, by=request.user, at=at, **form.cleaned_data),
        said=_("It is recorded."),
        back=reverse(name, args=[here.slug]),
        title=_("Who may read the register of interests"),
        caption=here.name,
        explanation=_("The board decides this. Young people’s representatives are never in the public register."),
        submit=_("Record what the board decided"),
    )


def keeps_or_404(request: SignedInRequest) -> None:
    """Let in whoever has a register of their own."""
    if not permissions.can_keep_own_register(request.user, now()):
        raise Http404


def _write(request: SignedInRequest, interest: Interest | None) -> HttpResponseBase:
    at = now()
    form = InterestForm(request.POST or None, interest=interest)

    def act() -> Interest:
        said = dict(form.cleaned_data)
        said["kind"], said["nature"] = InterestKind(said["kind"]), InterestNature(said["nature"])
        return actions.write_interest(interest=interest, by=request.user, at=at, **said)

    return done_or_page(
        request,
        form,
        act,
        said=_("The entry is saved."),
        back=reverse("governance:interests"),
        title=_("Enter an interest") if interest is None else _("Change an entry"),
        caption=_("Register of interests"),
        explanation=_("The boards you sit on read this with your name, and nobody else unless a board publishes it."),
        submit=_("Save the entry"),
    )
