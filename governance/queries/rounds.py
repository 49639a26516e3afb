"""What somebody sees of the tests of a proposal, and nothing more than the reveal policy allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from governance.domain.consensus import Outcome, Verdict
from governance.domain.proposals import has_ended
from governance.domain.rounds import OPENS_FROM, sees_others
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RecordedHow, RevealPolicy, RoundKind, RoundState, Stance
from governance.models import Block, Decision, DecisionRationale, Entitlement, Proposal, Round
from governance.models.standing import Standing as Place
from governance.models.standing import standing_of
from governance.queries.blocks import PROGRESS, Progress, progress_columns, progress_of
from governance.queries.conflicts import chairs_item, is_kept_out
from governance.queries.outcomes import Words, lack_words, missing_of, sense_words, verdict_words
from governance.queries.positions import Line, Standing, lines_of, voices_of_rounds, weigh
from governance.queries.readiness import AGREED, stage_lacks, written
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True)
class SenseResult:
    """What a closed sense check showed, as it was kept when it closed."""

    round: Round
    kept: Mapping[str, Any]

    @property
    def counts(self) -> list[tuple[Stance, int]]:
        """Return how many stood where."""
        stances = [one["stance"] for one in self.kept["positions"] if not one["recused"]]
        return [(stance, stances.count(stance.value)) for stance in Stance]

    @property
    def silent(self) -> int:
        """Return how many of those asked did not say."""
        return sum(1 for one in self.kept["positions"] if one["stance"] is None and not one["recused"])

    @property
    def words(self) -> str:
        """Say what a test would have found."""
        return sense_words(Verdict(self.kept["outcome"]["verdict"]))


@dataclass(frozen=True)
class RoundPanel:
    """One person's view of where the testing of a proposal stands. Rights are tested to equal the permissions."""

    proposal: Proposal
    place: Place
    person_id: int
    at: datetime
    round: Round | None = None
    standing: Standing | None = None
    own: Line | None = None
    decision: Decision | None = None
    rationale: DecisionRationale | None = None
    revealed: bool = False
    earlier: list[Round] = field(default_factory=list)
    progress: dict[int, Progress] = field(default_factory=dict)
    chairs: bool = False

    @property
    def number(self) -> str:
        """Return the proposal's number, for addresses."""
        return self.proposal.number

    @property
    def room(self) -> str:
        """Return the live room of the page."""
        return f"proposal:{self.proposal.pk}"

    @property
    def inside(self) -> bool:
        """Say whether the reader is of the board itself: names and reasons are for them."""
        return self.proposal.board_id in self.place.inside

    @property
    def is_chair(self) -> bool:
        """Say whether the reader chairs this matter."""
        return self.chairs

    @property
    def is_secretary(self) -> bool:
        """Say whether the reader is the secretary."""
        return self.proposal.board_id in self.place.secretary_of

    @property
    def is_open(self) -> bool:
        """Say whether positions can be taken at this moment, by the clock."""
        round = self.round
        return round is not None and round.state == RoundState.OPEN and round.opens_at <= self.at < round.closes_at

    @property
    def is_overdue(self) -> bool:
        """Say whether the round has ended by the clock and nothing has closed it yet."""
        return self.round is not None and self.round.state == RoundState.OPEN and self.at >= self.round.closes_at

    @property
    def is_window(self) -> bool:
        """Say whether this is the absent members' time."""
        return self.round is not None and self.round.kind == RoundKind.ABSENT_MEMBERS

    @property
    def is_sense(self) -> bool:
        """Say whether this is a sense check, by which nothing is decided."""
        return self.round is not None and self.round.kind == RoundKind.SENSE_CHECK

    @property
    def sense(self) -> "SenseResult | None":
        """Return what the last sense check showed, once it has closed; its numbers are for every reader."""
        rounds = [self.round, *self.earlier] if self.round else []
        sensed = (one for one in rounds if one.kind == RoundKind.SENSE_CHECK)
        return next((SenseResult(one, one.outcome) for one in sensed if one.outcome), None)

    @property
    def stood_over(self) -> int:
        """Count the blocks that came into this round from an earlier test, for the board's own people.

        What their objectors say now is shown when everybody's positions are.
        """
        if self.standing is None or self.round is None or not self.inside:
            return 0
        began = (line.chain[0] for line in self.standing.lines if line.chain)
        return sum(1 for position in began if position.recorded_how == RecordedHow.CARRIED)

    @property
    def outcome(self) -> Outcome | None:
        """Return what the rules say now; a round that was voided by a new text has none."""
        voided = self.round is not None and self.round.state == RoundState.VOID and self.round.outcome is None
        return None if self.standing is None or voided else self.standing.outcome

    @property
    def verdict(self) -> str:
        """Return what the test comes to in words, once it may be known; too few so far is not yet too few."""
        if self.outcome is None or not self.revealed or (self.is_open and not self.outcome.quorate):
            return ""
        return (sense_words if self.is_sense else verdict_words)(self.outcome.verdict)

    @property
    def missing(self) -> list[Words]:
        """Return what stands between the board and consensus, as far as the reader may know."""
        return missing_of(self.outcome, revealed=self.revealed) if self.outcome else []

    @property
    def lacks(self) -> list[Words]:
        """Return what the recording of the decision still lacks, once there is agreement."""
        agreed = ProposalState(self.proposal.state) in AGREED and self.outcome is not None and self.outcome.reached
        stage = stage_lacks(self.proposal, agreed=agreed, at=self.at)
        return [lack_words(lack) for lack in (*stage, *written(self.proposal, self.rationale, self.at))]

    @property
    def children_unheard(self) -> bool:
        """Say whether children's views are still to be written; said from the first day, while they can be asked."""
        said = self.rationale.childrens_views.strip() if self.rationale else ""
        return self.proposal.affects_children and not said and not has_ended(ProposalState(self.proposal.state))

    @property
    def others(self) -> list[Line]:
        """Return everybody else's line, with names; nothing while hidden, nothing for who is not of the board."""
        if self.standing is None or not self.revealed or not self.inside:
            return []
        return [line for line in self.standing.lines if line.entitlement.person_id != self.person_id]

    @property
    def counts(self) -> list[tuple[Stance, int]]:
        """Return how many stand where, once they may be known."""
        if self.standing is None or not self.revealed:
            return []
        stances = [line.position.stance for line in self.standing.lines if line.position]
        return [(stance, stances.count(stance)) for stance in Stance]

    @property
    def awaited(self) -> int:
        """Return how many have not said where they stand."""
        return sum(1 for line in self.standing.lines if line.awaited) if self.standing else 0

    @property
    def awaited_names(self) -> list[str]:
        """Return who they are: for who sees the positions, and for chair and secretary, who have to remind people.

        That somebody is silent says nothing of where they stand.
        """
        sees = self.inside and (self.revealed or self.is_chair or self.is_secretary)
        if self.standing is None or not sees:
            return []
        return [line.entitlement.person.name for line in self.standing.lines if line.awaited]

    @property
    def awaited_voices(self) -> list[Entitlement]:
        """Return whose position the secretary can enter."""
        if self.standing is None or self.round is None or not self.may_record_for:
            return []
        return [
            line.entitlement
            for line in self.standing.lines
            if line.entitlement.round_id == self.round.pk and not line.entitlement.recused
        ]

    @property
    def blocks(self) -> list[tuple[Line, Block]]:
        """Return the standing blocks, once they may be seen."""
        if self.standing is None or not self.revealed or not self.inside:
            return []
        return [
            (line, line.position.block)
            for line in self.standing.lines
            if line.position and line.position.stance == Stance.BLOCK and hasattr(line.position, "block")
        ]

    @property
    def may_open(self) -> bool:
        """Say whether the reader can open a round now."""
        ready = ProposalState(self.proposal.state) in OPENS_FROM.values() and self.proposal.version_count > 0
        return self.is_chair and ready and not (self.round and self.round.state == RoundState.OPEN)

    @property
    def may_close(self) -> bool:
        """Say whether closing would be accepted from the reader now."""
        return self.is_overdue or (self.is_open and self.is_chair and self.awaited == 0)

    @property
    def may_extend(self) -> bool:
        """Say whether the reader can give the round more time."""
        return self.is_open and self.is_chair

    @property
    def may_take(self) -> bool:
        """Say whether the reader can say where they stand now."""
        return (
            self.is_open
            and self.own is not None
            and self.round is not None
            and self.own.entitlement.round_id == self.round.pk
            and not self.own.entitlement.recused
        )

    @property
    def may_confirm(self) -> bool:
        """Say whether the reader can confirm what somebody else entered for them."""
        last = self.own.position if self.own else None
        if last is None or self.round is None or self.round.state == RoundState.VOID or self.own is None:
            return False
        entered = last.recorded_how != RecordedHow.PORTAL and not hasattr(last, "confirmation")
        ended = has_ended(ProposalState(self.proposal.state))
        return entered and not ended and not self.own.entitlement.recused

    @property
    def may_record_for(self) -> bool:
        """Say whether the reader can enter positions told by telephone."""
        return self.is_open and self.is_secretary

    @property
    def may_write(self) -> bool:
        """Say whether the reader can write the reasons."""
        proposes = self.proposal.proposer_id == self.person_id and self.inside
        ended = has_ended(ProposalState(self.proposal.state))
        return not ended and self.proposal.version_count > 0 and (self.is_chair or self.is_secretary or proposes)

    @property
    def may_adopt(self) -> bool:
        """Say whether the reader can record the decision once nothing is missing."""
        return ProposalState(self.proposal.state) in AGREED and (self.is_chair or self.is_secretary)

    def may_test(self, line: Line, block: Block) -> bool:
        """Say whether the reader can say what they find of a block."""
        if self.own is None or self.own.entitlement.recused or self.proposal.state != ProposalState.BLOCKED:
            return False
        own = self.own.entitlement
        said = self.progress[block.pk].found
        return block.state == BlockState.UNTESTED and own.seat_id != line.entitlement.seat_id and not said

    def may_withdraw(self, line: Line, block: Block) -> bool:
        """Say whether the reader can take the block back."""
        standing = block.state in (BlockState.UNTESTED, BlockState.UPHELD)
        mine = line.entitlement.person_id == self.person_id
        return mine and standing and self.proposal.state == ProposalState.BLOCKED

    def may_restate(self, line: Line, block: Block) -> bool:
        """Say whether the reader is asked for their own words in place of a block that was not upheld."""
        mine = line.entitlement.person_id == self.person_id
        return mine and block.state == BlockState.NOT_UPHELD and self.proposal.state == ProposalState.BLOCKED

    @property
    def block_cards(self) -> list[dict[str, Any]]:
        """Return the blocks with what the reader can do about each."""
        return [
            {
                "line": line,
                "block": block,
                "may_test": self.may_test(line, block),
                "may_withdraw": self.may_withdraw(line, block),
                "may_add_step": block.state == BlockState.UPHELD and self.proposal.state == ProposalState.BLOCKED,
                "may_restate": self.may_restate(line, block),
                "progress": self.progress.get(block.pk),
                "mine": line.entitlement.person_id == self.person_id,
            }
            for line, block in self.blocks
        ]


