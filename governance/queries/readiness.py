"""Is a proposal ready to be recorded as a decision? What is missing is named, not guessed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from governance.domain.decisions import Lack, Written, lacking_in_rationale
from governance.domain.rounds import DECIDING
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import DecisionRationale, Proposal, Round
from governance.queries.positions import Standing, standing_in

AGREED = frozenset({ProposalState.PROVISIONALLY_AGREED, ProposalState.AWAITING_RATIFICATION})


@dataclass(frozen=True)
class Readiness:
    """The round a decision would rest on, the reasons written, and what is lacking."""

    standing: Standing | None
    rationale: DecisionRationale | None
    lacks: tuple[Lack, ...]


def readiness(proposal: Proposal, at: datetime) -> Readiness:
    """Ask everything a decision needs, of the latest version and at this moment; four queries."""
    round = (
        Round.objects.filter(
            proposal=proposal, kind__in=DECIDING, version__n=proposal.version_count, state=RoundState.CLOSED
        )
        .select_related("rules", "version")
        .order_by("-n")
        .first()
    )
    rationale = DecisionRationale.objects.filter(proposal=proposal).first()
    standing = standing_in(round, proposal) if round else None
    agreed = standing is not None and standing.outcome.reached and ProposalState(proposal.state) in AGREED
    return Readiness(
        standing, rationale, (*stage_lacks(proposal, agreed=agreed, at=at), *written(proposal, rationale, at))
    )


def stage_lacks(proposal: Proposal, *, agreed: bool, at: datetime) -> tuple[Lack, ...]:
    """Name what the rounds still lack."""
    if not agreed:
        return (Lack.NOT_AGREED,)
    window = proposal.window_closes_at
    return (Lack.WINDOW_OPEN,) if window is not None and at < window else ()


def written(proposal: Proposal, rationale: DecisionRationale | None, at: datetime) -> tuple[Lack, ...]:
    """Name what the rationale still lacks."""
    said = Written()
    if rationale is not None:
        said = Written(
            rationale.reasons,
            rationale.owner_id,
            rationale.review_on,
            rationale.success,
            rationale.childrens_views,
            rationale.ends_on,
        )
    return lacking_in_rationale(said, affects_children=proposal.affects_children, on=timezone.localdate(at))
