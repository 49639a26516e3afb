"""Stories that do not end with their first test: blocks and how they are settled, fallback steps, a referral."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from governance.actions.blocks import add_block_step, find_on_block, follow_clock, resolve_block, restate_block
from governance.actions.decisions import adopt, write_rationale
from governance.actions.fallbacks import Plan, end_step, end_without_agreement, fall_back, start_step
from governance.actions.positions import take_position
from governance.actions.proposals import edit_draft
from governance.actions.referrals import refer_to_national
from governance.actions.rounds import close_round, open_round
from governance.actions.versions import publish_version
from governance.domain.chairs import months_later
from governance.domain.versions import ClauseInput
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind, FallbackOutcome
from governance.enums.rounds import RoundKind, Stance
from governance.models import Block, FallbackStep, Proposal, Round
from governance.permissions.fallbacks import leads
from governance.queries.seats import chair_of
from governance.queries.versions import working_copy
from portal.demonstration.representation import report_back
from portal.people.models import User

if TYPE_CHECKING:
    from portal.demonstration.stories import Telling

# How many days ago these were begun: each as long as it takes, and none so old that it moves the others' numbers.
BEGUN = {"upheld": 28, "resolved": 75, "dissent": 66, "fallback": 58, "referred": 90, "not_agreed": 118}
TESTED = 20  # the day after the test has closed


def go_on(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """Play what follows the test, by the story's ending."""
    yield from {
        "upheld": _upheld,
        "resolved": _resolved,
        "dissent": _dissent,
        "fallback": _fallback,
        "referred": _referred,
        "not_agreed": _not_agreed,
    }[telling.story["ending"]](telling, tested)


def _block(tested: Round) -> Block:
    return Block.objects.select_related("position__entitlement__person").get(position__entitlement__round=tested)


