"""Amendments: their list, the page of one, and proposing one. What is done about one is in ``amendmentacts``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions import amendments as actions
from governance.enums.amendments import AmendmentKind, AmendmentState
from governance.enums.proposals import ConcernState
from governance.forms.amendments import (
    AmendmentForm,
    ChooseForm,
    FindAmendmentsForm,
)
from governance.models import Amendment, ClauseText, Concern, Proposal, ProposalVersion
from governance.permissions import amendments as permissions
from governance.queries import amendments as queries
from governance.queries.discussion import concerns_of
from governance.queries.versions import latest_version, texts_of
from governance.views.pages import act_page, attempt, proposal_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def amendments(request: SignedInRequest, number: str) -> HttpResponse:
    """List the amendments to a proposal, those in one state or all."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    state = request.GET.get("state", "")
    state = state if state in AmendmentState.values else ""
    page = request.GET.get("page", "")
    found = queries.list_amendments(proposal, state, int(page) if page.isdecimal() and len(page) < 6 else 1)
    paginator: Paginator[Any] = Paginator(range(found.total), queries.A_PAGE)
    context = {
        "proposal": proposal,
        "found": found,
        "form": FindAmendmentsForm(request.GET or None, counts=found.counts),
        "cards": permissions.amendment_cards(request.user, found.rows, at),
        "page": paginator.get_page(found.page),
        "is_narrowed": bool(state),
        "may_propose": permissions.can_propose_amendment(request.user, proposal, at),
    }
    return render(request, "governance/amendments/list.html", context)


@signed_in
def amendment(request: SignedInRequest, number: str, n: int) -> HttpResponse:
    """Show one amendment: what it would change, why, what happened to it, which concerns it answers."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    concerns = queries.concerns_answered(row)
    context = {
        "proposal": row.proposal,
        "shown": shown,
        "may": permissions.rights_on_amendment(request.user, row, at),
        "may_link": bool(linkable(request, row, concerns, at)) if row.state in permissions.ALIVE else False,
        "steps": queries.steps_of(row),
        "concerns": concerns,
        "answered": row.state in (AmendmentState.MERGED, AmendmentState.DECLINED),
    }
    return render(request, "governance/amendments/amendment.html", context)


@signed_in
def propose(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Choose what should happen to which clause, then write it."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    back = f"{reverse('governance:proposal', args=[number])}#amendments"
    if request.method != "POST" and not permissions.can_propose_amendment(request.user, proposal, at):
        raise PermissionDenied
    newest = latest_version(proposal)
    if newest is None:
        raise Http404
    texts = texts_of(newest)
    asked = ChooseForm(request.GET if "kind" in request.GET else None, texts=texts, initial=_hint(request))
    if not (asked.is_bound and asked.is_valid()):
        return act_page(
            request,
            asked,
            title=_("Propose an amendment"),
            caption=f"{number} {newest.title}",
            explanation=_("An amendment changes one clause. For several clauses, propose several."),
            submit=_("Continue"),
            method="get",
            back=back,
        )
    kind = AmendmentKind(asked.cleaned_data["kind"])
    chosen = asked.cleaned_data["clause"]
    text = next((one for one in texts if str(one.clause_id) == chosen), None)
    concerns = [one for one in concerns_of(proposal) if one.state == ConcernState.OPEN]
    start: dict[str, Any] = {"base": newest.n, "concerns": [asked.cleaned_data["concern"]]}
    if kind is AmendmentKind.REPLACE and text is not None:
        start |= {"heading": text.heading, "text": text.text}
    form = AmendmentForm(
        request.POST if request.method == "POST" else None, kind=kind, concerns=concerns, initial=start
    )
    made: list[Amendment] = []

    def act() -> None:
        said = form.cleaned_data
        key = text.clause_id if text else None
        added = kind is AmendmentKind.INSERT
        wanted = set(said.get("concerns") or ())
        made.append(
            actions.propose_amendment(
                proposal=proposal,
                change=form.made(kind, None if added else key, key if added else None),
                rationale=said["rationale"],
                base=version_of(proposal, said["base"]) or newest,
                concerns=[one for one in concerns if one.pk in wanted],
                token=said["token"],
                by=request.user,
                at=at,
            )
        )

    if form.is_bound and form.is_valid() and attempt(form, act):
        messages.success(request, _("Your amendment is proposed. Whoever answers for the proposal is told."))
        return redirect("governance:amendment", number=number, n=made[0].n)
    return act_page(
        request,
        form,
        title=_title_of(kind, text),
        caption=f"{number} {newest.title}",
        explanation=queries.removal_words(proposal),
        quoted=_now_says(newest, text) if text else "",
        quote=_words(text) if text else "",
        submit=_("Propose it"),
        back=back,
    )


def shown_or_404(request: SignedInRequest, number: str, n: int, at: datetime) -> queries.Shown:
    """Return the amendment, or answer as if there were none."""
    shown = queries.find_amendment(proposal_or_404(request, number, at), n)
    if shown is None:
        raise Http404
    return shown


def linkable(request: SignedInRequest, row: Amendment, linked: Sequence[Concern], at: datetime) -> list[Concern]:
    """Return the concerns the reader may say the amendment would resolve, that are not linked yet."""
    there = {concern.pk for concern in linked}
    return [
        concern
        for concern in concerns_of(row.proposal)
        if concern.pk not in there and permissions.can_link_concern(request.user, row, concern, at)
    ]


def version_of(proposal: Proposal, n: int) -> ProposalVersion | None:
    """Return a version by its number, as a form sends it back."""
    return ProposalVersion.objects.filter(proposal=proposal, n=n).first()


def _hint(request: SignedInRequest) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in ("clause", "concern")}
    concern = asked["concern"]
    return {"kind": AmendmentKind.REPLACE, "clause": asked["clause"], "concern": concern if concern.isdecimal() else ""}


def _title_of(kind: AmendmentKind, text: ClauseText | None) -> str:
    if kind is AmendmentKind.INSERT:
        return _("Add a clause after clause %(order)s") % {"order": text.order} if text else _("Add a first clause")
    order = {"order": text.order if text else ""}
    words = _("Change clause %(order)s") if kind is AmendmentKind.REPLACE else _("Leave out clause %(order)s")
    return words % order


def _now_says(newest: ProposalVersion, text: ClauseText) -> str:
    return _("Clause %(order)s in version %(n)s") % {"order": text.order, "n": newest.n}


def _words(text: ClauseText) -> str:
    return f"{text.heading}\n\n{text.text}" if text.heading else text.text
