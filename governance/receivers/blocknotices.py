"""Notices of blocks, fallback steps and referrals: their events, and who hears of which signal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.announcements import blocknotices as tell
from governance.domain.blocks import NOTICE
from governance.enums.blocks import BlockDue
from governance.enums.proposals import ProposalState
from governance.models import Block, BlockStep, FallbackStep, Proposal, Referral
from governance.queries.blocks import ABOUT, clock_of
from governance.receivers.notices import listen, who
from portal.notifications import register_event, register_group


def register() -> None:
    """Say which events there are and listen to what happens."""
    register_group(
        "blocks",
        _("Blocks and what follows"),
        _("A block to test, your part in resolving one, the fallback steps, referrals and their answers."),
        default="at_once",
    )
    for event, label in (
        ("block.raised", _("A proposal is blocked")),
        ("block.settled", _("What became of a block")),
        ("block.answer", _("Your answer about your block is asked")),
        ("block.step", _("A step to resolve a block")),
        ("fallback.started", _("A fallback step began")),
        ("fallback.ended", _("A fallback step ended")),
        ("proposal.not_agreed", _("A proposal ended without agreement")),
        ("referral.sent", _("A text was referred to another board")),
        ("referral.answered", _("A referral was answered")),
    ):
        register_event(event, label, "blocks")
    _listen()


def _block(event: dict[str, Any]) -> Block:
    return Block.objects.select_related(*ABOUT).get(pk=event["block_id"])


def _step(event: dict[str, Any]) -> FallbackStep:
    return FallbackStep.objects.select_related("proposal__board").get(pk=event["step_id"])


def _referral(event: dict[str, Any]) -> Referral:
    return Referral.objects.select_related("source__board", "to_board").get(pk=event["referral_id"])


def _proposal(event: dict[str, Any]) -> Proposal:
    return Proposal.objects.select_related("board").get(pk=event["proposal_id"])


def _blocked(event: dict[str, Any]) -> None:
    if event["to"] == ProposalState.BLOCKED:
        tell.proposal_blocked(_proposal(event), *who(event))


def _part_wanted(event: dict[str, Any]) -> None:
    block, at = _block(event), event["at"]
    clock = clock_of(block, at)
    if clock is not None:
        tell.part_wanted(block, BlockDue(event["due"]), max(clock.ends_at, at + NOTICE), at)


def _step_added(event: dict[str, Any]) -> None:
    step = BlockStep.objects.select_related(*(f"block__{name}" for name in ABOUT)).get(pk=event["step_id"])
    tell.step_added(step, *who(event))


def _listen() -> None:
    listen(signals.block_settled, lambda e: tell.block_settled(_block(e), *who(e)))
    listen(signals.block_step_added, _step_added)
    listen(signals.block_stood_over, lambda e: tell.stands_over(_block(e), *who(e)))
    listen(signals.block_part_wanted, _part_wanted)
    listen(signals.fallback_started, lambda e: tell.fallback_started(_step(e), *who(e)))
    listen(signals.fallback_ended, lambda e: tell.fallback_ended(_step(e), *who(e)))
    listen(signals.proposal_not_agreed, lambda e: tell.not_agreed(_proposal(e), *who(e)))
    listen(signals.referral_sent, lambda e: tell.referral_sent(_referral(e), *who(e)))
    listen(signals.referral_answered, lambda e: tell.referral_answered(_referral(e), *who(e)))
    listen(signals.proposal_moved, _blocked)
