"""Who is told of a decision: everybody, after the commit."""

from datetime import datetime

from governance import signals
from governance.announcements.proposals import room
from governance.models import Decision, DecisionRationale
from portal.live import announce_on_commit
from portal.people.models import User


def rationale_written(rationale: DecisionRationale) -> None:
    """Tell open pages that the reasons changed."""
    announce_on_commit(room(rationale.proposal_id), "round.changed", rationale.proposal_id)


def decision_recorded(decision: Decision, by: User | None, at: datetime) -> None:
    """Tell the apps above: report-backs, publication, notices."""
    signals.decision_recorded.send(
        sender=Decision,
        decision_id=decision.pk,
        number=decision.number,
        board_id=decision.board_id,
        proposal_id=decision.proposal_id,
        by=by,
        at=at,
    )
    announce_on_commit(room(decision.proposal_id), "round.changed", decision.proposal_id)
