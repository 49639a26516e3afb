"""Proposals about which nothing has been said for long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, Max, OuterRef, QuerySet, Subquery

from governance.domain.lapses import REMIND_DAYS, lapses_at, reminds_at
from governance.domain.proposals import ENDED
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import BlockFinding, DecisionRationale, GoverningRules, Position, Proposal, Reminder, Round
from portal.people.models.periods import day_of

USUAL_MONTHS = 12
# These have a clock of their own: a block's and an urgent decision's.
OTHER_CLOCKS = frozenset({ProposalState.BLOCKED, ProposalState.AWAITING_RATIFICATION})
# Nothing can be due before the shortest time the rules may give.
SHORTEST = timedelta(days=28)


@dataclass(frozen=True)
class Quiet:
    """A proposal nobody speaks about, and when it lapses."""

    proposal: Proposal
    last_said_at: datetime
    lapses_at: datetime
    key: str


def _newest(rows: "QuerySet[Any]", path: str, moment: str) -> Subquery:
    newest = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(newest.annotate(newest=Max(moment)).values("newest"), output_field=DateTimeField())


def _quiet(at: datetime, only: int | None = None) -> "list[tuple[Proposal, datetime, int]]":
    """Return each proposal under way with the moment anything was last said, and its board's months; two queries."""
    rows = Proposal.objects.filter(moved_at__lte=at - SHORTEST).exclude(state__in=ENDED | OTHER_CLOCKS)
    if only is not None:
        rows = rows.filter(pk=only)
    open_round = Round.objects.filter(proposal=OuterRef("pk"), state=RoundState.OPEN)
    written = DecisionRationale.history.filter(proposal=OuterRef("pk")).order_by("-history_date")
    silent: QuerySet[Any] = (
        rows.filter(~Exists(open_round))
        .select_related("board")
        .annotate(
            round_at=_newest(Round.objects.all(), "proposal", "closed_at"),
            position_at=_newest(Position.objects.all(), "entitlement__round__proposal", "at"),
            finding_at=_newest(BlockFinding.objects.all(), "block__position__entitlement__round__proposal", "at"),
            written_at=Subquery(written.values("history_date")[:1], output_field=DateTimeField()),
        )
        .order_by("moved_at", "pk")
    )
    months: dict[int, int] = {}
    effective = GoverningRules.objects.filter(effective_from__lte=day_of(at)).order_by("version")
    for board, said in effective.values_list("board", "lapse_months"):
        months[board] = said
    found = []
    for row in silent:
        moments = (row.moved_at, row.round_at, row.position_at, row.finding_at, row.written_at)
        last = max(moment for moment in moments if moment is not None)
        found.append((row, last, months.get(row.board_id, USUAL_MONTHS)))
    return found


def lapse_key(proposal: Proposal, last_said_at: datetime) -> str:
    """Name the reminder of one silence: anything said begins another."""
    return f"lapse:{proposal.pk}:{int(last_said_at.timestamp())}"


def _reminded() -> dict[str, datetime]:
    return dict(Reminder.objects.filter(key__startswith="lapse:").values_list("key", "at"))


def due_lapses(at: datetime, *, only: int | None = None) -> list[Quiet]:
    """Return the proposals that lapse now: silent for long, and their people told a month ago."""
    given = _reminded()
    found = []
    for proposal, last, months in _quiet(at, only):
        key = lapse_key(proposal, last)
        if key in given:
            lapses = lapses_at(last, months=months, reminded_at=given[key])
            if lapses <= at:
                found.append(Quiet(proposal, last, lapses, key))
    return found


def due_reminders(at: datetime) -> list[Quiet]:
    """Return the proposals of whose lapsing proposer and chair are to be told now."""
    given = _reminded()
    found = []
    for proposal, last, months in _quiet(at):
        key = lapse_key(proposal, last)
        if key not in given and reminds_at(last, months=months) <= at:
            lapses = lapses_at(last, months=months, reminded_at=at)
            found.append(Quiet(proposal, last, max(lapses, at + timedelta(days=REMIND_DAYS)), key))
    return found