def _uphold(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """One other trustee finds that the ground holds; the objector and the board then look for a way."""
    after, block = telling.story["after"], _block(tested)
    objector = block.position.entitlement.person
    others = [it.person for it in tested.entitlements.select_related("person") if it.person_id != objector.pk]
    yield (at := telling.at(TESTED))
    find_on_block(block=block, holds=True, reason=after["finding"], by=others[0], at=at)
    if "request" in after:
        yield (at := telling.at(TESTED + 1))
        step = {"kind": BlockStepKind.REQUEST, "text": after["request"]}
        add_block_step(block=block, by=telling.chair(at), at=at, **step)
    yield (at := telling.at(TESTED + 3))
    add_block_step(block=block, kind=BlockStepKind.ANSWER, text=after["answer"], by=objector, at=at)
    if "talk" in after:
        yield (at := telling.at(TESTED + 5))
        add_block_step(
            block=block, kind=BlockStepKind.TALK, text=after["talk"], by=telling.keeper(at), at=at, with_objector=True
        )


def _upheld(telling: "Telling", tested: Round) -> Iterator[datetime]:
    yield from _uphold(telling, tested)


def _resolved(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """A new version meets the block; the objector says so, and everybody agrees to it."""
    yield from _uphold(telling, tested)
    after, proposal = telling.story["after"], Proposal.objects.get(pk=tested.proposal_id)
    yield (at := telling.at(TESTED + 7))
    current = working_copy(proposal)
    first, *rest = current.clauses
    edit_draft(
        proposal=proposal,
        title=current.title,
        summary=current.summary,
        clauses=[ClauseInput(first.heading, after["text"], first.key), *rest],
        expected=None,
        by=telling.keeper(at),
        at=at,
    )
    publish_version(proposal=proposal, change_note=after["change_note"], by=telling.keeper(at), at=at)
    block = _block(tested)
    yield (at := telling.at(TESTED + 8))
    resolve_block(block=block, reason=after["resolved"], by=block.position.entitlement.person, at=at)
    yield from _agree(telling, proposal, telling.chair, TESTED + 9)


def _dissent(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """Three others do not find that the ground holds; the objector has their dissent recorded."""
    block, after = _block(tested), telling.story["after"]
    objector = block.position.entitlement
    others = [it for it in tested.entitlements.select_related("person") if it.person_id != objector.person_id]
    mine = [it for it in others if it.constituency_id == objector.constituency_id]
    for number, finder in enumerate([*mine[:1], *(it for it in others if it not in mine)][:3]):
        yield (at := telling.at(TESTED, 10 + number))
        find_on_block(block=block, holds=False, reason=after["finding"], by=finder.person, at=at)
    yield (at := telling.at(TESTED + 2))
    restate_block(block=block, as_=BlockStepKind.DISSENT, reason=after["restated"], by=objector.person, at=at)
    proposal = Proposal.objects.get(pk=tested.proposal_id)
    yield from _record(telling, proposal, telling.chair, TESTED + 4)


def _fallback(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """The board is stuck: somebody from outside sits down with it next week."""
    yield from _take_to_the_steps(telling, tested, TESTED + 2)
    today = telling.cooperative.calendar.day(0)
    yield (at := telling.at(TESTED + 4))
    _facilitate(telling, tested, at, Plan(telling.story["after"]["what"], today + timedelta(days=6)))


def _referred(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """One region cannot do it alone: the national group agrees to the same text, and the answer is taken up."""
    after = telling.story["after"]
    yield from _take_to_the_steps(telling, tested, TESTED + 2)
    yield (at := telling.at(TESTED + 4))
    referral = refer_to_national(
        proposal=tested.proposal,
        what=after["what"],
        due_on=at.date() + timedelta(days=60),
        reason=after["reason"],
        why_skipped=after["skipped"],
        by=_leader(telling, tested, at),
        at=at,
    )

    def national_chair(at: datetime) -> User:
        term = chair_of(referral.to_board, at)
        if term is None:
            msg = f"the national group has no chair on {at}"
            raise LookupError(msg)
        return term.appointment.person

    yield from _agree(telling, referral.received, national_chair, TESTED + 8)
    yield (at := telling.at(TESTED + 20))
    step = FallbackStep.objects.get(referral=referral)
    end_step(
        step=step, outcome=FallbackOutcome.DISCUSSION, result=after["result"], by=_leader(telling, tested, at), at=at
    )


def _not_agreed(telling: "Telling", tested: Round) -> Iterator[datetime]:
    """An upheld block, its whole time, a session that finds no way: things stay as they are."""
    yield from _uphold(telling, tested)
    after = telling.story["after"]
    yield (at := telling.at(TESTED + 61))
    follow_clock(block=_block(tested), at=at)
    yield (at := telling.at(TESTED + 63))
    step = _facilitate(telling, tested, at, Plan(after["what"], at.date() + timedelta(days=14)))
    yield (at := telling.at(TESTED + 76))
    end_step(step=step, outcome=FallbackOutcome.NOTHING, result=after["result"], by=_leader(telling, tested, at), at=at)
    yield (at := telling.at(TESTED + 80))
    end_without_agreement(
        proposal=tested.proposal,
        reason=after["ended"],
        why_skipped=after["left"],
        by=_leader(telling, tested, at),
        at=at,
    )


def _leader(telling: "Telling", tested: Round, at: datetime) -> User:
    """Return who leads the steps: the chair, or the secretary while it is the chair who blocks."""
    chair = telling.chair(at)
    return chair if leads(chair, tested.proposal, at) else telling.board.secretary


def _take_to_the_steps(telling: "Telling", tested: Round, day: int) -> Iterator[datetime]:
    yield (at := telling.at(day))
    reason = telling.story["after"]["fall_back"]
    fall_back(proposal=tested.proposal, reason=reason, by=_leader(telling, tested, at), at=at)


def _facilitate(telling: "Telling", tested: Round, at: datetime, plan: Plan) -> FallbackStep:
    after = telling.story["after"]
    return start_step(
        proposal=tested.proposal,
        kind=FallbackKind.FACILITATED,
        plan=Plan(plan.what, plan.due_on, facilitator_name=after["facilitator"]),
        reason=after["reason"],
        why_skipped=after["skipped"],
        by=_leader(telling, tested, at),
        at=at,
    )


def _agree(telling: "Telling", proposal: Proposal, chair: Callable[[datetime], User], day: int) -> Iterator[datetime]:
    """Test a text everybody agrees to, and record it."""
    yield (at := telling.at(day, 9))
    round = open_round(
        proposal=proposal,
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=at + timedelta(days=6),
        by=chair(at),
        at=at,
    )
    for number, entitlement in enumerate(round.entitlements.select_related("person")):
        yield (at := telling.at(day + 1, 9, number))
        take_position(round=round, by=entitlement.person, stance=Stance.AGREE, reason="", at=at)
    yield round.closes_at
    close_round(round=round, by=None, at=round.closes_at)
    yield from _record(telling, proposal, chair, day + 8)


def _record(
    telling: "Telling", proposal: Proposal, chair_at: Callable[[datetime], User], day: int
) -> Iterator[datetime]:
    yield (at := telling.at(day, 15))
    chair = chair_at(at)
    write_rationale(
        proposal=proposal,
        owner=chair,
        effective_on=at.date(),
        review_on=months_later(at.date(), 24),
        by=chair,
        at=at,
        **telling.story["rationale"],
    )
    decision = adopt(proposal=proposal, by=chair, at=at)
    yield from report_back(telling.cooperative, telling.key, decision)