def round_panel(person: "Person", proposal: Proposal, at: datetime) -> RoundPanel | None:
    """Return what ``person`` sees of the tests of a proposal they may read; None for the recused.

    Two queries beside where the person stands, however many took part (rounds, voices with positions and blocks);
    ``rationale`` and ``decision`` come with the proposal that ``find_proposal`` gives.
    """
    place = standing_of(person, at)
    person_id = person.pk if person.is_authenticated else 0
    rounds: list[Round] = _ROUNDS.ask(proposal=proposal.pk)
    rationale = getattr(proposal, "rationale", None)
    decision = getattr(proposal, "decision", None)
    chairs = chairs_item(person, proposal, at)
    plain = RoundPanel(proposal, place, person_id, at, decision=decision, rationale=rationale, chairs=chairs)
    if not rounds:
        return plain
    round = rounds[0]
    asked = [one for one in rounds if one.pk in (round.pk, round.follows_id)]
    lines = lines_of(*asked, kept=_VOICES, carried=PROGRESS, person=person_id, at=at)
    standing = weigh(round, proposal, lines)
    own = next((line for line in standing.lines if line.entitlement.person_id == person_id), None)
    if own is not None and own.entitlement.recused and is_kept_out(person, proposal):
        return None
    if own is not None and round.follows_id is not None:
        # In a window the voice is the window's own; what was said in the test stands beside it.
        late = next((line for line in lines[round.pk] if line.entitlement.person_id == person_id), None)
        own = late or own
    closed = round.state != RoundState.OPEN or at >= round.closes_at
    progress = {
        line.position.block.pk: progress_of(line.position, round)
        for line in standing.lines
        if line.position and line.position.stance == Stance.BLOCK and hasattr(line.position, "block")
    }
    return RoundPanel(
        proposal,
        place,
        person_id,
        at,
        round=round,
        standing=standing,
        own=own,
        decision=decision,
        rationale=rationale,
        revealed=sees_others(RevealPolicy(round.reveal), taken=bool(own and own.chain), closed=closed),
        earlier=rounds[1:],
        progress=progress,
        chairs=chairs,
    )


def _voices(rounds: tuple[int, ...], person: int, at: datetime) -> "QuerySet[Any]":
    rows: QuerySet[Any] = voices_of_rounds(rounds).annotate(**progress_columns(person, at))
    return rows


_VOICES = Kept(_voices)
_ROUNDS = Kept(
    lambda proposal: Round.objects.filter(proposal=proposal).select_related("rules", "version").order_by("-n")
)
