"""Conflicts of interest in a proposal: reading, declaring, raising, being heard, treating, releasing."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions import conflicts as actions
from governance.enums.conflicts import OUT, Treatment
from governance.forms.conflicts import DeclareForm, RaiseForm, ReleaseForm, ReplyForm, TreatForm
from governance.models import ConflictDeclaration, Interest, Proposal
from governance.permissions import conflicts as permissions
from governance.queries.conflictpages import conflict_page
from governance.queries.conflicts import find_conflict, is_kept_out, own_conflict
from governance.queries.seats import holders
from governance.views.pages import proposal_or_404
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def conflicts(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the board's own people whose conflicts there are, what they came to, and who chairs the matter."""
    at = now()
    proposal = seen_or_403(request, number, at)
    context = {
        "page": conflict_page(request.user, proposal, at),
        "proposal": proposal,
        "may_declare": permissions.can_declare_conflict(request.user, proposal, at),
    }
    return render(request, "governance/conflicts/conflicts.html", context)


@signed_in
def declare(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Declare one's own conflict."""
    at = now()
    proposal = declarable_or_403(request, number, at)
    entries = Interest.objects.active(at).filter(person=request.user).order_by("party", "pk")
    form = DeclareForm(request.POST or None, entries=entries)
    return done_or_page(
        request,
        form,
        lambda: actions.declare_conflict(
            proposal=proposal,
            what=form.cleaned_data["what"],
            interest=form.cleaned_data.get("interest"),
            by=request.user,
            at=at,
        ),
        said=_("Your interest is declared. Whoever chairs this matter decides what it comes to, and you are told."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Declare a conflict of interest"),
        caption=number,
        explanation=_(
            "Declare it if you, your employer or somebody close to you could gain or lose, or if you owe loyalty to"
            " somebody else in this matter. It is no accusation: most interests are noted and you take part."
        ),
        submit=_("Declare it"),
    )


@signed_in
def raise_about(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Raise a conflict of somebody else, or of a whole constituency."""
    at = now()
    proposal = declarable_or_403(request, number, at)
    sitting = holders(proposal.board, at)
    form = RaiseForm(
        request.POST or None,
        people=[one.person for one in sitting if one.person.pk != request.user.pk],
        constituencies=list({one.constituency.pk: one.constituency for one in sitting}.values()),
    )

    def act() -> object:
        whose, what = form.cleaned_data["whose"], form.cleaned_data["what"]
        if whose in form.constituencies:
            return actions.raise_constituency_conflict(
                proposal=proposal, constituency=form.constituencies[whose], what=what, by=request.user, at=at
            )
        return actions.raise_conflict(proposal=proposal, person=form.people[whose], what=what, by=request.user, at=at)

    return done_or_page(
        request,
        form,
        act,
        said=_("It is raised. They have been told and are heard first."),
        back=reverse("governance:conflicts", args=[number]),
        title=_("Raise somebody else’s conflict of interest"),
        caption=number,
        explanation=_(
            "Ask them first whether they want to declare it themselves. Your name stands beside what you say."
        ),
        submit=_("Raise it"),
    )


@signed_in
def treat(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Decide what a conflict comes to, as whoever chairs the matter."""
    at = now()
    proposal = seen_or_403(request, number, at)
    conflict = conflict_or_404(proposal, pk)
    if not permissions.can_treat_conflict(request.user, conflict, at):
        raise PermissionDenied
    start = {"treatment": conflict.treatment, "reasons": conflict.reasons} if conflict.treatment else None
    form = TreatForm(request.POST or None, initial=start)
    whom = str(conflict.constituency) if conflict.constituency_id else conflict.person.name
    return done_or_page(
        request,
        form,
        lambda: actions.treat_conflict(
            conflict=conflict,
            treatment=Treatment(form.cleaned_data["treatment"]),
            reasons=form.cleaned_data["reasons"],
            by=request.user,
            at=at,
        ),
        said=_("It is decided, and they have been told."),
        back=reverse("governance:conflicts", args=[number]),
        title=_("Treat a conflict of interest"),
        caption=f"{number}: {whom}",
        explanation=_(
            "Ask whether a fair observer would trust the decision with them in it. If somebody who has a voice in the"
            " test that is open leaves it, the test is void and you open another."
        ),
        quote="\n\n".join(filter(None, [conflict.what, conflict.reply])),
        quoted=_("Declared by %(person)s") % {"person": conflict.declared_by},
        submit=_("Record the treatment"),
    )


@signed_in
def release(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Let somebody back into the matter."""
    at = now()
    proposal = seen_or_403(request, number, at)
    conflict = conflict_or_404(proposal, pk)
    if not permissions.can_release_conflict(request.user, conflict, at):
        raise PermissionDenied
    form = ReleaseForm(request.POST or None)
    whom = str(conflict.constituency) if conflict.constituency_id else conflict.person.name
    return done_or_page(
        request,
        form,
        lambda: actions.release_conflict(conflict=conflict, why=form.cleaned_data["why"], by=request.user, at=at),
        said=_("They take part again, and have been told."),
        back=reverse("governance:conflicts", args=[number]),
        title=_("Release from a conflict of interest"),
        caption=f"{number}: {whom}",
        explanation=_("An open round goes on with those who had a voice when it opened."),
        submit=_("Release them"),
    )


@signed_in
def own(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Tell somebody of a conflict about themselves, and hear them; nothing of the matter once they have left it."""
    at = now()
    conflict = own_conflict(request.user, pk)
    if conflict is None:
        raise Http404
    may_reply = permissions.can_reply_to_conflict(request.user, conflict, at)
    form = ReplyForm(request.POST or None, initial={"reply": conflict.reply})
    if request.method == "POST":
        if not may_reply:
            messages.info(request, _("This has been decided: what you said before is on the record."))
            return redirect("governance:own_conflict", pk=pk)
        if form.is_valid():
            actions.reply_to_conflict(conflict=conflict, reply=form.cleaned_data["reply"], by=request.user, at=at)
            messages.success(request, _("What you said is recorded."))
            return redirect("governance:own_conflict", pk=pk)
    hidden = is_kept_out(request.user, conflict.proposal)
    context = {
        "conflict": conflict,
        "form": form if may_reply else None,
        "is_hidden": hidden,
        "is_out": conflict.treatment in OUT and conflict.released_at is None,
        "number": "" if hidden else conflict.proposal.number,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/conflicts/own.html", context, status=status)


def seen_or_403(request: SignedInRequest, number: str, at: datetime) -> Proposal:
    """Return the proposal for one of the board's own people."""
    proposal = proposal_or_404(request, number, at)
    if not permissions.can_see_conflicts(request.user, proposal, at):
        raise PermissionDenied
    return proposal


def declarable_or_403(request: SignedInRequest, number: str, at: datetime) -> Proposal:
    """Return the proposal for somebody who may declare or raise a conflict in it."""
    proposal = proposal_or_404(request, number, at)
    if not permissions.can_declare_conflict(request.user, proposal, at):
        raise PermissionDenied
    return proposal


def conflict_or_404(proposal: Proposal, pk: int) -> ConflictDeclaration:
    """Return one of the proposal's conflicts."""
    conflict = find_conflict(proposal, pk)
    if conflict is None:
        raise Http404
    return conflict
