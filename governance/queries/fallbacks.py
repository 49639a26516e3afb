"""Where a proposal is on the way of the fallback steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.fallbacks import DEFAULT_ORDER, order_for, remaining
from governance.enums.boards import BoardKind
from governance.enums.fallbacks import FallbackKind, FallbackState
from governance.enums.rounds import RoundKind, RoundState
from governance.models import FallbackStep, Proposal, Round
from governance.models.standing import standing_of
from governance.queries.blocks import standing_blocks
from governance.queries.conflicts import chairs_item, is_kept_out, item_chair
from governance.queries.positions import Line, rules_in_force, standing_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def objectors(proposal: Proposal) -> "list[User]":
    """Return whose blocks of this proposal still stand."""
    return [block.position.entitlement.person for block in standing_blocks(proposal.pk)]


def leads(person: "Person", proposal: Proposal, at: datetime, *, blocks: bool = True) -> bool:
    """Say whether ``person`` decides about the steps: who chairs this matter.

    Nothing in their own favour while they block: then the secretary writes down what the board wants. ``blocks`` is
    False where it is known that no block stands; then nothing more is asked.
    """
    if chairs_item(person, proposal, at):
        return not blocks or person.pk not in {one.pk for one in objectors(proposal)}
    keeps = proposal.board_id in standing_of(person, at).secretary_of
    if not keeps or not blocks or is_kept_out(person, proposal):
        return False
    return item_chair(proposal, at).person in {one.pk for one in objectors(proposal)}


def was_tested(proposal: Proposal) -> bool:
    """Say whether a test of the newest text has closed."""
    rounds = Round.objects.filter(proposal=proposal, version__n=proposal.version_count, state=RoundState.CLOSED)
    return rounds.filter(kind=RoundKind.CONSENSUS_TEST).exists()


def steps_of(proposal: Proposal) -> list[FallbackStep]:
    """Return every step taken or passed over, in its order; two queries."""
    return list(
        FallbackStep.objects.filter(proposal=proposal)
        .select_related("started_by", "ended_by", "facilitator")
        .prefetch_related("members__person", "members__constituency")
        .order_by("n")
    )


def find_step(proposal: Proposal, n: int) -> FallbackStep | None:
    """Return one step of a proposal by its number."""
    return FallbackStep.objects.filter(proposal=proposal, n=n).select_related("proposal__board").first()


def order_of(proposal: Proposal, at: datetime) -> tuple[FallbackKind, ...]:
    """Return the steps in the order the board's rules name."""
    rules = rules_in_force(proposal.board, at)
    national = proposal.board.kind == BoardKind.NATIONAL
    return order_for(rules.fallback_steps if rules else [kind.value for kind in DEFAULT_ORDER], is_national=national)


def steps_left(proposal: Proposal, steps: Sequence[FallbackStep], at: datetime) -> tuple[FallbackKind, ...]:
    """Return the steps that are still to be taken."""
    return remaining(order_of(proposal, at), [FallbackKind(step.kind) for step in steps])


def open_step(proposal: Proposal) -> FallbackStep | None:
    """Return the step that is under way."""
    return FallbackStep.objects.filter(proposal=proposal, state=FallbackState.OPEN).first()


def last_lines(proposal: Proposal) -> list[Line]:
    """Return who stood where in the last test that counted: of them small groups are made."""
    round = (
        Round.objects.filter(
            proposal=proposal,
            kind__in=[RoundKind.CONSENSUS_TEST, RoundKind.ABSENT_MEMBERS],
            state=RoundState.CLOSED,
        )
        .select_related("rules", "version")
        .order_by("-n")
        .first()
    )
    return (
        [] if round is None else [line for line in standing_in(round, proposal).lines if not line.entitlement.recused]
    )
