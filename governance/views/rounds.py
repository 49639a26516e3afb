"""Opening and closing rounds, saying where one stands. Each act has its own page without JavaScript."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.positions import record_position_for, take_position
from governance.actions.rounds import close_round, extend_round, open_round
from governance.domain.rounds import OPENS_FROM, reveals_allowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RecordedHow, RevealPolicy, RoundKind, RoundState, Stance
from governance.forms.rounds import (
    BlockForm,
    ConfirmForm,
    ExtendForm,
    OpenRoundForm,
    PositionForm,
    RecordedBlockForm,
    RecordedPositionForm,
)
from governance.models import Entitlement, Position, Proposal, Round
from governance.permissions import rounds as permissions
from governance.queries.amendments import waiting_words
from governance.queries.findrounds import find_round, open_round_of, open_round_with_voice
from governance.queries.panelstamps import panel_stamp
from governance.queries.positions import rules_in_force
from governance.queries.rounds import RoundPanel, round_panel
from governance.queries.versions import texts_of
from governance.views.pages import act_page, attempt, proposal_or_404
from portal.people.requests import SignedInRequest, now, signed_in

PARTS = {"standing": "_standing", "position": "_position", "others": "_others"}
USUAL_DAYS = 7


@require_safe
@signed_in
def part(request: SignedInRequest, number: str, part: str) -> HttpResponse:
    """Give one part of the panel alone, for a page that follows it; unchanged is said before anything is drawn."""
    at = now()
    stamp = panel_stamp(request.user, number, part, get_language() or "", at) if part in PARTS else None
    if stamp is None:
        raise Http404
    etag = f'"{stamp}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    panel = panel_or_404(request, followed_or_404(request, number, at), at)
    response = render(request, f"governance/rounds/{PARTS[part]}.html", {"panel": panel})
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@signed_in
def open_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Open a round: kind and closing time."""
    at = now()
    proposal = followed_or_404(request, number, at)
    if not permissions.is_chair(request.user, proposal, at):
        raise PermissionDenied
    rules = rules_in_force(proposal.board, at)
    form = OpenRoundForm(
        request.POST or None,
        kinds=[kind for kind, state in OPENS_FROM.items() if state is ProposalState(proposal.state)],
        closes_at=at + timedelta(days=rules.round_days if rules else USUAL_DAYS),
        reveals=reveals_allowed(RevealPolicy(rules.reveal)) if rules else (),
    )

    def act() -> Round:
        return open_round(
            proposal=proposal,
            kind=RoundKind(form.cleaned_data["kind"]),
            closes_at=form.closes_at(),
            reveal=form.reveal_policy(),
            by=request.user,
            at=at,
        )

    return done_or_page(
        request,
        form,
        act,
        said=_("The round is open. Everybody entitled has been told."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Open a round"),
        caption=_("%(number)s, version %(n)s") % {"number": number, "n": proposal.version_count},
        explanation=_("Who has a voice is fixed when the round opens. A new version of the text makes the round void."),
        quote=waiting_words(proposal),
        submit=_("Open the round"),
    )


@signed_in
def close_page(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Close a round: at its time by anybody, earlier by the chair when everybody has spoken."""
    at = now()
    round = round_or_404(request, number, n, at)
    back = reverse("governance:proposal", args=[number])
    if round.state != RoundState.OPEN:
        return redirect(back)
    if not permissions.can_close_round(request.user, round, at):
        raise PermissionDenied
    return done_or_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: close_round(round=round, by=request.user, at=at),
        said=_("The round is closed."),
        back=back,
        title=_("Close round %(n)s") % {"n": n},
        caption=number,
        explanation=_("Positions can no longer be taken or changed. What the rules say of them is kept for ever."),
        submit=_("Close the round"),
    )


@signed_in
def extend_page(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Give a round more time."""
    at = now()
    round = round_or_404(request, number, n, at)
    if not permissions.can_extend_round(request.user, round, at):
        raise PermissionDenied
    form = ExtendForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: extend_round(
            round=round, closes_at=form.closes_at(), reason=form.cleaned_data["reason"], by=request.user, at=at
        ),
        said=_("The round has more time."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Give the round more time"),
        caption=number,
        explanation=_("A round can be made longer until it closes, never shorter."),
        submit=_("Give more time"),
    )


@signed_in
def position_page(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Say where one stands; a block is explained and confirmed on a second page."""
    at = now()
    back = reverse("governance:proposal", args=[number])
    if request.method == "POST" and taken_at_once(request, number, at):
        return redirect(back)
    proposal = followed_or_404(request, number, at)
    panel = panel_or_404(request, proposal, at)
    if panel.round is None or panel.own is None:
        raise PermissionDenied
    if not panel.may_take and request.method != "POST":
        messages.info(request, _("This round has closed: positions can no longer be taken."))
        return redirect(back)
    round = panel.round

    def act(stand: dict[str, Any]) -> Position:
        return take_position(round=round, by=request.user, at=at, **stand)

    return stand_page(request, panel, panel.own.position, act, PositionForm, BlockForm, back, entitlement=None)


@signed_in
def record_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Enter, as secretary, what a trustee said by telephone or in the meeting."""
    at = now()
    proposal = followed_or_404(request, number, at)
    round = open_round_of(proposal)
    if round is None or not permissions.can_record_positions(request.user, round, at):
        raise PermissionDenied
    entitlement = Entitlement.objects.filter(round=round, pk=pk, recused=False).select_related("person").first()
    if entitlement is None:
        raise Http404
    panel = panel_or_404(request, proposal, at)
    back = reverse("governance:proposal", args=[number])

    def act(stand: dict[str, Any]) -> Position:
        how = RecordedHow(request.POST["how"])
        return record_position_for(entitlement=entitlement, by=request.user, at=at, how=how, **stand)

    # What they said before is not shown: the secretary sees no more than the reveal policy allows.
    return stand_page(request, panel, None, act, RecordedPositionForm, RecordedBlockForm, back, entitlement=entitlement)


def taken_at_once(request: SignedInRequest, number: str, at: datetime) -> bool:
    """Take a position that is complete, without reading the proposal and where everybody stands: most of the cost."""
    form, round = PositionForm(request.POST), open_round_with_voice(request.user, number)
    if round is None or request.POST.get("stance") == Stance.BLOCK or not form.is_valid():
        return False
    if not attempt(form, lambda: take_position(round=round, by=request.user, at=at, **form.stand())):
        return False
    messages.success(request, _("Your position is recorded."))
    return True


def stand_page(
    request: SignedInRequest,
    panel: RoundPanel,
    last: Position | None,
    act: Callable[[dict[str, Any]], Position],
    first_form: type[PositionForm],
    block_form: type[BlockForm],
    back: str,
    *,
    entitlement: Entitlement | None,
) -> HttpResponseBase:
    """Show the four choices, the second page of a block, or do it; what was typed always stays."""
    data = request.POST if request.method == "POST" else None
    blocking = data is not None and data.get("stance") == Stance.BLOCK
    form: PositionForm | BlockForm
    if blocking and data is not None:
        if data.get("confirmed"):
            form = block_form(data)
        else:
            typed = {name: data.get(name, "") for name in ("reason", "how")}
            form = block_form(initial=typed | _block_of(last))
    else:
        form = first_form(data, initial=_said(last))
    if form.is_bound and form.is_valid():
        stand = form.stand()
        if attempt(form, lambda: act(stand)):
            messages.success(request, _("Your position is recorded.") if entitlement is None else _("It is recorded."))
            return redirect(back)
    context = {
        "form": form,
        "panel": panel,
        "last": last,
        "entitlement": entitlement,
        "texts": texts_of(panel.round.version) if panel.round else [],
        "back": back,
    }
    page = "block" if blocking else "position"
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"governance/rounds/{page}.html", context, status=status)


def followed_or_404(request: SignedInRequest, number: str, at: datetime) -> Proposal:
    """Return the proposal for somebody who may follow its rounds; the recused must not learn of it."""
    proposal = proposal_or_404(request, number, at)
    # What was found among what they may read has been asked about a moment ago.
    if not proposal.seen_by.get((request.user.pk, at)) and not permissions.can_view_rounds(request.user, proposal, at):
        raise Http404
    return proposal


def panel_or_404(request: SignedInRequest, proposal: Proposal, at: datetime) -> RoundPanel:
    """Return the reader's panel."""
    panel = round_panel(request.user, proposal, at)
    if panel is None:
        raise Http404
    return panel


def round_or_404(request: SignedInRequest, number: str, n: int, at: datetime) -> Round:
    """Return one round of a proposal."""
    proposal = followed_or_404(request, number, at)
    round = find_round(proposal, n)
    if round is None:
        raise Http404
    return round


def done_or_page(
    request: SignedInRequest, form: Any, act: Callable[[], object], *, said: str, back: str, **words: Any
) -> HttpResponseBase:
    """Do it and go back saying so, or show the page of the act with what is wrong."""
    if form.is_bound and form.is_valid() and attempt(form, act):
        messages.success(request, said)
        return redirect(back)
    return act_page(request, form, back=back, **words)


def _said(last: Position | None) -> dict[str, Any]:
    if last is None:
        return {}
    will_help = {True: "yes", False: "no"}.get(last.will_help) if last.will_help is not None else None
    return {"stance": last.stance, "reason": last.reason, "will_help": will_help}


def _block_of(last: Position | None) -> dict[str, Any]:
    if last is None or last.stance != Stance.BLOCK:
        return {}
    block = last.block
    return {
        "ground": block.ground,
        "removal_condition": block.removal_condition,
        "objector_part": block.objector_part,
    }
