"""Why a proposal is not yet a decision and what happens next: blocks left, fallback steps, referrals."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.domain.fallbacks import may_end, may_fall_back, may_refer, may_start
from governance.domain.proposals import has_ended
from governance.enums.fallbacks import FallbackKind, FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Block, FallbackStep, Proposal, Referral, Round
from governance.models.standing import Standing, standing_of
from governance.queries.blocks import standing_blocks
from governance.queries.conflicts import chairs_item
from governance.queries.fallbacks import leads, steps_left, steps_of
from governance.queries.referrals import referrals_about

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

EXPLAINED = frozenset({ProposalState.BLOCKED, ProposalState.FALLBACK, ProposalState.NOT_AGREED})
BETWEEN_TESTS = frozenset({ProposalState.DISCUSSION, ProposalState.AWAITING_RATIFICATION})


def heading_of(state: ProposalState) -> str:
    """Say what there is to explain."""
    if state is ProposalState.NOT_AGREED:
        return _("Why this did not become a decision")
    return _("Why this is not yet a decision") if state in EXPLAINED else _("The way on")


@dataclass(frozen=True)
class WayInShort:
    """What the proposal's page says of the way on: all of it comes with the proposal's own row, no statement more."""

    proposal: Proposal
    place: Standing
    at: datetime
    chairs: bool = False
    """The reader chairs this matter."""

    def _row(self, name: str) -> Any:
        return getattr(self.proposal, name, None)

    @property
    def number(self) -> str:
        """Return the proposal's number, for addresses."""
        return self.proposal.number

    @property
    def state(self) -> ProposalState:
        """Return where the proposal stands."""
        return ProposalState(self.proposal.state)

    @property
    def heading(self) -> str:
        """Return what this part is about."""
        return heading_of(self.state)

    @property
    def step_words(self) -> str:
        """Name the step under way."""
        return str(FallbackKind(self._row("step_kind")).label) if self._row("step_kind") else ""

    @property
    def step_due(self) -> date | None:
        """Return when the step under way is due."""
        due: date | None = self._row("step_due")
        return due

    @property
    def is_late(self) -> bool:
        """Say whether that day has passed."""
        return self.step_due is not None and self.step_due < timezone.localdate(self.at)

    @property
    def is_answered(self) -> bool:
        """Say whether the answer to the step under way has come."""
        return bool(self.step_words and self._row("step_answered"))

    @property
    def came_from(self) -> str:
        """Name the board that referred this."""
        return self._row("came_from") or ""

    @property
    def went_to(self) -> str:
        """Name the board this was last referred to."""
        return self._row("went_to") or ""

    @property
    def went_answer(self) -> str:
        """Say how it ended there."""
        answer = self._row("went_answer")
        return str(ProposalState(answer).label) if answer else ""

    @property
    def went_hidden(self) -> bool:
        """Say whether the reader takes no part in it there: what comes of it is not told to them."""
        return bool(self._row("went_hidden"))

    @property
    def has_earlier_blocks(self) -> bool:
        """Say whether a block of an earlier version waits for its objector's or the next test's word."""
        return bool(self._row("was_blocked")) and self.state in (ProposalState.DISCUSSION, ProposalState.TESTING)

    @property
    def has_block_left(self) -> bool:
        """Say whether a block of this very text stands although its test has ended: it stands over into the next."""
        return bool(self._row("has_block_left")) and self.state in BETWEEN_TESTS

    @property
    def has_untested(self) -> bool:
        """Say whether a block waits for the board's test."""
        return bool(self._row("has_untested"))

    @property
    def has_upheld(self) -> bool:
        """Say whether the board upheld a block, and its clock runs."""
        return bool(self._row("has_upheld"))

    @property
    def is_shown(self) -> bool:
        """Say whether there is anything to say here."""
        told = self.came_from or self.went_to or self.has_earlier_blocks or self._row("has_steps")
        told = told or self.has_block_left
        return self.state in EXPLAINED or bool(told or self.leads_there)

    @property
    def leads_there(self) -> str:
        """Return the words of the way to the whole of it."""
        if self.state is ProposalState.BLOCKED:
            return ""
        if self._row("has_steps") or self.state is ProposalState.FALLBACK:
            return _("The steps, and what came of each")
        if self.has_block_left:
            return _("The block that stands")
        if self.has_earlier_blocks:
            return _("The earlier block")
        if self.came_from or self.went_to:
            return _("The referral")
        return _("If discussing leads nowhere") if self.chairs and self.state is ProposalState.DISCUSSION else ""


