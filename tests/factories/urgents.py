"""Urgent decisions made by the real actions: ``asked(board)`` is only asked for, ``taken(board)`` holds."""

from datetime import date, datetime, timedelta
from typing import Any

from governance.actions.decisions import write_rationale
from governance.actions.meetings import plan_meeting
from governance.actions.proposals import start_proposal
from governance.actions.urgents import ask_urgent, confirm_urgent
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.models import Meeting, Proposal, UrgentDecision
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.factories.rounds import REASONS
from tests.remembering import remembered

WHY = "The lease ends on Friday and the home would close."
WHY_TOO = "Four children would have to move before the board meets."


@remembered
def drafted(board: SmallBoard, at: datetime = NOON, **fields: Any) -> Proposal:
    """Start an urgent draft."""
    values: dict[str, Any] = {
        "title": "Keep the house in Mill Lane",
        "summary": "The lease ends before the next meeting.",
        "clauses": [ClauseInput("Lease", "The network takes the lease for three months.")],
        "kind": ProposalKind.URGENT,
        "confidentiality": Confidentiality.OPEN,
        "affects_children": False,
        "by": board.chair,
    }
    return start_proposal(board=board.board, at=at, **{**values, **fields})


@remembered
def asked(board: SmallBoard, at: datetime = NOON, *, reasoned: bool = True, **fields: Any) -> UrgentDecision:
    """Ask for an urgent decision as chair, and write what it needs."""
    proposal = drafted(board, at, **fields)
    urgent = ask_urgent(proposal=proposal, reason=WHY, by=board.chair, at=at)
    if reasoned:
        write_rationale(
            proposal=Proposal.objects.get(pk=proposal.pk),
            by=board.chair,
            at=at,
            owner=board.chair,
            review_on=date(2027, 11, 2),
            **REASONS,
        )
    return urgent


@remembered
def taken(board: SmallBoard, at: datetime = NOON, **fields: Any) -> UrgentDecision:
    """Take an urgent decision: the chair, and a trustee for providers."""
    urgent = asked(board, at, **fields)
    return confirm_urgent(urgent=urgent, reason=WHY_TOO, by=board.trustees["providers"][0], at=at)


@remembered
def meets(board: SmallBoard, starts_at: datetime, at: datetime = NOON) -> Meeting:
    """Plan a meeting of two hours."""
    return plan_meeting(
        board=board.board,
        title="Meeting",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        how="",
        by=board.secretary,
        at=at,
    )
