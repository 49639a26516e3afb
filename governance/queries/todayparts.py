"""The proposals in which somebody has a part on Today, beside their voice: plain values, one statement for all.

Fifty of them may wait and seven are shown: a record of each, with a board and reasons of its own, took longer than
finding it, and so did looking for blocks where nothing is blocked.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from governance.domain.decisions import Written, lacking_in_rationale
from governance.domain.proposals import LIVING
from governance.enums.amendments import AmendmentState
from governance.enums.proposals import ConcernState, ProposalState
from governance.enums.rounds import BlockState, RoundState
from governance.models import (
    Amendment,
    BlockFinding,
    Board,
    Concern,
    ConflictDeclaration,
    DecisionRationale,
    Proposal,
    Question,
    Round,
)
from governance.models.standing import standing_of
from governance.queries import amendmentcards, blocks, todayblocks
from governance.queries.conflicts import chairs_item, with_conflicts
from governance.queries.standing import KeptFor
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from portal.people.models import User

UNFINISHED = timedelta(days=90)
# So many are read, what has a day first; whoever has more has too many anyway, and is told that there are more.
MOST = 50
PART = (
    *("pk", "number", "title", "state", "affects_children", "window_closes_at"),
    *("proposer", "board", "board__name", "board__kind"),
)
REASONS = ("reasons", "owner", "review_on", "success", "childrens_views", "ends_on")
# In these states a decision only waits to be recorded, with its reasons.
AGREED = (ProposalState.PROVISIONALLY_AGREED, ProposalState.AWAITING_RATIFICATION)
# Whoever closes a round, or records what was agreed, has a day for it.
_HAS_A_DAY = Case(When(state__in=(ProposalState.TESTING, *AGREED), then=0), default=1)
# In these states there is nearly always something to do for whoever has a part.
ASKING = (
    ProposalState.BLOCKED,
    ProposalState.FALLBACK,
    ProposalState.PROVISIONALLY_AGREED,
    ProposalState.AWAITING_RATIFICATION,
)


def parts(person: "User", at: datetime) -> list[Any]:
    """Return the proposals in which ``person`` has a part beside their voice, with everything the cards ask."""
    asked = {"asked_since": at - amendmentcards.ASKED_FOR, "day": day_of(at)}
    return _PARTS.ask(person, at, **asked) if standing_of(person, at).inside else []


def chairs(part: Any, person: "User", at: datetime) -> bool:
    """Say whether ``person`` chairs this matter, as ``chairs_item`` does of a record."""
    if not part.conflict_lines and not part.carried_lines:
        # It came from what they may read, and nobody stands in where nobody has a conflict.
        return part.board in standing_of(person, at).chair_of
    proposal = Proposal(pk=part.pk, board=Board(pk=part.board, kind=part.board__kind, name=part.board__name))
    proposal.conflict_lines = part.conflict_lines  # type: ignore[attr-defined]
    proposal.carried_lines = part.carried_lines  # type: ignore[attr-defined]
    proposal.seen_by[person.pk, at] = True
    return chairs_item(person, proposal, at)


def lacks_reasons(part: Any, at: datetime) -> bool:
    """Say whether what is written for a decision lacks something, as ``readiness`` does of records."""
    said = {name: getattr(part, f"written_{name}") for name in REASONS}
    # No row at all, where there is no owner and no words: the same as nothing written.
    written = Written(**{name: value for name, value in said.items() if value is not None})
    return bool(lacking_in_rationale(written, affects_children=part.affects_children, on=timezone.localdate(at)))


def _parts(person: "User", at: datetime, asked_since: datetime, day: date) -> "QuerySet[Any, Any]":
    standing = standing_of(person, at)
    keeps = standing.chair_of | standing.secretary_of
    part = Q(proposer=person) | Q(board__in=keeps) | Q(state=ProposalState.BLOCKED, board__in=standing.trustee_of)
    part |= amendmentcards.part_of(person, asked_since)
    # Who might stand in for a conflicted chair: asked of the rules, proposal by proposal, when the cards are made.
    conflicts = ConflictDeclaration.objects.out_of_the_chair().filter(proposal=OuterRef("pk"))
    carried = ConflictDeclaration.objects.out().filter(proposal__carried_to__last=OuterRef("pk"))
    part |= Q(Exists(conflicts) | Exists(carried), board__in=standing.trustee_of)
    open_round = Round.objects.filter(proposal=OuterRef("pk"), state=RoundState.OPEN).order_by()
    found = BlockFinding.objects.filter(block=OuterRef("pk"), entitlement__person=person)
    untested = (
        blocks.standing()
        .filter(
            ~Exists(found),
            position__entitlement__round__proposal=OuterRef("pk"),
            position__entitlement__round__version__n=OuterRef("version_count"),
            state=BlockState.UNTESTED,
        )
        .exclude(position__entitlement__person=person)
    )
    # Not joined: few of them wait to be recorded.
    written = DecisionRationale.objects.filter(proposal=OuterRef("pk")).order_by()
    questions = Question.objects.filter(proposal=OuterRef("pk"), reply="")
    concerns = Concern.objects.filter(proposal=OuterRef("pk"), state=ConcernState.OPEN)
    more = {
        # A moment costs more to read than ten words, and only of a draft it matters.
        "draft_moved_at": _only_in(ProposalState.DRAFT, F("moved_at")),
        "questions_open": Case(When(proposer=person, then=_count(questions))),
        "concerns_open": _only_in(ProposalState.DISCUSSION, _count(concerns)),
        "round_n": Subquery(open_round.values("n")[:1]),
        "round_closes": Subquery(open_round.values("closes_at")[:1]),
        "block": _only_in(ProposalState.BLOCKED, Subquery(untested.order_by().values("pk")[:1])),
        **amendmentcards.columns(person, asked_since),
        **{name: _only_in(ProposalState.BLOCKED, column) for name, column in todayblocks.of_blocks(person).items()},
        **{name: _only_in(ProposalState.FALLBACK, column) for name, column in todayblocks.of_steps().items()},
        **{f"written_{name}": _only_in_any(AGREED, Subquery(written.values(name)[:1])) for name in REASONS},
    }
    order = (_HAS_A_DAY, "state_since", "pk")
    # First which ones, then what the cards ask of them: of five hundred nobody needs to know it.
    these = (
        Proposal.objects.visible_to(person, at)
        .filter(part, _asks_something(person, at, asked_since), state__in=LIVING)
        .order_by(*order)
        .values("pk")[:MOST]
    )
    return (
        with_conflicts(Proposal.objects.filter(pk__in=these), day)
        .annotate(**more)
        .order_by(*order)
        .values_list(*PART, "conflict_lines", "carried_lines", *more, named=True)
    )


def _only_in(state: ProposalState, column: Any) -> Case:
    """Ask ``column`` of proposals in ``state`` alone: of the others it says nothing."""
    return _only_in_any((state,), column)


def _only_in_any(states: tuple[ProposalState, ...], column: Any) -> Case:
    return Case(When(state__in=states, then=column))


def _asks_something(person: "User", at: datetime, asked_since: datetime) -> Q:
    """Keep what ``today`` could have a card for: more is looked at there, but nothing else.

    A secretary of many boards has a part in more proposals than are read, and most of them ask nothing.
    """
    here = {"proposal": OuterRef("pk")}
    mine = Q(proposer=person)
    overdue = Round.objects.filter(**here, state=RoundState.OPEN, closes_at__lte=at)
    return (
        Q(state__in=ASKING)
        | (mine & Q(state=ProposalState.DRAFT, moved_at__gt=at - UNFINISHED))
        | (mine & Q(Exists(Question.objects.filter(**here, reply=""))))
        | (mine & Q(Exists(Amendment.objects.filter(**here, state=AmendmentState.PROPOSED))))
        | Q(Exists(Concern.objects.filter(**here, state=ConcernState.OPEN)), state=ProposalState.DISCUSSION)
        | Q(Exists(ConflictDeclaration.objects.filter(**here)))
        | Q(Exists(overdue))
        | amendmentcards.part_of(person, asked_since)
    )


def _count(rows: "QuerySet[Any]") -> Subquery:
    return Subquery(rows.order_by().values("proposal").annotate(n=Count("pk")).values("n"))


_PARTS = KeptFor(_parts)
