"""Decisions looked at again: one goes on, one was replaced, one rescinded, one expired, one is under review."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from governance.actions.decisions import adopt, write_rationale
from governance.actions.positions import take_position
from governance.actions.reviews import (
    answer_item,
    expire_unreviewed,
    open_review,
    propose_effect,
    remind_of_expiry,
    report_on_review,
)
from governance.actions.rounds import close_round, open_round
from governance.actions.versions import publish_version
from governance.domain.chairs import months_later
from governance.enums.reviews import Effect
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import Decision, Proposal, ReviewItem, Round
from portal.demonstration.representation import report_back
from portal.demonstration.stories import Telling


@dataclass(frozen=True)
class Later:
    """What became of a decision: how many days ago its review began, and what was found and decided then."""

    ago: int
    found: str = ""
    effect: Effect | None = None
    why: str = ""


LATER = {
    "nw-01-call-within-the-hour": Later(
        60,
        "Of forty return interviews in a year, thirty-seven say that somebody known came.",
        Effect.CONTINUE,
        "It does what it was meant to do. Homes ask for no change.",
    ),
    "ee-02-fostering-services-may-fill-a-providers-seat": Later(
        90,
        "Two fostering services sat on the board in a year. Homes said that their own seat had become harder to fill.",
        Effect.SUPERSEDE,
        "Fostering services stay on the board, and at least one seat for providers is kept for a home.",
    ),
    "sw-02-one-plain-page-in-front-of-every-paper": Later(
        120,
        "Every paper of the last half year had its plain page, for the form asks for it.",
        Effect.RESCIND,
        "The form asks for it already. A rule of our own is not needed any more.",
    ),
    "em-02-papers-ten-days-before-or-the-item-waits": Later(160),
    "nw-05-two-hours-a-week-for-key-work-in-the-rota": Later(12),
}
EXPIRY_TOLD, EXPIRED = 62, 95  # days after the review opened
REPORT, PROPOSED, OPENED, SAID, CLOSED, WINDOW = 2, 3, 4, 6, 11, 14


class ReviewTelling(Telling):
    """A story that goes on after its decision."""

    @property
    def later(self) -> Later:
        return LATER[self.story["key"]]

    def review_on(self, decided_on: date) -> date:
        """Return the day of the review, so that it lies where the story needs it."""
        return self.cooperative.calendar.day(self.later.ago)

    def tell(self) -> Iterator[datetime]:
        """Tell the story and what became of it."""
        yield from super().tell()
        decision = Decision.objects.get(proposal__board=self.board.board, title=self.story["title"])
        yield (at := self.then(0, 6))
        review = open_review(decision=decision, by=None, at=at)
        if self.later.effect is not None:
            yield from self._decide_again(decision, self.later.effect)
        elif self.later.ago > EXPIRED:
            yield (at := self.then(EXPIRY_TOLD, 6))
            remind_of_expiry(review=review, at=at)
            yield (at := self.then(EXPIRED, 6))
            expire_unreviewed(review=review, at=at)

    def then(self, after: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment ``after`` days into the review."""
        return self.cooperative.calendar.at(self.later.ago - after, hour, minute)

    def _decide_again(self, decision: Decision, effect: Effect) -> Iterator[datetime]:
        yield (at := self.then(REPORT))
        keeper = self.board.secretary
        report_on_review(decision=decision, found=self.later.found, by=keeper, at=at)
        for item in ReviewItem.objects.filter(review__decision=decision):
            answer_item(item=item, answer="It was looked at with the homes.", by=keeper, at=at)
        yield (at := self.then(PROPOSED))
        again = months_later(self.then(CLOSED).date(), 12)
        proposal = propose_effect(
            decision=decision, effect=effect, reason=self.later.why, next_review_on=again, by=self.chair(at), at=at
        )
        yield (at := self.then(PROPOSED, 12))
        publish_version(proposal=proposal, change_note="", by=self.chair(at), at=at)
        yield (at := self.then(OPENED))
        closes_at = self.then(CLOSED, 18)
        round = open_round(
            proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=closes_at, by=self.chair(at), at=at
        )
        for number, entitlement in enumerate(round.entitlements.select_related("person")):
            yield (at := self.then(SAID, 10, number))
            take_position(round=round, by=entitlement.person, stance=Stance.AGREE, reason="", at=at)
        yield (at := self.then(OPENED, 15))
        write_rationale(
            proposal=Proposal.objects.get(pk=proposal.pk),
            owner=decision.owner,
            review_on=again,
            by=self.chair(at),
            at=at,
            **{**self.story["rationale"], "reasons": self.later.why},
        )
        yield round.closes_at
        close_round(round=Round.objects.get(pk=round.pk, state=RoundState.OPEN), by=None, at=round.closes_at)
        yield (at := self.then(WINDOW, 9))
        following = adopt(proposal=Proposal.objects.get(pk=proposal.pk), by=self.chair(at), at=at)
        yield from report_back(self.cooperative, f"{self.key} again", following)
