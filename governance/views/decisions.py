"""Writing the reasons and recording a decision; the public register and the record of each."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.decisions import adopt, write_rationale
from governance.enums.decisions import DecisionOutcome, DecisionState
from governance.forms.decisions import FindDecisionsForm, RationaleForm
from governance.forms.rounds import ConfirmForm
from governance.models import Proposal
from governance.permissions import decisions as permissions
from governance.permissions.agreedactions import can_add_action
from governance.queries.agreedactions import actions_from
from governance.queries.conflictpages import conflicts_in_words
from governance.queries.decisions import (
    A_PAGE,
    Filters,
    decision_page,
    register,
)
from governance.queries.positions import rules_in_force
from governance.queries.registers import FIELDS, exported, news, table_of
from governance.queries.seats import holders
from governance.queries.urgents import awaiting
from governance.queries.verifications import verify_decision
from governance.views.rounds import done_or_page, followed_or_404, panel_or_404
from portal.people.models import User
from portal.people.requests import SignedInRequest, now, signed_in
from portal.ui.cells import without_formulas

FEED_LENGTH = 30
MOST_IN_A_FILE = 20_000


@signed_in
def rationale_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Write why the board decides so; it can be saved unfinished."""
    at = now()
    proposal = followed_or_404(request, number, at)
    if not permissions.can_write_rationale(request.user, proposal, at):
        raise PermissionDenied
    panel = panel_or_404(request, proposal, at)
    rules = rules_in_force(proposal.board, at)
    usual = timezone.localdate(at) + relativedelta(months=rules.review_months) if rules else None
    form = RationaleForm(
        request.POST or None,
        rationale=panel.rationale,
        people=_people(proposal, request.user, at),
        review_on=usual,
        conflicts=conflicts_in_words(proposal),
    )
    back = reverse("governance:proposal", args=[number])
    return done_or_page(
        request,
        form,
        lambda: write_rationale(proposal=proposal, by=request.user, at=at, **form.written()),
        said=_("The reasons are saved."),
        back=back,
        title=_("Why the board decides so"),
        caption=number,
        explanation=_(
            "Write as much as the matter deserves: only what says “Needed” must be there before the decision is"
            " recorded. It can be saved unfinished, and is sealed with the decision."
            " If the decision is public, all of this is public: write no child’s name."
        ),
        submit=_("Save the reasons"),
    )


@signed_in
def adopt_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Record the decision, or say what it lacks."""
    at = now()
    proposal = followed_or_404(request, number, at)
    panel = panel_or_404(request, proposal, at)
    if panel.decision is not None:
        return redirect("governance:decision", number=panel.decision.number)
    if not permissions.can_adopt(request.user, proposal, at):
        raise PermissionDenied
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    recorded: list[str] = []
    back = reverse("governance:proposal", args=[number])
    if not panel.lacks:
        answer = done_or_page(
            request,
            form,
            lambda: recorded.append(adopt(proposal=proposal, by=request.user, at=at).number),
            said=_("The decision is recorded."),
            back=back,
            title=_("Record the decision"),
            caption=number,
            explanation=_(
                "Version %(n)s becomes a decision of the board, with a number, and stands in the public register"
                " if the proposal is open. Text, reasons and positions are sealed."
            )
            % {"n": proposal.version_count},
            submit=_("Record the decision"),
        )
        return redirect("governance:decision", number=recorded[0]) if recorded else answer
    context = {"panel": panel, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "governance/decisions/lacking.html", context, status=status)


def _people(proposal: Proposal, person: User, at: datetime) -> list[User]:
    """Return who can see to a decision: the board's trustees, its proposer, and whoever writes this."""
    return [*(holder.person for holder in holders(proposal.board, at)), proposal.proposer, person]


