"""The invariants of ``governance.md``, asked of the live data: one sentence a finding, with the number of its rule."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Exists, F, OuterRef, Q

from governance.domain.versions import content_hash
from governance.enums.boards import BoardKind
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import (
    Appointment,
    Board,
    ConflictDeclaration,
    Decision,
    Entitlement,
    Position,
    Proposal,
    ProposalVersion,
    Round,
)
from governance.queries import amendmentchecks, checkchairs, timechecks
from governance.queries.checkblocks import process_findings
from governance.queries.positions import standing_in
from governance.queries.representationchecks import findings as representation
from governance.queries.seats import holders
from governance.queries.versions import wording_of
from portal.history.models import LedgerEntry


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold at ``at``; nothing when all is well."""
    yield from checkchairs.chairs(at)
    yield from checkchairs.national_seats(at)
    yield from _appointments()
    yield from checkchairs.alternates()
    yield from _positions()
    yield from _entitlements()
    yield from _recused(at)
    yield from _versions()
    yield from _adopted()
    yield from _register()
    yield from amendmentchecks.findings()
    yield from representation()
    yield from process_findings(at)
    yield from timechecks.findings(at)


def _appointments() -> Iterator[str]:
    """4: a seat has one holder, a person one seat a board."""
    rows = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")))
    for name, keys in (("seat", ("seat_id",)), ("person on one board", ("seat__board_id", "person_id"))):
        ordered = rows.order_by(*keys, "starts_on", "pk").values_list(*keys, "starts_on", "ends_on")
        for earlier, later in pairwise(ordered):
            same = earlier[: len(keys)] == later[: len(keys)]
            if same and (earlier[-1] is None or later[-2] < earlier[-1]):
                which = ", ".join(str(key) for key in later[: len(keys)])
                yield f"4: two appointments of one {name} ({which}) overlap on {later[-2]}."


def _positions() -> Iterator[str]:
    """6, 7, 9, 10: nobody recused, reasons where they belong, an unbroken sequence, nothing outside the round."""
    for position in Position.objects.filter(entitlement__recused=True):
        yield f"6: position {position.pk} was taken by somebody recused."
    for position in Position.objects.exclude(stance=Stance.AGREE).exclude(reason__regex=r"\S"):
        yield f"7: position {position.pk} ({position.stance}) has no reason."
    for position in Position.objects.filter(stance=Stance.BLOCK, block__isnull=True):
        yield f"7: the block in position {position.pk} says no ground."
    chains = Entitlement.objects.annotate(
        taken=Count("positions"), first=Count("positions", filter=Q(positions__supersedes__isnull=True))
    )
    for pk, first in chains.filter(taken__gt=0).exclude(first=1).values_list("pk", "first"):
        yield f"9: entitlement {pk} has {first} first positions."
    broken = Position.objects.filter(supersedes__isnull=False).exclude(
        supersedes__entitlement=F("entitlement"), supersedes__n=F("n") - 1
    )
    for position in broken:
        yield f"9: position {position.pk} supersedes one that is not its own."
    late = Position.objects.filter(
        Q(at__gte=F("entitlement__round__closes_at"))
        | Q(at__lt=F("entitlement__round__opens_at"))
        | Q(at__gt=F("entitlement__round__closed_at"))
    )
    for position in late:
        yield f"10: position {position.pk} was taken outside its round."


def _entitlements() -> Iterator[str]:
    """3, 11: who is entitled is who held the seats when the round opened; national seats follow the chairs."""
    rounds = Round.objects.filter(follows__isnull=True).select_related("proposal__board")
    for round in rounds.prefetch_related("entitlements"):
        frozen = {(one.seat_id, one.constituency_id) for one in round.entitlements.all()}
        if frozen != (held := _held(round.proposal.board, round.opens_at)):
            # Periods know days: whoever left or came on that very day may have done so before or after it opened.
            before = _held(round.proposal.board, round.opens_at - timedelta(days=1))
            if held & before <= frozen <= held | before:
                continue
            rule = "3, 11" if round.proposal.board.kind == BoardKind.NATIONAL else "11"
            yield f"{rule}: {round}: the seats entitled are not those held when it opened."


