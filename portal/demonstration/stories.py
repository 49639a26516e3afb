"""Proposals and how they went: the words are in ``texts/proposals``, the acts are the portal's own."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from governance.actions.decisions import adopt, write_rationale
from governance.actions.discussion import (
    add_comment,
    ask_question,
    raise_concern,
    reply_to_question,
    resolve_concern,
)
from governance.actions.positions import take_position
from governance.actions.proposals import edit_draft, start_proposal, withdraw_proposal
from governance.actions.rounds import close_round, open_round
from governance.actions.versions import publish_version
from governance.domain.chairs import months_later
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import Clause, Concern, Entitlement, Proposal, ProposalVersion, Round
from governance.queries.seats import Holder, chair_of, holders
from portal.demonstration import blocks
from portal.demonstration.amending import amend
from portal.demonstration.boards import BoardStory
from portal.demonstration.people import Cooperative
from portal.demonstration.representation import report_back
from portal.notifications.quiet import without_notices
from portal.people.models import User

TEXTS = Path(__file__).parent / "texts" / "proposals"
Story = dict[str, Any]
# How many days ago the draft was begun, for the endings that lie in the present.
BEGUN = blocks.BEGUN | {
    "draft": 2,
    "discussion": 9,
    "testing": 15,
    "provisional": 24,
    "blocked": 30,
    "not_yet": 34,
    "void": 31,
}
DISCUSSED, TESTED, ROUND, WINDOW = 9, 12, 7, 14  # days after the draft was begun; lengths of the round and the window


def read_stories() -> list[Story]:
    """Return every story, in the order of its file's name."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.json"))]


