"""What blocks and the fallback steps need of somebody now: columns for ``today``'s one statement, and their cards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind, FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState
from governance.models import Block, BlockStep, FallbackStep, ReferralReply
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User

SOON = timedelta(days=7)
ASKING = (BlockStepKind.REQUEST, BlockStepKind.REMINDED, BlockStepKind.WARNED)


def of_blocks(person: "User") -> dict[str, Any]:
    """Return what ``block_cards`` reads of each blocked proposal."""
    mine = Block.objects.filter(
        position__entitlement__round__proposal=OuterRef("pk"),
        position__entitlement__person=person,
        position__superseded_by=None,
    ).order_by("-pk")
    exchange = BlockStep.objects.filter(Q(kind__in=ASKING) | Q(took_part=True), block=OuterRef("pk"))
    asked = mine.filter(state=BlockState.UPHELD).annotate(
        last=Subquery(exchange.order_by("-at", "-pk").values("kind")[:1])
    )
    fallen = mine.filter(state=BlockState.NOT_UPHELD)
    return {
        "restate": Subquery(fallen.values("pk")[:1]),
        "restate_by": Subquery(fallen.values("restate_by")[:1]),
        "asked_block": Subquery(asked.filter(last__in=ASKING).values("pk")[:1]),
    }


def of_steps() -> dict[str, Any]:
    """Return what it reads of each proposal in the fallback steps."""
    step = FallbackStep.objects.filter(proposal=OuterRef("pk"), state=FallbackState.OPEN).order_by()
    answered = ReferralReply.objects.filter(referral__source=OuterRef("pk"), referral__step__state=FallbackState.OPEN)
    return {
        "step_n": Subquery(step.values("n")[:1]),
        "step_kind": Subquery(step.values("kind")[:1]),
        "step_due": Subquery(step.values("due_on")[:1]),
        "referral_answered": Exists(answered),
    }


def block_cards(proposal: Any, words: dict[str, Any], at: datetime, *, chairs: bool) -> Iterator[Card]:
    """Return the cards of one proposal: of its objector while it is blocked, of the chair in the fallback steps."""
    number = proposal.number
    if proposal.state == ProposalState.BLOCKED and proposal.restate:
        yield Card(
            _("Say in what words your block on %(name)s goes on record") % words,
            _("It was not upheld. Without your words it is recorded as dissent."),
            reverse("governance:restate_block", args=[number, proposal.restate]),
            _("Say it in your words"),
            proposal.restate_by,
            _("Block"),
            "block",
        )
    if proposal.state == ProposalState.BLOCKED and proposal.asked_block:
        yield Card(
            _("Answer about your block on %(name)s") % words,
            _("The board asks for your part in resolving it."),
            reverse("governance:add_block_step", args=[number, proposal.asked_block]),
            _("Answer"),
            tag=_("Block"),
            tag_state="block",
        )
    if proposal.state != ProposalState.FALLBACK or not chairs:
        return
    page = reverse("governance:proposal_way", args=[number])
    tag: dict[str, Any] = {"tag": _("Fallback step"), "tag_state": "fallback"}
    why = _("You chair the %(board)s.") % words
    if proposal.step_n is None:
        yield Card(_("Choose the next step for %(name)s") % words, why, page, _("See the steps"), **tag)
        return
    href = reverse("governance:end_fallback_step", args=[number, proposal.step_n])
    if proposal.referral_answered:
        yield Card(_("Take up the answer about %(name)s") % words, why, page, _("Read the answer"), **tag)
    elif proposal.step_due <= timezone.localdate(at) + SOON:
        title = _("Write down what came of it: %(kind)s on %(name)s") % {
            **words,
            "kind": FallbackKind(proposal.step_kind).label.lower(),
        }
        yield Card(title, why, href, _("Write it down"), proposal.step_due, **tag)
