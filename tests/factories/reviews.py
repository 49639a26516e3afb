"""Decisions that are reviewed, made by the real actions."""

from datetime import date, datetime
from typing import Any

from governance.actions.decisions import adopt
from governance.actions.discussion import raise_concern
from governance.actions.reviews import answer_item, propose_effect, report_on_review
from governance.actions.rounds import close_round
from governance.actions.versions import publish_version
from governance.enums.reviews import Effect
from governance.enums.rounds import Stance
from governance.models import Decision, Proposal, ReviewItem
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.factories.rounds import WEEK, all_agree, closed, opened, published, reasoned, take
from tests.remembering import remembered

REVIEW_ON = date(2026, 12, 1)


@remembered
def doubted(board: SmallBoard, at: datetime = NOON, review_on: date = REVIEW_ON, **more: Any) -> Decision:
    """Record a decision with an unresolved concern and a stand-aside; by default it is reviewed in a month."""
    texts = {name: more.pop(name) for name in ("ends_on",) if name in more}
    proposal = published(board, at, **more)
    providers = board.trustees["providers"][0]
    raise_concern(proposal=proposal, text="Small homes cannot print books.", wish="A template.", by=providers, at=at)
    round = opened(board, at, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, board.everyone[1:], at)
    take(round, board.everyone[0], Stance.STAND_ASIDE, at, reason="It is too soon.", will_help=True)
    round = closed(round)
    reasoned(round.proposal, board.chair, at + WEEK, review_on=review_on, **texts)
    return adopt(proposal=round.proposal, by=board.chair, at=at + WEEK)


@remembered
def agreed_to(board: SmallBoard, proposal: Proposal, at: datetime) -> Decision:
    """Publish a draft and let everybody agree to it within a week."""
    publish_version(proposal=proposal, change_note="", by=proposal.proposer, at=at)
    round = opened(board, at, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, board.everyone, at)
    close_round(round=round, by=None, at=at + WEEK)
    proposal = Proposal.objects.get(pk=proposal.pk)
    reasoned(proposal, board.chair, at + WEEK, review_on=date(2028, 1, 3))
    return adopt(proposal=proposal, by=board.chair, at=at + WEEK)


@remembered
def changed(
    board: SmallBoard, decision: Decision, effect: Effect, at: datetime, next_review_on: date | None = None
) -> Decision:
    """Let the board decide what becomes of a decision."""
    proposal = propose_effect(
        decision=decision,
        effect=effect,
        reason="Homes have learned what works.",
        next_review_on=next_review_on,
        by=board.trustees["providers"][0],
        at=at,
    )
    return agreed_to(board, proposal, at)


@remembered
def reported(decision: Decision, by: User, at: datetime) -> None:
    """Write what was found, and answer everything left open."""
    report_on_review(decision=decision, found="Fewer placements ended within a month.", by=by, at=at)
    for item in ReviewItem.objects.filter(review__decision=decision, review__closed_at=None):
        answer_item(item=item, answer="The network prints the books.", by=by, at=at)
