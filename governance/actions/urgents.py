"""Deciding what cannot wait: the chair asks, a trustee of another constituency confirms, the board ratifies or not.

Locks as everywhere: proposal, round, board, head of the ledger.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions.blocks import settle_by_next_test
from governance.actions.decisions import adopt
from governance.actions.proposals import lock_proposal, move_proposal
from governance.actions.rounds import close_round, open_round_by_itself
from governance.actions.versions import publish_version
from governance.announcements import urgents as announce
from governance.domain.refusals import NotAllowed
from governance.domain.urgents import ENDED, latest_end, ratify_by, urgent_number
from governance.domain.versions import tidy
from governance.enums.proposals import ProposalKind, ProposalState
from governance.enums.rounds import RoundKind, RoundState
from governance.enums.urgents import UrgentState
from governance.models import Board, DecisionRationale, GoverningRules, Proposal, Round, UrgentDecision
from governance.permissions import urgents as permissions
from governance.permissions.rounds import is_chair
from governance.queries.outcomes import lack_words
from governance.queries.positions import rules_in_force
from governance.queries.readiness import written
from governance.queries.urgents import next_meeting, seat_of, time_given, urgent_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def ask_urgent(
    *, proposal: Proposal, reason: str, by: User, at: datetime, expected: str | None = None
) -> UrgentDecision:
    """Seal the draft as version 1 and ask, as chair, that it be decided now; asking again returns what was asked.

    Nothing holds yet. ``expected`` is the stamp of the text the chair read.
    """
    proposal = lock_proposal(proposal)
    if not is_chair(by, proposal, at):
        raise PermissionDenied
    if (asked := urgent_of(proposal)) is not None:
        return asked
    if not permissions.can_ask_urgent(by, proposal, at):
        raise NotAllowed(_("Only a draft of the kind “urgent” that nobody has published yet can be decided at once."))
    reason = tidy(reason)
    if not reason:
        raise NotAllowed(_("Say why it cannot wait."))
    rules = _rules(proposal.board, at)
    seat = seat_of(by, proposal.board, at)
    if seat is None:
        raise NotAllowed(_("Whoever is in the chair needs a seat on this board to decide for it."))
    version = publish_version(
        proposal=proposal, change_note="", by=by, at=at, after=0, expected=expected, stays_draft=True
    )
    urgent = UrgentDecision(
        proposal=proposal,
        version=version,
        board=proposal.board,
        title=version.title,
        confidentiality=proposal.confidentiality,
        chair=by,
        chair_constituency=seat.constituency,
        chair_reason=reason,
        asked_at=at,
        # Until then it can be confirmed; what is confirmed has another end.
        latest_end=at + timedelta(days=rules.urgent_confirm_days),
    )
    save_with_history(urgent, by=by, reason=_("Urgent decision asked for"), at=at)
    announce.urgent_asked(urgent, by, at)
    return urgent


@transaction.atomic
def confirm_urgent(*, urgent: UrgentDecision, reason: str, by: User, at: datetime) -> UrgentDecision:
    """Confirm it as a trustee of another constituency: from now on it holds, until the board has answered.

    The round in which the board says so opens at once, for everybody entitled now, and lasts as long as the rules give;
    what the decision needs (reasons, owner, review date) must be written, so that ratification lacks nothing.
    """
    proposal = lock_proposal(urgent.proposal)
    urgent = UrgentDecision.objects.select_for_update(of=("self",)).select_related("board", "version").get(pk=urgent.pk)
    urgent.proposal = proposal
    if urgent.seconder_id == by.pk and urgent.state == UrgentState.IN_FORCE:
        return urgent
    _insist_on_asked(urgent, at)
    if not permissions.can_confirm_urgent(by, urgent, at):
        raise PermissionDenied
    if not is_chair(urgent.chair, proposal, at):
        raise NotAllowed(_("Whoever asked for this is not in the chair any more. The chair can ask again."))
    if urgent.version.n != proposal.version_count:
        raise NotAllowed(_("Another version was published meanwhile. It is discussed in the ordinary way."))
    reason = tidy(reason)
    if not reason:
        raise NotAllowed(_("Say why it cannot wait."))
    seat = seat_of(by, urgent.board, at)
    rules = _rules(urgent.board, at)
    end = latest_end(at, most_days=rules.urgent_days)
    _insist_on_rationale(proposal, end, at)
    meeting = next_meeting(urgent.board, at)
    urgent.state = UrgentState.IN_FORCE
    urgent.seconder, urgent.seconder_reason = by, reason
    urgent.seconder_constituency = seat.constituency if seat else None
    urgent.decided_at, urgent.latest_end = at, end
    urgent.ratify_by = ratify_by(
        at,
        meeting_ends=meeting.ends_at if meeting else None,
        grace_days=rules.urgent_grace_days,
        most_days=rules.urgent_days,
        before=None,
    )
    proposal = move_proposal(
        proposal=proposal,
        to=ProposalState.AWAITING_RATIFICATION,
        by=by,
        reason=_("Decided urgently by the chair and a trustee of another constituency"),
        at=at,
    )
    open_round_by_itself(
        proposal=proposal, version=urgent.version, kind=RoundKind.RATIFICATION, closes_at=urgent.ratify_by, at=at
    )
    board = Board.objects.select_for_update().get(pk=urgent.board_id)
    year = timezone.localdate(at).year
    number = UrgentDecision.objects.filter(board=board, decided_at__year=year).count() + 1
    urgent.number = urgent_number(board.short, year, number)
    save_with_history(urgent, by=by, reason=_("Urgent decision confirmed"), at=at)
    append_to_ledger(kind="urgent.decided", subject=urgent, by=by, at=at, board_ref=board.slug)
    announce.urgent_decided(urgent, by, at)
    return urgent


@transaction.atomic
def drop_urgent(*, urgent: UrgentDecision, reason: str, by: User | None, at: datetime) -> UrgentDecision:
    """Take the request back, or let it go when nobody confirmed it: the text is discussed in the ordinary way."""
    proposal = lock_proposal(urgent.proposal)
    urgent = _locked(urgent)
    if urgent.state == UrgentState.DROPPED:
        return urgent
    if by is not None and not permissions.can_drop_urgent(by, urgent, at):
        raise PermissionDenied
    if urgent.state != UrgentState.ASKED:
        raise NotAllowed(_("It was confirmed meanwhile and holds until the board has said whether it stands by it."))
    if not reason.strip():
        raise NotAllowed(_("Say why you take it back."))
    # Whoever listens to the move ends the request with this reason.
    move_proposal(proposal=proposal, to=ProposalState.DISCUSSION, by=by, reason=reason.strip(), at=at)
    return _locked(urgent)


@transaction.atomic
def settle_ratification(*, round: Round, by: User | None, at: datetime) -> None:
    """Follow a ratification that has closed: consensus makes it a decision of the board like any other.

    Anything else leaves it until its time is up: another round can be opened until then. A block
    of an earlier ratification stands over into the next one.
    """
    urgent = UrgentDecision.objects.filter(proposal=round.proposal_id, state=UrgentState.IN_FORCE).first()
    agreed = round.outcome is not None and round.outcome["outcome"]["verdict"] == "consensus"
    if urgent is None or round.state != RoundState.CLOSED or not agreed:
        return
    settle_by_next_test(round=round, by=by, at=at)
    rationale = DecisionRationale.objects.get(proposal=round.proposal_id)
    _complete(rationale, urgent, by, at)
    adopt(proposal=round.proposal, by=None, at=at)


@transaction.atomic
def lapse_urgent(*, urgent: UrgentDecision, at: datetime) -> UrgentDecision:
    """End an urgent decision that was not ratified in its time. A round whose time is up is heard first."""
    proposal = lock_proposal(urgent.proposal)
    due = Round.objects.filter(proposal=proposal, state=RoundState.OPEN, closes_at__lte=at).first()
    if due is not None:
        close_round(round=due, by=None, at=at)
    urgent = _locked(urgent)
    if urgent.state != UrgentState.IN_FORCE or urgent.ratify_by is None or at < urgent.ratify_by:
        return urgent
    reason = _("The board did not ratify it in time. What was done under it stays in the record.")
    move_proposal(
        proposal=lock_proposal(proposal), to=ProposalState.LAPSED, by=None, reason=reason, at=at, why_ended=reason
    )
    return _locked(urgent)


@transaction.atomic
def end_urgent(*, proposal_id: int, to: ProposalState, reason: str, by: User | None, at: datetime) -> None:
    """Record what became of an urgent decision when its proposal has moved on; called for every move."""
    states = {
        ProposalState.ADOPTED: UrgentState.RATIFIED,
        ProposalState.LAPSED: UrgentState.LAPSED,
        ProposalState.WITHDRAWN: UrgentState.WITHDRAWN,
    }
    urgent = UrgentDecision.objects.select_for_update(of=("self",)).filter(proposal=proposal_id).first()
    if urgent is None or urgent.state in ENDED or to is ProposalState.AWAITING_RATIFICATION:
        return
    held = urgent.state == UrgentState.IN_FORCE
    urgent.state = states[to] if held else UrgentState.DROPPED
    urgent.ended_at, urgent.why_ended = at, reason
    if not held:
        urgent.latest_end = None
    save_with_history(urgent, by=by, reason=reason, at=at)
    if held:
        append_to_ledger(kind="urgent.ended", subject=urgent, by=by, at=at, board_ref=urgent.board.slug)
    announce.urgent_ended(urgent, by, at)


@transaction.atomic
def give_more_time(*, urgent: UrgentDecision, at: datetime) -> UrgentDecision:
    """Move the end of an urgent decision to where the board's next meeting now allows; never sooner, never when over.

    The timer does this, not the act that moved the meeting: that one holds the board, and would wait for the proposal.
    """
    proposal = lock_proposal(urgent.proposal)
    urgent = _locked(urgent)
    before, until = urgent.ratify_by, time_given(urgent, at)
    if urgent.state != UrgentState.IN_FORCE or before is None or until is None or at >= before or until <= before:
        return urgent
    urgent.ratify_by = until
    reason = _("The board’s next meeting is later")
    save_with_history(urgent, by=None, reason=reason, at=at)
    rounds = Round.objects.select_for_update(of=("self",)).filter(
        proposal=proposal, state=RoundState.OPEN, kind=RoundKind.RATIFICATION, closes_at=before
    )
    for round in rounds:
        round.closes_at = until
        save_with_history(round, by=None, reason=reason, at=at)
    return urgent


def _complete(rationale: DecisionRationale, urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    """Give the decision the day since which it holds; days that passed because the portal was late become today."""
    today = timezone.localdate(at)
    before = (rationale.effective_on, rationale.review_on, rationale.ends_on)
    rationale.effective_on = rationale.effective_on or timezone.localdate(urgent.decided_at)
    rationale.review_on = rationale.review_on and max(rationale.review_on, today)
    rationale.ends_on = rationale.ends_on and max(rationale.ends_on, today)
    if (rationale.effective_on, rationale.review_on, rationale.ends_on) != before:
        save_with_history(rationale, by=by, reason=_("It holds since it was decided urgently"), at=at)


def _locked(urgent: UrgentDecision) -> UrgentDecision:
    return (
        UrgentDecision.objects.select_for_update(of=("self",))
        .select_related("proposal__board", "board")
        .get(pk=urgent.pk)
    )


def _rules(board: Board, at: datetime) -> GoverningRules:
    rules = rules_in_force(board, at)
    if rules is None:
        raise NotAllowed(_("The board has no rules to decide by yet. The secretary can set them."))
    return rules


def _insist_on_asked(urgent: UrgentDecision, at: datetime) -> None:
    if urgent.state != UrgentState.ASKED:
        raise NotAllowed(_("This is settled already: %(state)s.") % {"state": urgent.get_state_display()})
    if urgent.latest_end is not None and at >= urgent.latest_end:
        raise NotAllowed(_("The time in which it could be confirmed is over. It is discussed in the ordinary way."))
    if urgent.proposal.kind != ProposalKind.URGENT or urgent.proposal.state != ProposalState.DRAFT:
        raise NotAllowed(_("The proposal has moved on and is decided in the ordinary way."))


def _insist_on_rationale(proposal: Proposal, end: datetime, at: datetime) -> None:
    rationale = DecisionRationale.objects.filter(proposal=proposal).first()
    lacks = [f"{lack_words(lack).what}." for lack in written(proposal, rationale, at)]
    if not lacks and rationale and rationale.review_on and rationale.review_on < timezone.localdate(end):
        lacks = [_("The review date is too soon: the board may need until then to ratify it.")]
    if lacks:
        raise NotAllowed(_("Before it can be confirmed: %(lacks)s") % {"lacks": " ".join(lacks)})