@dataclass(frozen=True)
class Way:
    """What the reader sees of the way on. Rights are tested to equal the permissions."""

    proposal: Proposal
    place: Standing
    person_id: int
    at: datetime
    chairs: bool = False
    leads: bool = False
    was_tested: bool = False
    steps: list[FallbackStep] = field(default_factory=list)
    left: tuple[FallbackKind, ...] = ()
    referrals: list[Referral] = field(default_factory=list)
    earlier_blocks: list[Block] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Return the proposal's number, for addresses."""
        return self.proposal.number

    @property
    def state(self) -> ProposalState:
        """Return where the proposal stands."""
        return ProposalState(self.proposal.state)

    @property
    def inside(self) -> bool:
        """Say whether the reader is of the board itself: names are for them."""
        return self.proposal.board_id in self.place.inside

    @property
    def has_untested(self) -> bool:
        """Say whether a block waits for the board's test."""
        return bool(getattr(self.proposal, "has_untested", True))

    @property
    def has_upheld(self) -> bool:
        """Say whether the board upheld a block, and its clock runs."""
        return bool(getattr(self.proposal, "has_upheld", False))

    @property
    def heading(self) -> str:
        """Return what the page is about."""
        return heading_of(self.state)

    @property
    def step_words(self) -> str:
        """Name the step under way."""
        return str(self.under_way.get_kind_display()) if self.under_way else ""

    @property
    def step_due(self) -> date | None:
        """Return when the step under way is due."""
        return self.under_way.due_on if self.under_way else None

    @property
    def under_way(self) -> FallbackStep | None:
        """Return the step that is under way."""
        return next((step for step in self.steps if step.state == FallbackState.OPEN), None)

    @property
    def is_late(self) -> bool:
        """Say whether the day of the step under way has passed."""
        step = self.under_way
        return step is not None and step.due_on is not None and step.due_on < timezone.localdate(self.at)

    @property
    def came(self) -> Referral | None:
        """Return the referral this proposal came by."""
        return next((one for one in self.referrals if one.received_id == self.proposal.pk), None)

    @property
    def went(self) -> list[Referral]:
        """Return the referrals of this proposal to other boards."""
        return [one for one in self.referrals if one.source_id == self.proposal.pk]

    @property
    def is_answered(self) -> bool:
        """Say whether the answer to the step under way has come."""
        step = self.under_way
        told = [one for one in self.went if hasattr(one, "reply") and not one.hidden]  # type: ignore[attr-defined]
        return step is not None and any(one.step_id == step.pk for one in told)

    @property
    def may_start(self) -> bool:
        """Say whether the reader can begin the next step, or end without agreement."""
        return may_start(self.state, leads=self.leads, under_way=self.under_way is not None)

    @property
    def may_end(self) -> bool:
        """Say whether the reader can write down what came of the step under way."""
        return may_end(self.state, leads=self.leads, under_way=self.under_way is not None)

    @property
    def may_put_trial(self) -> bool:
        """Say whether the reader can publish the trial."""
        step = self.under_way
        helps = self.chairs or self.proposal.board_id in self.place.secretary_of
        proposes = self.proposal.proposer_id == self.person_id and self.inside
        return step is not None and step.kind == FallbackKind.TRIAL and (helps or proposes)

    @property
    def may_fall_back(self) -> bool:
        """Say whether the reader can go to the fallback steps."""
        return may_fall_back(self.state, leads=self.leads, was_tested=self.was_tested)

    @property
    def may_refer(self) -> bool:
        """Say whether the reader can refer the text to another board."""
        return may_refer(self.state, leads=self.leads, published=self.proposal.version_count > 0)

    @property
    def own_blocks(self) -> list[Block]:
        """Return the reader's own blocks of earlier versions: they can say that the new text resolves them."""
        voices = ((block, block.position.entitlement) for block in self.earlier_blocks)
        newest = self.proposal.version_count
        return [
            block for block, voice in voices if voice.person_id == self.person_id and voice.round.version.n < newest
        ]


def way_in_short(person: "Person", proposal: Proposal, at: datetime) -> WayInShort:
    """Return the way on of a proposal ``find_proposal`` gave, in short; no statement beside where the person stands."""
    return WayInShort(proposal, standing_of(person, at), at, chairs=chairs_item(person, proposal, at))


def way_of(person: "Person", proposal: Proposal, at: datetime) -> Way:
    """Return the way on of a proposal ``find_proposal`` gave; it brings along what there is, so most ask nothing."""
    place = standing_of(person, at)
    person_id = person.pk if person.is_authenticated else 0
    has_steps, has_referrals, has_blocks, was_tested = (
        bool(getattr(proposal, name, True)) for name in ("has_steps", "has_referrals", "has_blocks", "was_tested")
    )
    falling = proposal.state == ProposalState.FALLBACK
    chairs = chairs_item(person, proposal, at)
    steps = steps_of(proposal) if has_steps else []
    return Way(
        proposal,
        place,
        person_id,
        at,
        chairs=chairs,
        leads=leads(person, proposal, at, blocks=has_blocks),
        was_tested=was_tested,
        steps=steps,
        left=steps_left(proposal, steps, at) if falling else (),
        referrals=referrals_about(proposal, person_id) if has_referrals else [],
        earlier_blocks=_earlier(proposal, place) if has_blocks else [],
    )


def _earlier(proposal: Proposal, place: Standing) -> list[Block]:
    if proposal.board_id not in place.inside or has_ended(ProposalState(proposal.state)):
        return []
    return list(standing_blocks(proposal.pk).exclude(position__entitlement__round__in=_told_elsewhere(proposal)))


def _told_elsewhere(proposal: Proposal) -> QuerySet[Round]:
    """Return the rounds whose blocks the proposal's page shows with their positions: what is open, what it rests on."""
    here = Q(state=RoundState.OPEN)
    if proposal.state == ProposalState.BLOCKED:
        here |= Q(version__n=proposal.version_count)
    return Round.objects.filter(here, proposal=proposal)
