"""The invariants of blocks, fallback steps and referrals, asked of the live data."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q

from governance.domain.blocks import NOTICE
from governance.domain.rounds import DECIDING
from governance.domain.versions import content_hash
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackState
from governance.enums.proposals import Confidentiality, ProposalState
from governance.enums.rounds import BlockState, RoundState
from governance.models import (
    Block,
    BlockStep,
    Entitlement,
    FallbackStep,
    Proposal,
    ProposalEffect,
    Referral,
    ReferralChain,
)
from governance.queries.blocks import due_blocks, unsettled
from governance.queries.versions import wording_of

LATE = timedelta(days=2)


def process_findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; nothing when all is well."""
    yield from _blocks(at)
    yield from _unsettled()
    yield from _steps()
    yield from _referrals()


def _blocks(at: datetime) -> Iterator[str]:
    """7, 8: a settled block says how; none became dissent without its notice; no clock stands still."""
    settled = Block.objects.exclude(state=BlockState.UNTESTED).filter(upheld_at=None, restate_by=None)
    silent = settled.exclude(state=BlockState.WITHDRAWN).exclude(Exists(BlockStep.objects.filter(block=OuterRef("pk"))))
    for pk, state in silent.values_list("pk", "state"):
        yield f"7: block {pk} is {state} and nothing says how."
    for step in BlockStep.objects.filter(kind=BlockStepKind.DISSENT, by=None, block__restate_by=None):
        warned = step.block.warned_at
        if warned is None or step.at < warned + NOTICE:
            yield f"7: block {step.block_id} became dissent without its notice."
    for block, due in due_blocks(at - LATE):
        yield f"8: block {block.pk}: {due.label} since two days, and nothing has run."


def _unsettled() -> Iterator[str]:
    """7: no text was adopted against a block nobody settled, however its test ended; and none is lost to a round."""
    text = F("position__entitlement__round__version")
    for block in unsettled().filter(position__entitlement__round__proposal__decision__version=text):
        yield f"7: position {block.position_id} blocks a version that was adopted."
    voice = Entitlement.objects.filter(
        round__version=OuterRef("position__entitlement__round__version"),
        round__n__gt=OuterRef("position__entitlement__round__n"),
        round__kind__in=DECIDING,
        round__state=RoundState.OPEN,
        person=OuterRef("position__entitlement__person"),
        recused=False,
    )
    for block in unsettled().filter(Exists(voice)):
        yield f"7: block {block.pk} does not stand in the round that is open on the same text."
    stray = Block.objects.exclude(carries=None).exclude(
        carries__state=BlockState.CARRIED,
        carries__position__entitlement__person=F("position__entitlement__person"),
        carries__position__entitlement__round__version=F("position__entitlement__round__version"),
    )
    for pk in stray.values_list("pk", flat=True):
        yield f"7: block {pk} stands over from one that is somebody else's, or about another text."


def _steps() -> Iterator[str]:
    """8: steps are under way only in the fallback, and nothing was adopted out of it."""
    stray = FallbackStep.objects.filter(state=FallbackState.OPEN).exclude(proposal__state=ProposalState.FALLBACK)
    for step in stray.select_related("proposal"):
        yield f"8: {step} is under way although the proposal is {step.proposal.state}."
    ended = Proposal.objects.filter(state=ProposalState.NOT_AGREED)
    for proposal in ended.filter(Q(why_ended="") | Q(decision__isnull=False)):
        yield f"8: {proposal.number} ended without agreement and says no reason, or has a decision."


def _referrals() -> Iterator[str]:
    """20: a referral's text hash equals its source's, computed from the words; and confidentiality went along."""
    rows = Referral.objects.select_related("source_version", "received_version", "source", "received")
    for one in rows.prefetch_related("source_version__texts", "received_version__texts"):
        hashes = {content_hash(wording_of(one.source_version)), content_hash(wording_of(one.received_version))}
        if hashes != {one.source_sha256} or one.source_sha256 != one.received_sha256:
            yield f"20: {one}: the text referred is not the text of its source."
        if one.source.confidentiality != one.received.confidentiality:
            yield f"20: {one}: who may read it changed on the way."
    stray = Referral.objects.exclude(source_version__proposal=F("source"), received_version__proposal=F("received"))
    for one in stray:
        yield f"20: referral {one.pk} names versions of other proposals."
    came_from: dict[int, set[int]] = {}
    # A proposal is made after everything it came from: in their order every beginning is known by then.
    for first, last in sorted(_carried(), key=itemgetter(1)):
        came_from.setdefault(last, set()).update({first}, came_from.get(first, set()))
    kept = set(ReferralChain.objects.values_list("first", "last"))
    for first, last in kept ^ {(first, last) for last, firsts in came_from.items() for first in firsts}:
        yield f"6: recusal does not follow the matter of proposal {first} to proposal {last} as it went."
    unanswered = Referral.objects.filter(reply=None, received__state__in=_ENDED)
    for one in unanswered.select_related("source", "received"):
        yield f"20: {one}: it ended and the answer did not come back."


def _carried() -> Iterator[tuple[int, int]]:
    yield from Referral.objects.values_list("source", "received")
    changes = ProposalEffect.objects.exclude(decision__confidentiality=Confidentiality.OPEN)
    yield from changes.values_list("decision__proposal", "proposal")


_ENDED = (ProposalState.ADOPTED, ProposalState.NOT_AGREED, ProposalState.WITHDRAWN, ProposalState.LAPSED)
