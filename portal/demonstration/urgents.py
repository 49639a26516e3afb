"""What could not wait: one urgent decision ratified, one that lapsed, one that waits for the board, one asked for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from governance.actions.decisions import write_rationale
from governance.actions.positions import record_position_for, take_position
from governance.actions.proposals import start_proposal
from governance.actions.rounds import close_round
from governance.actions.urgents import ask_urgent, confirm_urgent, lapse_urgent
from governance.domain.chairs import months_later
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.enums.rounds import RoundKind, Stance
from governance.models import Decision, Proposal, Round, UrgentDecision
from governance.queries.seats import Holder, holders
from portal.demonstration.representation import report_back
from portal.demonstration.stories import Story, Telling

# How many days ago each was decided, or asked for; what becomes of it follows from what people say.
URGENT: tuple[Story, ...] = (
    {
        "key": "urgent-ratified",
        "board": "NW",
        "ending": "ratified",
        "begun": 150,
        "title": "Keep the house at the mill until the lease is settled",
        "summary": "The lease of one house of the network ends within a week; its landlord offers three more months.",
        "clauses": [
            {
                "heading": "Three months",
                "text": "The network pays the rent of the house for three months, from the fund for buildings.",
            }
        ],
        "why": "The lease ends on Friday. Without it a household would have to move within days.",
        "why_too": "Moving twice in one winter would undo what has been built. The cost is small and ends by itself.",
        "reasons": "A household stays together while a longer lease is found.",
        "success": "A longer lease is signed, or a planned move has been prepared with everybody.",
    },
    {
        "key": "urgent-lapsed",
        "board": "YH",
        "ending": "lapsed",
        "begun": 140,
        "title": "Stop placing through one agency",
        "summary": "An agency has lost its insurance; some homes use its staff.",
        "clauses": [{"heading": "Pause", "text": "No home of the network books staff through the agency."}],
        "why": "Shifts are booked for this weekend, and nobody would be insured.",
        "why_too": "We cannot ask homes to carry that risk even for one night.",
        "reasons": "Nobody works without insurance.",
        "success": "No shift is booked through the agency.",
    },
    {
        "key": "urgent-awaiting",
        "board": "NW",
        "ending": "awaiting",
        "begun": 1,
        "title": "Open the seaside flat for families cut off by the flood",
        "summary": "Two roads are under water, and families cannot reach the children they visit.",
        "clauses": [
            {
                "heading": "The flat",
                "text": "Families who cannot travel home stay in the network’s flat, free, until the roads are open.",
            }
        ],
        "why": "Families would sleep in their cars tonight.",
        "why_too": "Children hear on the telephone that nobody can come. The flat stands empty.",
        "reasons": "Visits go on while the roads are closed.",
        "success": "No visit was lost that could have taken place.",
    },
    {
        "key": "urgent-asked",
        "board": "NW",
        "ending": "asked",
        "begun": 0,
        "title": "Lend the minibus to the school on the hill",
        "summary": "The school bus has broken down in the week of the examinations.",
        "clauses": [{"heading": "The minibus", "text": "The school has the minibus until its own is repaired."}],
        "why": "The first examination is tomorrow.",
        "reasons": "Young people get to their examinations.",
        "success": "Nobody missed one.",
    },
)


class UrgentTelling(Telling):
    """One urgent decision, from the draft to whatever became of it."""

    def tell(self) -> Iterator[datetime]:
        """Play it, giving the moment of each act before it is done."""
        story = self.story
        yield (at := self.when(0, 7, 5))
        chair = self.chair(at)
        proposal = start_proposal(
            board=self.board.board,
            title=story["title"],
            summary=story["summary"],
            clauses=[ClauseInput(clause["heading"], clause["text"]) for clause in story["clauses"]],
            kind=ProposalKind.URGENT,
            confidentiality=Confidentiality.OPEN,
            affects_children=False,
            by=chair,
            at=at,
        )
        yield (at := self.when(0, 7, 20))
        urgent = ask_urgent(proposal=proposal, reason=story["why"], by=chair, at=at)
        yield (at := self.when(0, 7, 30))
        write_rationale(
            proposal=Proposal.objects.get(pk=proposal.pk),
            owner=chair,
            review_on=months_later(at.date(), 12),
            reasons=story["reasons"],
            success=story["success"],
            by=chair,
            at=at,
        )
        if story["ending"] == "asked":
            return
        yield (at := self.when(0, 7, 45))
        other = self.voices(at, urgent)[-1]
        urgent = confirm_urgent(urgent=urgent, reason=story["why_too"], by=other.person, at=at)
        yield from self._answer(urgent)

    def _answer(self, urgent: UrgentDecision) -> Iterator[datetime]:
        round = Round.objects.get(proposal=urgent.proposal_id, kind=RoundKind.RATIFICATION)
        ending = self.story["ending"]
        entitled = list(round.entitlements.select_related("person"))
        # Of one that lapsed too few said anything; of one that still waits a few have, one of them by telephone.
        said = {"ratified": entitled, "lapsed": entitled[:2], "awaiting": entitled[1:3]}[ending]
        for number, entitlement in enumerate(said):
            yield (at := self.when(0, 17, number))
            take_position(round=round, by=entitlement.person, stance=Stance.AGREE, reason="", at=at)
        if ending == "awaiting":
            yield (at := self.when(0, 17, 40))
            record_position_for(
                entitlement=entitled[0],
                by=self.board.secretary,
                stance=Stance.RESERVATIONS,
                reason="Yes, but somebody must look after the keys.",
                at=at,
            )
            return
        closes_at = round.closes_at
        yield closes_at
        close_round(round=round, by=None, at=closes_at)
        if ending == "ratified":
            yield from report_back(self.cooperative, self.key, Decision.objects.get(proposal=urgent.proposal_id))
        if ending == "lapsed":
            yield closes_at + timedelta(minutes=5)
            lapse_urgent(urgent=urgent, at=closes_at + timedelta(minutes=5))

    def voices(self, at: datetime, urgent: UrgentDecision) -> list[Holder]:
        """Return who could confirm it: everybody of another constituency than the chair's."""
        held = holders(self.board.board, at)
        return [one for one in held if one.constituency.pk != urgent.chair_constituency_id]

    def when(self, after: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment of the story."""
        return self.cooperative.calendar.at(self.begun - after, hour, minute)