def _held(board: Board, at: datetime) -> set[tuple[int, int]]:
    return {(holder.seat.pk, holder.constituency.pk) for holder in holders(board, at)}


def _recused(at: datetime) -> Iterator[str]:
    """6, 13: whoever takes no part has no voice in a round that is open, nor in one that an agreement rests on."""
    standing = ConflictDeclaration.objects.out().filter(person=OuterRef("person"), proposal=OuterRef("round__proposal"))
    rests = Q(round__state=RoundState.OPEN) | Q(
        round__proposal__state=ProposalState.PROVISIONALLY_AGREED,
        round__kind__in=(RoundKind.CONSENSUS_TEST, RoundKind.ABSENT_MEMBERS),
        round__opens_at__gte=F("round__proposal__state_since"),
    )
    for voice in Entitlement.objects.filter(rests, Exists(standing), recused=False).select_related("round__proposal"):
        yield f"6: {voice.round}: seat {voice.seat_id} has a voice and takes no part because of a conflict."
    unread = Entitlement.objects.filter(recused=False, round__state=RoundState.OPEN).select_related(
        "person", "round__proposal"
    )
    for voice in unread.filter(person__is_active=True):
        if not Proposal.objects.visible_to(voice.person, at).filter(pk=voice.round.proposal_id).exists():
            yield f"13: {voice.round}: seat {voice.seat_id} has a voice in what its trustee may not read."
    unjudged = ConflictDeclaration.objects.filter(Q(treated_by=F("person")) | Q(released_by=F("person")))
    for conflict in unjudged:
        yield f"6: conflict {conflict.pk} was decided by the person it is about."


def _versions() -> Iterator[str]:
    """5: a published version says what its hash says, and no round is open on an older one."""
    for version in ProposalVersion.objects.select_related("proposal").prefetch_related("texts"):
        if content_hash(wording_of(version)) != version.sha256:
            yield f"5: {version}: the text is not the one that was published."
    stale = Round.objects.filter(state=RoundState.OPEN).exclude(version__n=F("proposal__version_count"))
    for round in stale.select_related("proposal"):
        yield f"5: {round} is open on a version that is not the latest."


def _adopted() -> Iterator[str]:
    """5, 7, 17: every decision rests on consensus about exactly its version, and says why, who and until when."""
    for proposal in Proposal.objects.filter(state=ProposalState.ADOPTED, decision__isnull=True):
        yield f"17: {proposal.number} is adopted but no decision is recorded."
    decisions = Decision.objects.select_related("proposal__rationale", "version", "round__proposal", "round__rules")
    for decision in decisions:
        if decision.proposal.state != ProposalState.ADOPTED:
            yield f"5: {decision.number} is recorded but its proposal is {decision.proposal.state}."
        if decision.round.version_id != decision.version_id or decision.version.proposal_id != decision.proposal_id:
            yield f"5: {decision.number} rests on a round about another version."
        elif not standing_in(decision.round, decision.proposal).outcome.reached:
            yield f"5: {decision.number} was adopted without consensus."
        rationale = getattr(decision.proposal, "rationale", None)
        if rationale is None or not rationale.reasons.strip():
            yield f"17: {decision.number} says no reasons."
        if rationale is not None and (rationale.owner_id is None or rationale.review_on is None):
            yield f"17: {decision.number} was recorded without owner or review date."
        if rationale is not None and decision.proposal.affects_children and not rationale.childrens_views.strip():
            yield f"17: {decision.number} affects children and does not say how their views were considered."


def _register() -> Iterator[str]:
    """16: replaying the ledger gives the register, no decision more and none less."""
    recorded = set(LedgerEntry.objects.filter(kind="decision.recorded").values_list("subject_id", flat=True).distinct())
    there = {str(pk) for pk in Decision.objects.values_list("pk", flat=True)}
    for pk in sorted(recorded - there):
        yield f"16: the ledger records decision {pk}, which is not in the register."
    for pk in sorted(there - recorded):
        yield f"16: decision {pk} is in the register but not in the ledger."
