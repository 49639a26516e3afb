"""Writing the reasons, and recording a decision."""

from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions.discussion import record_open_concerns
from governance.actions.proposals import lock_proposal, move_proposal
from governance.actions.rounds import close_round
from governance.announcements import decisions as announce
from governance.domain.decisions import decision_number, how_reached
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Board, Decision, DecisionRationale, Proposal, Round
from governance.permissions import decisions as permissions
from governance.queries.facts import RATIONALE_TEXTS
from governance.queries.outcomes import lack_words
from governance.queries.positions import frozen
from governance.queries.readiness import readiness, written
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def write_rationale(
    *,
    proposal: Proposal,
    by: User,
    at: datetime,
    owner: User | None = None,
    effective_on: date | None = None,
    review_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    **texts: str,
) -> DecisionRationale:
    """Write why the board decides so: ``texts`` are the points of ``DecisionRationale``; those not named stay.

    It may be unfinished; what it lacks is asked when the decision is recorded. Saving what stands changes nothing.
    """
    proposal = lock_proposal(proposal)
    if not permissions.can_write_rationale(by, proposal, at):
        raise PermissionDenied
    if unknown := texts.keys() - set(RATIONALE_TEXTS):
        msg = f"no such part of a rationale: {', '.join(sorted(unknown))}"
        raise TypeError(msg)
    today = timezone.localdate(at)
    if review_on is not None and review_on < today:
        raise NotAllowed(_("The review date has passed. Choose a later day."))
    rationale = DecisionRationale.objects.filter(proposal=proposal).first() or DecisionRationale(proposal=proposal)
    wanted: dict[str, Any] = {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}
    if ends_on is not None and ends_on <= max(today, effective_on or today):
        raise NotAllowed(_("It would end before it takes effect. Choose a later day, or none."))
    wanted |= {"owner_id": owner.pk if owner else None, "effective_on": effective_on, "review_on": review_on}
    wanted["ends_on"] = ends_on
    if rationale.pk and all(getattr(rationale, name) == value for name, value in wanted.items()):
        return rationale
    for name, value in wanted.items():
        setattr(rationale, name, value)
    if proposal.state == ProposalState.AWAITING_RATIFICATION and written(proposal, rationale, at):
        raise NotAllowed(_("This holds already: its reasons can be improved, but nothing they need can be taken out."))
    save_with_history(rationale, by=by, reason=reason.strip() or _("Rationale written"), at=at)
    announce.rationale_written(rationale)
    return rationale


@transaction.atomic
def adopt(*, proposal: Proposal, by: User | None, at: datetime) -> Decision:
    """Record the decision, when nothing is missing; recording it again returns it.

    The rules are asked here once more, on exactly the version that is adopted; a window whose time is up is closed
    first. Whatever is missing is said in words.
    """
    proposal = lock_proposal(proposal)
    if (recorded := Decision.objects.filter(proposal=proposal).first()) is not None:
        return recorded
    if by is not None and not permissions.can_adopt(by, proposal, at):
        raise PermissionDenied
    due = Round.objects.filter(proposal=proposal, state=RoundState.OPEN, closes_at__lte=at).first()
    if due is not None:
        close_round(round=due, by=None, at=at)
        # Closing a ratification records the decision already.
        if (recorded := Decision.objects.filter(proposal=proposal).first()) is not None:
            return recorded
        proposal = lock_proposal(proposal)
    ready = readiness(proposal, at)
    if ready.lacks or ready.standing is None or ready.rationale is None:  # Without lacks both are there.
        raise NotAllowed(" ".join(f"{lack_words(lack).what}." for lack in ready.lacks))
    decision = _record(proposal, ready.standing.round, ready.rationale, frozen(ready.standing), by, at)
    outcome = ready.standing.outcome
    reason = _("Decision %(number)s recorded") % {"number": decision.number}
    decision.outcome = how_reached(outcome.standing_aside)
    save_with_history(decision, by=by, reason=reason, at=at)
    record_open_concerns(proposal=proposal, by=by, at=at)
    move_proposal(proposal=proposal, to=ProposalState.ADOPTED, by=by, reason=reason, at=at)
    append_to_ledger(kind="decision.recorded", subject=decision, by=by, at=at, board_ref=proposal.board.slug)
    announce.decision_recorded(decision, by, at)
    return decision


def _record(
    proposal: Proposal,
    round: Round,
    rationale: DecisionRationale,
    record: dict[str, Any],
    by: User | None,
    at: datetime,
) -> Decision:
    """Build the decision under the board's next number; the board's row is locked so that no number is used twice."""
    board = Board.objects.select_for_update().get(pk=proposal.board_id)
    on = timezone.localdate(at)
    last = Decision.objects.filter(board=board, year=on.year).order_by("-sequence").values_list("sequence", flat=True)
    sequence = (last.first() or 0) + 1
    return Decision(
        number=decision_number(board.short, on.year, sequence),
        board=board,
        year=on.year,
        sequence=sequence,
        proposal=proposal,
        version=round.version,
        round=round,
        title=round.version.title,
        confidentiality=proposal.confidentiality,
        text_sha256=round.version.sha256,
        record=record,
        decided_at=at,
        decided_on=on,
        effective_on=rationale.effective_on or on,
        review_on=cast("date", rationale.review_on),
        ends_on=rationale.ends_on,
        owner=rationale.owner,
        success=rationale.success,
    )