@dataclass
class Telling:
    """One story while it is told; ``begun`` is how many days ago its draft was started."""

    cooperative: Cooperative
    board: BoardStory
    story: Story
    begun: int
    proposal: Proposal | None = None

    @property
    def key(self) -> str:
        """Return the short name of the story, as its file begins with it."""
        return "-".join(str(self.story["key"]).split("-")[:2])

    def at(self, after: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment ``after`` days into the story, never later than this morning."""
        moment = self.cooperative.calendar.at(self.begun - after, hour, minute)
        return min(moment, self.cooperative.calendar.at(0, 8))

    @cached_property
    def proposer(self) -> User:
        return self.speaker(self.story["proposer"], 0, self.at(0))

    def keeper(self, at: datetime) -> User:
        """Return who looks after the text then: the proposer, and the chair once the proposer sits there no more."""
        sits = any(holder.person == self.proposer for holder in holders(self.board.board, at))
        return self.proposer if sits else self.chair(at)

    def speaker(self, constituency: str, seat: int, at: datetime) -> User:
        """Return who sat for ``constituency`` then; somebody else of the board when nobody did."""
        return self.holder(constituency, seat, at).person

    def holder(self, constituency: str, seat: int, at: datetime) -> Holder:
        """Return the seat of that constituency (the first, the second, …) that was held then."""
        held = holders(self.board.board, at)
        mine = [holder for holder in held if holder.constituency.code == constituency] or held
        return mine[seat % len(mine)]

    def chair(self, at: datetime) -> User:
        term = chair_of(self.board.board, at)
        if term is None:
            msg = f"{self.board.board} has no chair on {at}"
            raise LookupError(msg)
        return term.appointment.person

    def tell(self) -> Iterator[datetime]:
        """Play the story as far as its ending, giving the moment of each act before it is done."""
        yield self.at(0)
        self.proposal = proposal = self._draft()
        ending = self.story["ending"]
        if ending == "draft":
            return
        yield from self._discuss(proposal)
        if ending == "withdrawn":
            yield (at := self.at(DISCUSSED + 2))
            withdraw_proposal(proposal=proposal, reason=self.story["withdrawn_because"], by=self.proposer, at=at)
            return
        if ending == "discussion":
            return
        yield (at := self.at(TESTED, 9))
        tested = self._open(proposal, at)
        yield from self._take_positions(tested)
        if ending == "testing":
            return
        yield tested.closes_at
        close_round(round=tested, by=None, at=tested.closes_at)
        if ending in blocks.BEGUN:
            yield from blocks.go_on(self, tested)
        if ending in {"adopted", "provisional"}:
            yield from self._agree(proposal, adopted=ending == "adopted")

    def review_on(self, decided_on: date) -> date:
        """Return when the decision is to be reviewed."""
        return months_later(decided_on, 24)

    def _draft(self) -> Proposal:
        story = self.story
        return start_proposal(
            board=self.board.board,
            title=story["title"],
            summary=story["summary"],
            clauses=[ClauseInput(clause["heading"], clause["text"]) for clause in story["clauses"]],
            kind=ProposalKind(story.get("kind", "ordinary")),
            confidentiality=Confidentiality(story.get("confidentiality", "open")),
            affects_children=story.get("affects_children", False),
            by=self.proposer,
            at=self.at(0),
        )

    def _clause(self, proposal: Proposal, number: int | None) -> Clause | None:
        clauses = list(proposal.clauses.order_by("order", "pk"))
        return clauses[number - 1] if number and number <= len(clauses) else None

    def _discuss(self, proposal: Proposal) -> Iterator[datetime]:
        story = self.story
        yield (at := self.at(1, 9))
        publish_version(proposal=proposal, change_note="First version, for discussion.", by=self.proposer, at=at)
        for number, question in enumerate(story.get("questions", [])):
            yield (at := self.at(2, 11, number))
            asked = ask_question(
                proposal=proposal,
                text=question["text"],
                clause=self._clause(proposal, question.get("clause")),
                by=self.speaker(question["from"], question.get("seat", 0), at),
                at=at,
            )
            if question.get("reply"):
                yield (at := self.at(3, 12, number))
                reply_to_question(question=asked, text=question["reply"], by=self.keeper(at), at=at)
        for number, comment in enumerate(story.get("comments", [])):
            yield (at := self.at(4, 14, number))
            author = self.speaker(comment["from"], comment.get("seat", 0), at)
            add_comment(proposal=proposal, text=comment["text"], by=author, at=at)
        told = story.get("concerns", [])
        concerns = []
        for number, concern in enumerate(told):
            yield (at := self.at(5, 16, number))
            concerns.append(self._concern(proposal, concern, at))
        yield from amend(self, proposal, concerns)
        version = None
        if story.get("second"):
            yield (at := self.at(DISCUSSED, 9))
            version = self._second_version(proposal, at)
        for raised, concern in zip(concerns, told, strict=True):
            if concern.get("resolution"):
                yield (at := self.at(DISCUSSED, 15))
                resolve_concern(
                    concern=raised, how=concern["resolution"], by=self.board.secretary, at=at, resolved_in=version
                )

    def _concern(self, proposal: Proposal, told: Story, at: datetime) -> Concern:
        return raise_concern(
            proposal=proposal,
            text=told["text"],
            wish=told.get("wish", ""),
            clause=self._clause(proposal, told.get("clause")),
            by=self.speaker(told["from"], told.get("seat", 0), at),
            at=at,
        )

    def _second_version(self, proposal: Proposal, at: datetime) -> ProposalVersion:
        second = self.story["second"]
        changed = {int(number): clause for number, clause in second.get("clauses", {}).items()}
        inputs = [
            ClauseInput(
                changed.get(number, {}).get("heading", clause.heading),
                changed.get(number, {}).get("text", clause.text),
                clause.pk,
            )
            for number, clause in enumerate(proposal.clauses.order_by("order", "pk"), start=1)
        ]
        inputs += [ClauseInput(clause["heading"], clause["text"]) for clause in second.get("add", [])]
        edit_draft(
            proposal=proposal,
            title=self.story["title"],
            summary=self.story["summary"],
            clauses=inputs,
            expected=None,
            by=self.keeper(at),
            at=at,
        )
        return publish_version(proposal=proposal, change_note=second["change_note"], by=self.keeper(at), at=at)

    def _open(self, proposal: Proposal, at: datetime) -> Round:
        closes_at = self.cooperative.calendar.at(self.begun - TESTED - ROUND, 18)
        return open_round(
            proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=closes_at, by=self.chair(at), at=at
        )

    def _take_positions(self, tested: Round) -> Iterator[datetime]:
        at = self.at(TESTED + 1)
        told = {
            self.holder(position["from"], position.get("seat", 0), at).person.pk: position
            for position in self.story.get("positions", [])
        }
        silent = {self.holder(seat["from"], seat.get("seat", 0), at).person.pk for seat in self.story.get("silent", [])}
        silent -= set(told)
        for number, entitlement in enumerate(tested.entitlements.select_related("person")):
            if entitlement.person_id not in silent:
                yield (at := self.at(TESTED + 1, 10 + number % 8, number))
                _take(tested, entitlement, told.get(entitlement.person_id), at)

    def _agree(self, proposal: Proposal, *, adopted: bool) -> Iterator[datetime]:
        """Write the record, hear the absent members and adopt when their window has closed."""
        yield (at := self.at(TESTED + ROUND + 1, 11))
        decided_on = self.cooperative.calendar.day(self.begun - TESTED - ROUND - WINDOW)
        write_rationale(
            proposal=proposal,
            owner=self.proposer,
            effective_on=decided_on,
            review_on=self.review_on(decided_on),
            by=self.chair(at),
            at=at,
            **self.story["rationale"],
        )
        window = Round.objects.filter(proposal=proposal, state=RoundState.OPEN, kind=RoundKind.ABSENT_MEMBERS).first()
        if window is not None and adopted:
            entitlement = window.entitlements.select_related("person").first()
            if entitlement is not None:
                yield (at := self.at(TESTED + ROUND + 4, 17))
                _take(window, entitlement, None, at)
            yield window.closes_at
            close_round(round=window, by=None, at=window.closes_at)
        proposal.refresh_from_db()
        if adopted and proposal.state == ProposalState.PROVISIONALLY_AGREED:
            yield (closes := proposal.window_closes_at or at)
            decision = adopt(proposal=proposal, by=self.chair(closes), at=closes)
            yield from report_back(self.cooperative, self.key, decision)


def _take(tested: Round, entitlement: Entitlement, told: Story | None, at: datetime) -> None:
    told = told or {"stance": "agree", "reason": ""}
    take_position(
        round=tested,
        by=entitlement.person,
        stance=Stance(told["stance"]),
        reason=told.get("reason", ""),
        ground=told.get("ground", ""),
        removal_condition=told.get("removal_condition", ""),
        objector_part=told.get("objector_part", ""),
        will_help=told.get("will_help"),
        at=at,
    )


def tell_together(tellings: list[Telling], told: Callable[[int], None], *, told_since: datetime) -> None:
    """Play all stories at once, each act at its moment: numbers and the ledger follow the days."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number, telling in enumerate(tellings):
        acts = telling.tell()
        heappush(waiting, (next(acts), number, acts))
    while waiting:
        moment, number, acts = heappop(waiting)
        # What is over was read long ago; only what is recent is told to people.
        with nullcontext() if moment >= told_since else without_notices():
            following = next(acts, None)
        if following is None:
            told(len(waiting))
        else:
            heappush(waiting, (following, number, acts))
