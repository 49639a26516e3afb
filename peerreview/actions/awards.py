"""What a decision does: an accreditation begins, rests, goes on or ends; and what the calendar ends.

Locks: whoever calls has locked review and case; here the service's accreditation, then the head of the ledger.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.actions.accreditation import lock_case
from peerreview.actions.reviews import move_review
from peerreview.announcements import accreditation as announce
from peerreview.domain.accreditation import AWARDING, award_period, interim_on
from peerreview.enums.accreditation import AwardState, Outcome, PanelQuestion
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    Appeal,
    PanelProposal,
    RegulatoryEvent,
    Service,
)
from peerreview.queries import accreditation as queries
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused

STATE_AFTER = {
    Outcome.SUSPENDED: AwardState.SUSPENDED,
    Outcome.RESUMED: AwardState.ACTIVE,
    Outcome.WITHDRAWN: AwardState.ENDED,
}


def record(
    case: AccreditationCase, proposal: PanelProposal, agreed: Sequence[int], by: User, at: datetime
) -> AccreditationDecision:
    """Write the decision down and do what follows from it, in the transaction of who found that all agree."""
    outcome, day = Outcome(proposal.outcome), day_of(at)
    Service.objects.select_for_update().get(pk=case.review.service_id)
    appeal = queries.open_appeal(case) if proposal.question == PanelQuestion.APPEAL else None
    ends = _end_of(case, outcome, appeal, proposal, day)
    decision = AccreditationDecision(
        case=case,
        n=_next_n(case),
        outcome=outcome,
        proposal=proposal,
        agreed=list(agreed),
        reason=proposal.reason,
        starts_on=day,
        ends_on=ends,
        snapshot_sha256=proposal.snapshot.sha256,
        decided_by=by,
        decided_at=at,
        recorded_at=at,
    )
    save_with_history(decision, by=by, reason=_("Decided by the panel"), at=at)
    if outcome in AWARDING:
        _award(case, decision, by, at)
    elif outcome in STATE_AFTER:
        _change(case, STATE_AFTER[outcome], decision, by, at)
    _answer(case, proposal, appeal, decision, by, at)
    _move(case, proposal, decision, by, at)
    announce.decided(case, decision, by, at)
    append_to_ledger(kind="peer_review.accreditation_decided", subject=decision, by=by, at=at)
    return decision


def _end_of(
    case: AccreditationCase, outcome: Outcome, appeal: Appeal | None, proposal: PanelProposal, day: date
) -> date | None:
    """Say until when: the deferral; the award; what an appeal gives back ends when it would have ended."""
    if outcome is Outcome.DEFERRED:
        return proposal.until
    if outcome not in AWARDING:
        return None
    earlier = Accreditation.objects.filter(case=case).order_by("-pk").first() if appeal else None
    ends = award_period(day, case.review.cycle.rules, until=earlier.ends_on if earlier else None)[1]
    if ends <= day:
        raise Refused(_("The time for which it was given is over: nothing is left to give back."))
    return ends


def _award(case: AccreditationCase, decision: AccreditationDecision, by: User, at: datetime) -> None:
    service, day = case.review.service, decision.starts_on
    rows = Accreditation.objects.select_for_update(of=("self",)).filter(service=service).exclude(state=AwardState.ENDED)
    for earlier in rows:
        earlier.state, earlier.ended_on = AwardState.ENDED, min(day, earlier.ends_on)
        save_with_history(earlier, by=by, reason=_("Another takes its place"), at=at)
    assert decision.ends_on is not None  # noqa: S101 - the database insists
    award = Accreditation(
        service=service,
        case=case,
        decision=decision,
        starts_on=day,
        ends_on=decision.ends_on,
        interim_on=interim_on(day, case.review.cycle.rules, bank_holidays(service.region.nation, day)),
    )
    save_with_history(award, by=by, reason=str(decision.get_outcome_display()), at=at)


def _change(case: AccreditationCase, to: AwardState, decision: AccreditationDecision, by: User, at: datetime) -> None:
    award = (
        Accreditation.objects.select_for_update(of=("self",)).filter(case=case).exclude(state=AwardState.ENDED).first()
    )
    if award is None or award.ends_on <= decision.starts_on:
        raise Refused(_("There is no accreditation any more that this could be said of."))
    award.state = to
    award.ended_on = decision.starts_on if to is AwardState.ENDED else None
    save_with_history(award, by=by, reason=str(decision.get_outcome_display()), at=at)


def _answer(
    case: AccreditationCase,
    proposal: PanelProposal,
    appeal: Appeal | None,
    decision: AccreditationDecision,
    by: User,
    at: datetime,
) -> None:
    """Note with the appeal, or with what the regulator said, how it was answered."""
    if appeal is not None:
        appeal.heard = decision
        save_with_history(appeal, by=by, reason=_("Heard"), at=at)
    if proposal.question == PanelQuestion.STANDING:
        for event in RegulatoryEvent.objects.select_for_update(of=("self",)).filter(case=case, answer=None):
            event.answer = decision
            save_with_history(event, by=by, reason=_("Answered by the panel"), at=at)


def _move(
    case: AccreditationCase, proposal: PanelProposal, decision: AccreditationDecision, by: User, at: datetime
) -> None:
    """Bring the review where the decision leads; an appeal that is upheld ends a deferral."""
    outcome, review = Outcome(decision.outcome), case.review
    words = str(outcome.label)
    if proposal.question == PanelQuestion.APPEAL and outcome in AWARDING and review.state == ReviewState.DEFERRED:
        review = move_review(review, ReviewState.WITH_PANEL, by, _("The appeal is upheld"), at)
    elif proposal.question != PanelQuestion.AWARD:
        return
    to = ReviewState.DEFERRED if outcome is Outcome.DEFERRED else ReviewState.DECIDED
    case.review = move_review(review, to, by, words, at, until=proposal.until)


@transaction.atomic
def lapse(*, award: Accreditation, at: datetime) -> Accreditation:
    """End an accreditation whose time has run out, on the day on which it did; doing it again changes nothing."""
    case = lock_case(award.case)
    award = Accreditation.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if award.state == AwardState.ENDED or award.ends_on > day_of(at):
        return award
    decision = AccreditationDecision(
        case=case,
        n=_next_n(case),
        outcome=Outcome.LAPSED,
        reason=_("Its time has run out."),
        starts_on=award.ends_on,
        snapshot_sha256=queries.last_snapshot(case).sha256,
        recorded_at=at,
    )
    save_with_history(decision, by=None, reason=_("Its time has run out"), at=at)
    award.state, award.ended_on = AwardState.ENDED, award.ends_on
    save_with_history(award, by=None, reason=_("Its time has run out"), at=at)
    announce.lapsed(case, decision, at)
    append_to_ledger(kind="peer_review.accreditation_decided", subject=decision, by=None, at=at)
    return award


def _next_n(case: AccreditationCase) -> int:
    last: int | None = AccreditationDecision.objects.filter(case=case).aggregate(last=Max("n"))["last"]
    return (last or 0) + 1
