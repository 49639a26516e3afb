"""What is done about a block: testing, resolving, restating, withdrawing it. Each act has its own page."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.actions.blocks import add_block_step, find_on_block, resolve_block, restate_block, withdraw_block
from governance.enums.blocks import BlockStepKind
from governance.enums.rounds import RoundState
from governance.forms.blocks import BlockStepForm, FindingForm, ResolveBlockForm, RestateForm, WithdrawBlockForm
from governance.models import Block
from governance.permissions import blocks as permissions
from governance.permissions.rounds import can_see_positions, can_test_block, can_withdraw_block
from governance.queries.blocks import clock_of, clock_words, find_block, findings_of, steps_of
from governance.views.rounds import done_or_page, followed_or_404, panel_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def log_page(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Show a block with what the board found of it and what was done about it."""
    at = now()
    block = left_or_404(request, number, pk, at)
    if block.position.entitlement.round.state == RoundState.OPEN:
        block = block_or_404(request, number, pk, at)
    clock = clock_of(block, at)
    context = {
        "number": number,
        "objection": block,  # In a template that extends another, "block" is the tag.
        "clock": clock_words(clock) if clock else "",
        "findings": findings_of(block),
        "steps": steps_of(block),
        "may_add": permissions.can_add_block_step(request.user, block, at),
        "mine": permissions.is_objector(request.user, block),
    }
    return render(request, "governance/rounds/block_log.html", context)


@signed_in
def step_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Write down what was done to resolve an upheld block."""
    at = now()
    block = block_or_404(request, number, pk, at)
    if not permissions.can_add_block_step(request.user, block, at):
        raise PermissionDenied
    mine = permissions.is_objector(request.user, block)
    kinds = permissions.kinds_for(request.user, block)
    form = BlockStepForm(request.POST or None, kinds=kinds, by_objector=mine)
    return done_or_page(
        request,
        form,
        lambda: add_block_step(block=block, by=request.user, at=at, **form.step()),
        said=_("It is written down."),
        back=_card(number, block),
        title=_("A step to resolve your block") if mine else _("A step to resolve the block"),
        caption=number,
        explanation=_("If you take no part until the time is over, your block is recorded as dissent.")
        if mine
        else _("What the board and the objector do is written down here, so that everybody can see it."),
        quote=block.removal_condition,
        quoted=_("What would remove the block"),
        submit=_("Write it down"),
    )


@signed_in
def restate_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Put one's own words in place of a block that was not upheld."""
    at = now()
    block = block_or_404(request, number, pk, at)
    if not permissions.can_restate_block(request.user, block, at):
        raise PermissionDenied
    form = RestateForm(request.POST or None)
    day = date_format(localtime(block.restate_by), "j F Y") if block.restate_by else ""
    return done_or_page(
        request,
        form,
        lambda: restate_block(
            block=block,
            as_=BlockStepKind(form.cleaned_data["as_"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=at,
        ),
        said=_("Your words are on record."),
        back=_card(number, block),
        title=_("In what words does it go on record?"),
        caption=number,
        explanation=_(
            "The board tested your block and did not find that it rests on its ground. It weighs as a stand-aside from"
            " now on. Say in your own words what is kept; without them it is recorded as dissent on %(day)s."
        )
        % {"day": day},
        quote=block.position.reason,
        submit=_("Put it on record"),
    )


@signed_in
def resolve_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Say that the newest version resolves one's block."""
    at = now()
    block = left_or_404(request, number, pk, at)
    if not permissions.can_resolve_block(request.user, block, at):
        raise PermissionDenied
    form = ResolveBlockForm(request.POST or None)
    version = block.position.entitlement.round.proposal.version_count
    return done_or_page(
        request,
        form,
        lambda: resolve_block(block=block, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("Your block is recorded as resolved."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Version %(n)s resolves your block") % {"n": version},
        caption=number,
        explanation=_(
            "The new version is tested for consensus like any other: you can still say where you stand on it."
        ),
        quote=block.removal_condition,
        quoted=_("You said what would remove it"),
        submit=_("Record it as resolved"),
    )


@signed_in
def finding_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Say, as one of the board, whether the ground of a block holds."""
    at = now()
    block = block_or_404(request, number, pk, at)
    if not can_test_block(request.user, block, at):
        raise PermissionDenied
    form = FindingForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: find_on_block(
            block=block, holds=form.cleaned_data["holds"], reason=form.cleaned_data["reason"], by=request.user, at=at
        ),
        said=_("What you found is recorded."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Test a block"),
        caption=number,
        explanation=_("The question is not whether you share the objection, but whether it rests on its ground."),
        quote=block.position.reason,
        quoted=f"{block.position.entitlement.person.name}: {block.get_ground_display()}",
        submit=_("Record what I find"),
    )


@signed_in
def withdraw_block_page(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Take one's own block back."""
    at = now()
    block = block_or_404(request, number, pk, at)
    if not can_withdraw_block(request.user, block, at):
        raise PermissionDenied
    form = WithdrawBlockForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: withdraw_block(block=block, reason=form.cleaned_data["reason"], by=request.user, at=at),
        said=_("Your block is withdrawn."),
        back=reverse("governance:proposal", args=[number]),
        title=_("Withdraw your block"),
        caption=number,
        explanation=_("It then weighs as a stand-aside, and the rules are asked again."),
        quote=block.position.reason,
        submit=_("Withdraw the block"),
    )


def block_or_404(request: SignedInRequest, number: str, pk: int, at: datetime) -> Block:
    """Return a block that the reader may see; until it is revealed to them there is none."""
    proposal = followed_or_404(request, number, at)
    panel = panel_or_404(request, proposal, at)
    block = find_block(proposal, pk)
    if block is None or pk not in {shown.pk for _line, shown in panel.blocks}:
        raise Http404
    return block


def left_or_404(request: SignedInRequest, number: str, pk: int, at: datetime) -> Block:
    """Return a block of an earlier version: for the board's own people, as positions are, and for the objector."""
    proposal = followed_or_404(request, number, at)
    block = find_block(proposal, pk)
    if block is None or not (
        can_see_positions(request.user, proposal, at) or permissions.is_objector(request.user, block)
    ):
        raise Http404
    return block


def _card(number: str, block: Block) -> str:
    return f"{reverse('governance:proposal', args=[number])}#block-{block.pk}"
