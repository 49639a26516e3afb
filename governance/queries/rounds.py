"""What somebody sees of the tests of a proposal, and nothing more than the reveal policy allows."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from governance.domain.consensus import Outcome
from governance.domain.proposals import has_ended
from governance.domain.rounds import OPENS_FROM, sees_others
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RevealPolicy, RoundKind, RoundState, Stance
from governance.models import Block, BlockFinding, Decision, DecisionRationale, Entitlement, Position, Proposal, Round
from governance.models.standing import Standing as Place
from governance.models.standing import standing_of
from governance.queries.conflicts import chairs_item, is_kept_out
from governance.queries.outcomes import Words, lack_words, missing_of, verdict_words
from governance.queries.positions import Line, Standing, lines_of, weigh
from governance.queries.readiness import AGREED, stage_lacks, written

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


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
    findings: dict[int, set[int]] = field(default_factory=dict)
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
    def outcome(self) -> Outcome | None:
        """Return what the rules say now; a round that was voided by a new text has none."""
        voided = self.round is not None and self.round.state == RoundState.VOID and self.round.outcome is None
        return None if self.standing is None or voided else self.standing.outcome

    @property
    def verdict(self) -> str:
        """Return what the test comes to in words, once it may be known; too few so far is not yet too few."""
        if self.outcome is None or not self.revealed or (self.is_open and not self.outcome.quorate):
            return ""
        return verdict_words(self.outcome.verdict)

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
        said = own.seat_id in self.findings.get(block.pk, set())
        return block.state == BlockState.UNTESTED and own.seat_id != line.entitlement.seat_id and not said

    def may_withdraw(self, line: Line, block: Block) -> bool:
        """Say whether the reader can take the block back."""
        standing = block.state in (BlockState.UNTESTED, BlockState.UPHELD)
        mine = line.entitlement.person_id == self.person_id
        return mine and standing and self.proposal.state == ProposalState.BLOCKED

    @property
    def block_cards(self) -> list[dict[str, Any]]:
        """Return the blocks with what the reader can do about each."""
        return [
            {
                "line": line,
                "block": block,
                "may_test": self.may_test(line, block),
                "may_withdraw": self.may_withdraw(line, block),
            }
            for line, block in self.blocks
        ]


def round_panel(person: "Person", proposal: Proposal, at: datetime) -> RoundPanel | None:
    """Return what ``person`` sees of the tests of a proposal they may read; None for the recused.

    Three queries beside where the person stands, however many took part (rounds, positions, entitlements) and one more
    where there are blocks; ``rationale`` and ``decision`` come with the proposal that ``find_proposal`` gives.
    """
    place = standing_of(person, at)
    person_id = person.pk if person.is_authenticated else 0
    rounds = list(Round.objects.filter(proposal=proposal).select_related("rules", "version").order_by("-n"))
    rationale = getattr(proposal, "rationale", None)
    decision = getattr(proposal, "decision", None)
    chairs = chairs_item(person, proposal, at)
    plain = RoundPanel(proposal, place, person_id, at, decision=decision, rationale=rationale, chairs=chairs)
    if not rounds:
        return plain
    round = rounds[0]
    lines = lines_of(*(one for one in rounds if one.pk in (round.pk, round.follows_id)))
    standing = weigh(round, proposal, lines)
    own = next((line for line in standing.lines if line.entitlement.person_id == person_id), None)
    if own is not None and own.entitlement.recused and is_kept_out(person, proposal):
        return None
    if own is not None and round.follows_id is not None:
        # In a window the voice is the window's own; what was said in the test stands beside it.
        late = next((line for line in lines[round.pk] if line.entitlement.person_id == person_id), None)
        own = late or own
    closed = round.state != RoundState.OPEN or at >= round.closes_at
    blocks = [
        line.position.block.pk
        for line in standing.lines
        if line.position and line.position.stance == Stance.BLOCK and hasattr(line.position, "block")
    ]
    findings: dict[int, set[int]] = {}
    if blocks:
        for block, seat in BlockFinding.objects.filter(block__in=blocks).values_list("block", "entitlement__seat"):
            findings.setdefault(block, set()).add(seat)
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
        findings=findings,
        chairs=chairs,
    )


def panel_stamp(person: "Person", proposal: Proposal, part: str, language: str, at: datetime) -> str:
    """Return a mark that differs whenever a part of the panel would look different to ``person``; four queries."""
    place = standing_of(person, at)
    board = proposal.board_id
    round = Round.objects.filter(proposal=proposal).order_by("-n").first()
    about: list[object] = [
        part,
        language,
        person.pk,
        [board in place.inside, chairs_item(person, proposal, at), board in place.secretary_of],
        proposal.state,
        proposal.state_since,
        proposal.window_closes_at,
        proposal.window_closes_at is not None and at >= proposal.window_closes_at,
    ]
    if round is not None:
        about += [round.pk, round.state, round.closes_at, at >= round.closes_at]
        about += Position.objects.filter(entitlement__round__proposal=proposal).aggregate(Max("pk")).values()
        about += list(
            Block.objects.filter(position__entitlement__round__proposal=proposal)
            .annotate(found=Count("findings"))
            .order_by("pk")
            .values_list("pk", "state", "found")
        )
    about += DecisionRationale.history.filter(proposal=proposal).aggregate(Max("history_id")).values()
    return sha256(repr(about).encode()).hexdigest()[:32]


def find_round(proposal: Proposal, n: int) -> Round | None:
    """Return a round of a proposal by its number."""
    return Round.objects.filter(proposal=proposal, n=n).select_related("rules", "version", "proposal__board").first()


def open_round_of(proposal: Proposal) -> Round | None:
    """Return the open round of a proposal."""
    return (
        Round.objects.filter(proposal=proposal, state=RoundState.OPEN)
        .select_related("rules", "version__proposal", "proposal__board")
        .first()
    )


def find_block(proposal: Proposal, pk: int) -> Block | None:
    """Return a block raised in one of the proposal's rounds."""
    return (
        Block.objects.filter(pk=pk, position__entitlement__round__proposal=proposal)
        .select_related(
            "position__entitlement__person",
            "position__entitlement__round__proposal__board",
            "position__entitlement__round__follows",
        )
        .first()
    )
