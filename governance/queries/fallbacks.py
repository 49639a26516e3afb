"""Where a proposal is on the way of the fallback steps."""

from collections.abc import Sequence
from datetime import datetime

from governance.domain.fallbacks import DEFAULT_ORDER, order_for, remaining
from governance.enums.boards import BoardKind
from governance.enums.fallbacks import FallbackKind, FallbackState
from governance.enums.rounds import RoundKind, RoundState
from governance.models import FallbackStep, Proposal, Round
from governance.queries.positions import Line, rules_in_force, standing_in


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
