"""Proposals ready to be tested, rounds, and trustees who have said where they stand: made by the real actions.

``published(board)`` gives a proposal in discussion, ``opened(board)`` one under test, ``agreed(...)`` one provisionally
agreed, ``adopted(...)`` a decision.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from governance.actions.decisions import adopt, write_rationale
from governance.actions.positions import take_position
from governance.actions.proposals import start_proposal
from governance.actions.rounds import close_round, open_round
from governance.actions.versions import publish_version
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.enums.rounds import BlockGround, RoundKind, Stance
from governance.models import Decision, Position, Proposal, Round
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.remembering import remembered

WEEK = timedelta(days=7)
BLOCK: dict[str, Any] = {
    "ground": BlockGround.DUTY,
    "removal_condition": "A named person checks each placement.",
    "objector_part": "I will draft the check.",
}
REASONS = {
    "reasons": "Homes asked for one way of doing this.",
    "success": "Fewer placements end within a month.",
    "childrens_views": "Young people asked to meet the home first.",
}


@remembered
def published(board: SmallBoard, at: datetime = NOON, **fields: Any) -> Proposal:
    """Start a proposal and publish its first version."""
    values: dict[str, Any] = {
        "title": "A shared welcome for every child",
        "summary": "Children arrive in four different ways.",
        "clauses": [ClauseInput("Welcome", "Every home sends a welcome book before a child arrives.")],
        "kind": ProposalKind.ORDINARY,
        "confidentiality": Confidentiality.OPEN,
        "affects_children": False,
        "by": board.trustees["providers"][0],
    }
    proposal = start_proposal(board=board.board, at=at, **{**values, **fields})
    publish_version(proposal=proposal, change_note="", by=proposal.proposer, at=at)
    return Proposal.objects.get(pk=proposal.pk)


@remembered
def opened(
    board: SmallBoard,
    at: datetime = NOON,
    *,
    kind: RoundKind = RoundKind.CONSENSUS_TEST,
    lasts: timedelta = WEEK,
    recused: Iterable[User] = (),
    proposal: Proposal | None = None,
    **fields: Any,
) -> Round:
    """Open a round on a new proposal."""
    proposal = proposal or published(board, at, **fields)
    return open_round(
        proposal=proposal,
        kind=kind,
        closes_at=at + lasts,
        by=board.chair,
        at=at,
        recused=[person.pk for person in recused],
    )


@remembered
def take(round: Round, person: User, stance: Stance = Stance.AGREE, at: datetime = NOON, **more: Any) -> Position:
    """Take a position with whatever the stance needs."""
    if stance is not Stance.AGREE:
        more.setdefault("reason", "The night cover worries me.")
    if stance is Stance.BLOCK:
        more = {**BLOCK, **more}
    return take_position(round=round, by=person, stance=stance, at=at, **{"reason": "", **more})


@remembered
def all_agree(round: Round, people: Iterable[User], at: datetime = NOON) -> None:
    """Let everybody agree."""
    for person in people:
        take(round, person, at=at)


@remembered
def closed(round: Round, at: datetime | None = None, by: User | None = None) -> Round:
    """Close a round when its time is up."""
    return close_round(round=round, by=by, at=at or round.closes_at)


@remembered
def agreed(
    board: SmallBoard, at: datetime = NOON, stances: Mapping[User, Stance] | None = None, **fields: Any
) -> Round:
    """Test a new proposal in which everybody agrees (or stands as ``stances`` say) and close the test."""
    round = opened(board, at, **fields)
    for person in board.everyone:
        take(round, person, (stances or {}).get(person, Stance.AGREE), at=at)
    return closed(round)


@remembered
def reasoned(proposal: Proposal, by: User, at: datetime, **texts: Any) -> None:
    """Write all that a decision needs."""
    values: dict[str, Any] = {"owner": by, "review_on": date(2027, 11, 2), **REASONS}
    write_rationale(proposal=proposal, by=by, at=at, **{**values, **texts})


@remembered
def adopted(board: SmallBoard, at: datetime = NOON, **fields: Any) -> Decision:
    """Bring a proposal all the way: agreed by everybody, reasoned, recorded."""
    round = agreed(board, at, **fields)
    later = round.closed_at or at
    reasoned(round.proposal, board.chair, later)
    return adopt(proposal=round.proposal, by=board.chair, at=later)
