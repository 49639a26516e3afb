"""Urgent decisions as pages, timers and the acts ask about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from governance.domain.urgents import ratify_by
from governance.enums.boards import MeetingState
from governance.enums.urgents import UrgentState
from governance.models import (
    Board,
    ClauseText,
    DecisionRationale,
    Meeting,
    Proposal,
    Round,
    UrgentDecision,
)
from governance.models.standing import standing_of
from governance.queries.conflicts import is_kept_out
from governance.queries.positions import rules_in_force
from governance.queries.seats import Holder, holders
from governance.queries.standing import KeptFor
from governance.queries.versions import texts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Person = User | AnonymousUser

PEOPLE = ("chair", "seconder", "chair_constituency", "seconder_constituency")
A_PAGE = 100


def seat_of(person: "Person", board: Board, at: datetime) -> Holder | None:
    """Return the seat ``person`` holds on the board at ``at``."""
    return next((holder for holder in holders(board, at) if holder.person.pk == person.pk), None)


def urgent_of(proposal: Proposal) -> UrgentDecision | None:
    """Return the urgent decision a proposal was taken as or is asked for as, with its people."""
    return UrgentDecision.objects.filter(proposal=proposal).select_related("board", *PEOPLE).first()


def next_meeting(board: Board, after: datetime) -> Meeting | None:
    """Return the board's first meeting that ends after a moment and was not called off."""
    rows = Meeting.objects.filter(board=board, ends_at__gt=after).exclude(state=MeetingState.CANCELLED)
    return rows.order_by("starts_at", "pk").first()


def unratified(at: datetime) -> list[UrgentDecision]:
    """Return the urgent decisions whose time to be ratified has run out, the oldest first."""
    rows = UrgentDecision.objects.filter(state=UrgentState.IN_FORCE, ratify_by__lte=at)
    return list(rows.select_related("proposal__board").order_by("ratify_by", "pk"))


def time_given(urgent: UrgentDecision, at: datetime) -> datetime | None:
    """Return until when the board can ratify, by its meetings as they are planned now; never less than was given."""
    rules = rules_in_force(urgent.board, at)
    if rules is None or urgent.decided_at is None or urgent.latest_end is None:
        return urgent.ratify_by
    meeting = next_meeting(urgent.board, urgent.decided_at)
    return ratify_by(
        urgent.decided_at,
        meeting_ends=meeting.ends_at if meeting else None,
        grace_days=rules.urgent_grace_days,
        most_days=(urgent.latest_end - urgent.decided_at).days,
        before=urgent.ratify_by,
    )


def with_more_time(at: datetime) -> list[UrgentDecision]:
    """Return the urgent decisions that hold and whose board now meets later than was thought."""
    rows = UrgentDecision.objects.filter(state=UrgentState.IN_FORCE, ratify_by__gt=at)
    found = rows.select_related("proposal__board", "board").order_by("ratify_by", "pk")
    return [urgent for urgent in found if time_given(urgent, at) != urgent.ratify_by]


def unconfirmed(at: datetime) -> list[UrgentDecision]:
    """Return what the chair asked for and nobody confirmed in the time the board's rules give."""
    rows = UrgentDecision.objects.filter(state=UrgentState.ASKED, ratify_by=None, latest_end__lte=at)
    return list(rows.select_related("proposal__board").order_by("latest_end", "pk"))


def find_urgent(person: "Person", number: str, at: datetime) -> UrgentDecision | None:
    """Return an urgent decision ``person`` may read."""
    rows = UrgentDecision.objects.visible_to(person, at).filter(number=number)
    return rows.select_related("board", "version", "proposal__rationale", "proposal__decision", *PEOPLE).first()


def urgent_decisions(person: "Person", at: datetime, *, board: Board | None = None) -> list[UrgentDecision]:
    """Return what was decided urgently, as far as ``person`` may know: the newest first, whatever became of it."""
    rows = UrgentDecision.objects.visible_to(person, at).filter(number__isnull=False)
    if board is not None:
        rows = rows.filter(board=board)
    return list(rows.select_related("board").order_by("-decided_at", "-pk")[:A_PAGE])


def awaiting(person: "Person", at: datetime, *, slug: str = "") -> list[UrgentDecision]:
    """Return what holds for the time being, for the head of the register."""
    return _AWAITING_AT.ask(person, at, slug=slug) if slug else _AWAITING.ask(person, at)


def _awaiting(person: "Person", at: datetime, slug: str = "") -> "QuerySet[Any]":
    rows = UrgentDecision.objects.visible_to(person, at).filter(state=UrgentState.IN_FORCE)
    rows = rows.filter(board__slug=slug) if slug else rows
    return rows.select_related("board").order_by("ratify_by", "pk")[:A_PAGE]


_AWAITING, _AWAITING_AT = KeptFor(_awaiting), KeptFor(_awaiting)


@dataclass(frozen=True)
class UrgentPage:
    """The record of one urgent decision, as one reader may see it."""

    urgent: UrgentDecision
    rationale: DecisionRationale | None
    clauses: list[ClauseText]
    rounds: list[Round]
    names: bool

    @property
    def holds(self) -> bool:
        """Say whether it is in force for the time being."""
        return self.urgent.state == UrgentState.IN_FORCE


def urgent_page(person: "Person", number: str, at: datetime) -> UrgentPage | None:
    """Return the record of an urgent decision; None for what may not be known. Three queries beside the standing."""
    urgent = find_urgent(person, number, at)
    if urgent is None:
        return None
    rounds = Round.objects.filter(proposal=urgent.proposal_id).select_related("version").defer("outcome").order_by("n")
    return UrgentPage(
        urgent=urgent,
        rationale=getattr(urgent.proposal, "rationale", None),
        clauses=texts_of(urgent.version),
        rounds=list(rounds),
        names=urgent.board_id in standing_of(person, at).inside and not is_kept_out(person, urgent.proposal),
    )
