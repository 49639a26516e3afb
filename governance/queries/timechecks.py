"""What must hold of urgent decisions, reviews and silences on the live data; asked with the other invariants."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q

from governance.domain.decisions import HOLDING
from governance.domain.reviews import STATE_AFTER
from governance.domain.urgents import TAKEN
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ProposalState
from governance.enums.reviews import ReviewOutcome
from governance.enums.urgents import UrgentState
from governance.models import Decision, DecisionReview, PositionConfirmation, Proposal, UrgentDecision
from portal.history.models import LedgerEntry

# The timer runs every five minutes; what it has not done after a day is not done.
GRACE = timedelta(days=1)


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold at ``at``."""
    yield from _urgents(at)
    yield from _reviews(at)
    for one in PositionConfirmation.objects.exclude(confirmed_by=F("position__entitlement__person")):
        yield f"9: position {one.position_id} was confirmed by somebody else than its trustee."


def _urgents(at: datetime) -> Iterator[str]:
    """14: urgent decisions are by two people of two constituencies, and are ratified or lapse."""
    for urgent in UrgentDecision.objects.filter(state=UrgentState.IN_FORCE, ratify_by__lt=at - GRACE):
        yield f"14: {urgent.number} was not ratified in time and has not lapsed."
    alone = UrgentDecision.objects.filter(state__in=TAKEN).filter(
        Q(chair=F("seconder")) | Q(chair_constituency=F("seconder_constituency"))
    )
    for urgent in alone:
        yield f"14: {urgent.number} was not decided by two people of two constituencies."
    fits = {
        UrgentState.IN_FORCE: ProposalState.AWAITING_RATIFICATION,
        UrgentState.RATIFIED: ProposalState.ADOPTED,
        UrgentState.LAPSED: ProposalState.LAPSED,
        UrgentState.WITHDRAWN: ProposalState.WITHDRAWN,
    }
    for urgent in UrgentDecision.objects.filter(state__in=TAKEN).select_related("proposal"):
        if urgent.proposal.state != fits[UrgentState(urgent.state)]:
            yield f"14: {urgent.number} is {urgent.state} and its proposal is {urgent.proposal.state}."
    for proposal in Proposal.objects.filter(state=ProposalState.AWAITING_RATIFICATION, urgent__isnull=True):
        yield f"14: {proposal.number} awaits ratification and nobody decided it."
    recorded = set(LedgerEntry.objects.filter(kind="urgent.decided").values_list("subject_id", flat=True))
    for pk, number in UrgentDecision.objects.filter(state__in=TAKEN).values_list("pk", "number"):
        if str(pk) not in recorded:
            yield f"16: {number} is in the register but not in the ledger."


def _reviews(at: datetime) -> Iterator[str]:
    """17: every decision in force is reviewed when its day comes, and ends or goes on only by a decision or by time."""
    late = (at - GRACE).date()
    holding = (DecisionState.IN_FORCE, DecisionState.CONTINUED)
    for decision in Decision.objects.filter(state__in=holding, review_on__lt=late).defer("record"):
        yield f"17: the review of {decision.number} was due on {decision.review_on} and has not begun."
    for decision in Decision.objects.filter(state__in=HOLDING, ends_on__lt=late).defer("record"):
        yield f"17: {decision.number} was to end on {decision.ends_on} and still holds."
    without = Decision.objects.filter(state=DecisionState.UNDER_REVIEW).exclude(
        pk__in=DecisionReview.objects.filter(closed_at__isnull=True).values("decision")
    )
    for decision in without.defer("record"):
        yield f"17: {decision.number} is under review and there is no review."
    last: dict[int, DecisionReview] = {}
    for review in DecisionReview.objects.select_related("decision", "rests_on").order_by("opened_at", "pk"):
        last[review.decision_id] = review
        if review.rests_on is not None and review.rests_on.board_id != review.decision.board_id:
            yield f"17: {review.decision.number} was changed by another board’s decision."
    for review in last.values():
        state = DecisionState(review.decision.state)
        wanted = STATE_AFTER[ReviewOutcome(review.outcome)] if review.outcome else DecisionState.UNDER_REVIEW
        if state is not wanted:
            yield f"17: {review.decision.number} is {state} and its last review says {wanted}."
    changed = [state for state in STATE_AFTER.values() if state is not DecisionState.CONTINUED]
    for decision in Decision.objects.filter(state__in=changed).exclude(pk__in=last).defer("record"):
        yield f"17: {decision.number} is {decision.state} and no review says why."
