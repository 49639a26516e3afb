"""What stands open and falls due: the things people are reminded of."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch

from governance.domain.decisions import HOLDING
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Decision, Entitlement, Position, Proposal, Round
from governance.queries.readiness import written


def rounds_with_silent(at: datetime) -> list[tuple[Round, frozenset[int]]]:
    """Return the rounds open at ``at`` with those who count in them and have said nothing; two queries."""
    silent = Entitlement.objects.filter(~Exists(Position.objects.filter(entitlement=OuterRef("pk"))), recused=False)
    rounds = (
        Round.objects.filter(state=RoundState.OPEN, opens_at__lte=at, closes_at__gt=at)
        .select_related("proposal__board")
        .prefetch_related(Prefetch("entitlements", silent.order_by("pk"), to_attr="silent"))
        .order_by("closes_at", "pk")
    )
    return [(round, frozenset(one.person_id for one in round.silent)) for round in rounds]


def agreed_without_reasons(at: datetime) -> list[Proposal]:
    """Return what is provisionally agreed and cannot become a decision, because its reasons lack something."""
    agreed = (
        Proposal.objects.filter(state=ProposalState.PROVISIONALLY_AGREED, window_closes_at__isnull=False)
        .select_related("board", "rationale")
        .order_by("window_closes_at", "pk")
    )
    return [proposal for proposal in agreed if written(proposal, getattr(proposal, "rationale", None), at)]


def decisions_to_review(until: date) -> list[Decision]:
    """Return the decisions that hold and are to be looked at again by ``until``."""
    rows = Decision.objects.filter(state__in=HOLDING, review_on__lte=until).select_related("board")
    return list(rows.defer("record").order_by("review_on", "pk"))