@require_safe
def register_page(request: HttpRequest) -> HttpResponseBase:
    """Show the register, filtered and in pages; or give it as a file."""
    at = now()
    filters = asked_for(request)
    if request.GET.get("format") in FILES:
        return FILES[request.GET["format"]](request, filters, at)
    found = register(request.user, filters, at)
    form = FindDecisionsForm(
        request.GET or None, boards=[(board.slug, board.name) for board in found.boards], years=found.years
    )
    paginator: Paginator[Any] = Paginator(range(found.total), A_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "found": found,
        "page": paginator.get_page(found.page),
        "query": query.urlencode(),
        "urgent": awaiting(request.user, at, slug=filters.board) if filters.page == 1 else [],
        "is_narrowed": any(
            (filters.text, filters.board, filters.year, filters.state, filters.outcome, filters.children)
        ),
    }
    return render(request, "governance/decisions/register.html", context)


@require_safe
def csv_page(request: HttpRequest) -> HttpResponseBase:
    """Give the register as a spreadsheet file, at the address people bookmark."""
    return _csv(request, asked_for(request), now())


def asked_for(request: HttpRequest) -> Filters:
    """Read the filters from the address; what is not understood is left out."""
    query = request.GET
    year, page = query.get("year", ""), query.get("page", "")
    state, outcome = query.get("state", ""), query.get("outcome", "")
    return Filters(
        board=query.get("board", "")[:60],
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        state=state if state in DecisionState.values else "",
        outcome=outcome if outcome in DecisionOutcome.values else "",
        children=bool(query.get("children")),
        text=query.get("q", "")[:100].replace("\x00", "").strip(),
        sort=query.get("sort", ""),
        page=int(page) if page.isdecimal() and len(page) < 8 else 1,
    )


def _csv(request: HttpRequest, filters: Filters, at: datetime) -> HttpResponse:
    file = StringIO()
    writer = csv.DictWriter(file, FIELDS)
    writer.writeheader()
    for row in table_of(exported(request.user, filters, at)[:MOST_IN_A_FILE]):
        writer.writerow({name: without_formulas(cell) for name, cell in row.items()})
    headers = {"Content-Disposition": 'attachment; filename="decisions.csv"'}
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _json(request: HttpRequest, filters: Filters, at: datetime) -> HttpResponse:
    rows = list(table_of(exported(request.user, filters, at)[:MOST_IN_A_FILE]))
    for row in rows:
        row["url"] = request.build_absolute_uri(reverse("governance:decision", args=[row["number"]]))
    return JsonResponse({"decisions": rows})


FILES = {"csv": _csv, "json": _json}


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest public decisions as an Atom feed, the same to everybody."""
    at = now()
    newest = news(request.GET.get("board", "")[:60].replace("\x00", ""), at, FEED_LENGTH)
    address = request.build_absolute_uri(reverse("governance:decisions"))
    atom = Atom1Feed(
        title=_("Decisions"),
        link=address,
        description="",
        subtitle=_("What the boards have decided, by consensus"),
        feed_url=request.build_absolute_uri(),
        feed_guid=address,
        language=get_language() or "en-gb",
    )
    for one in newest:
        decision = one.decision
        page = request.build_absolute_uri(reverse("governance:decision", args=[decision.number]))
        link = f"{page}{one.part}"
        atom.add_item(
            title=one.title,
            link=link,
            unique_id=link,
            description=f"{decision.board.name}. {one.says}",
            pubdate=one.at,
            updateddate=one.at,
            author_name=decision.board.name,
            categories=[decision.board.name],
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@require_safe
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show the record of a decision."""
    at = now()
    page = decision_page(request.user, number, at)
    if page is None:
        raise Http404
    reads = page.names or page.is_owner
    # Names are shown to nobody who was kept out of the matter: nothing more has to be asked of that.
    adds = page.names and can_add_action(request.user, page.decision.board, at)
    context = {
        "page": page,
        "actions": actions_from(request.user, page.decision, at) if reads else [],
        "add_href": reverse("governance:add_decision_action", args=[number]) if adds else "",
        "today": timezone.localdate(at),
    }
    return render(request, "governance/decisions/decision.html", context)


@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponseBase:
    """Compute the hashes again and explain them; or give the ledger's entry for somebody to do it themselves."""
    found = verify_decision(request.user, number, now())
    if found is None:
        raise Http404
    if request.GET.get("format") == "json":
        if found.proof is None:
            raise Http404
        return JsonResponse({"entry": found.proof.as_published(), "hash": found.proof.hash})
    return render(request, "governance/decisions/verify.html", {"found": found})
