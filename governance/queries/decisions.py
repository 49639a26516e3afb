"""The register of decisions and the record of one, as far as the reader may know of them.

What the public reads of the positions: how many stood where, which constituencies took part, and the reasons without
names and in no order that says whose they are. The board's own people read them with names.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from governance.domain.decisions import HOLDING
from governance.enums.boards import BoardRoleKind
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ConcernState, Confidentiality
from governance.enums.rounds import BlockState, RecordedHow, Stance
from governance.models import (
    Appointment,
    Board,
    BoardRole,
    ChairTerm,
    ClauseText,
    Concern,
    Decision,
    DecisionRationale,
    DecisionReview,
    Proposal,
    ReportBack,
    Round,
)
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from governance.queries.reportbacks import told_about
from governance.queries.standing import KeptFor
from governance.queries.versions import texts_of
from portal.history.ledger import proof_of
from portal.statements import Kept, total_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

A_PAGE = 25
LEDGER_KIND = "decision.recorded"
SORTS: dict[str, tuple[str, ...]] = {
    "-decided": ("-decided_at", "-pk"),
    "decided": ("decided_at", "pk"),
    "-review": ("-review_on", "-pk"),
    "review": ("review_on", "pk"),
}


@dataclass(frozen=True)
class Filters:
    """Which decisions somebody asked for, as the address says it."""

    board: str = ""
    year: int | None = None
    state: str = ""
    outcome: str = ""
    children: bool = False
    text: str = ""
    sort: str = "-decided"
    page: int = 1


@dataclass(frozen=True)
class Register:
    """One page of the register, how many there are in all, and what can be chosen."""

    rows: list[Any]
    """What ``SHOWN`` names of each decision."""
    total: int
    page: int
    pages: int
    boards: list[Board] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return what the list shows of each row, as plain values."""
        words = {state: str(DecisionState(state).label) for state in {row.state for row in self.rows}}
        return [
            {
                "number": row.number,
                "title": row.title,
                "board": row.board__name,
                "decided": row.decided_on,
                "review": row.review_on,
                "state": row.state,
                "state_words": words[row.state],
            }
            for row in self.rows
        ]


def decisions(person: "Person", filters: Filters, at: datetime) -> QuerySet[Decision]:
    """Return the decisions ``person`` may read and asked for, in the order asked for."""
    rows = _narrowed(Decision.objects.visible_to(person, at), filters)
    return rows.select_related("board").defer("record").order_by(*_order(filters))


def _order(filters: Filters) -> tuple[str, ...]:
    return SORTS.get(filters.sort, SORTS["-decided"])


def _narrowed(rows: QuerySet[Decision], filters: Filters) -> QuerySet[Decision]:
    if filters.board:
        rows = rows.filter(board__slug=filters.board)
    if filters.year:
        rows = rows.filter(year=filters.year)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.outcome:
        rows = rows.filter(outcome=filters.outcome)
    if filters.children:
        rows = rows.filter(proposal__affects_children=True)
    if filters.text:
        said = ClauseText.objects.filter(version=OuterRef("version"), text__icontains=filters.text)
        rows = rows.filter(Q(number__iexact=filters.text) | Q(title__icontains=filters.text) | Q(Exists(said)))
    return rows


def register(person: "Person", filters: Filters, at: datetime) -> Register:
    """Return one page of the register; five queries beside where the person stands."""
    total = _count(person, filters, at)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(filters.page, 1), pages)
    here = replace(filters, page=page)
    boards = _BOARDS.ask()
    return Register(
        rows=list(_page(person, at, here)) if filters.text else _PAGE.ask(person, at, here),
        total=total,
        page=page,
        pages=pages,
        boards=boards,
        years=_years(boards),
    )


# Rows of a list are drawn from plain values: making a record of each costs more than finding it.
SHOWN = ("number", "title", "board__name", "decided_on", "review_on", "state")


def _page(person: "Person", at: datetime, filters: Filters) -> "QuerySet[Any, Any]":
    start = (filters.page - 1) * A_PAGE
    rows = _narrowed(Decision.objects.visible_to(person, at), filters).order_by(*_order(filters))
    return rows.values_list(*SHOWN, named=True)[start : start + A_PAGE]


def _count(person: "Person", filters: Filters, at: datetime) -> int:
    """Count the open ones, which everybody may read, and the others apart: each half has its index."""
    asked = replace(filters, sort="", page=1)
    parts = (_PUBLIC, _CLOSED) if standing_of(person, at).inside else (_PUBLIC,)
    if filters.text:
        return sum(n for part in parts for n in part.build(person, at, asked))
    return sum(n for part in parts for n in part.ask(person, at, asked))


def _public(person: "Person", at: datetime, filters: Filters) -> "QuerySet[Any, Any]":
    return total_of(_narrowed(Decision.objects.filter(confidentiality=Confidentiality.OPEN), filters))


def _closed(person: "Person", at: datetime, filters: Filters) -> "QuerySet[Any, Any]":
    closed = [Confidentiality.MEMBERS, Confidentiality.RESTRICTED]
    return total_of(_narrowed(Decision.objects.visible_to(person, at).filter(confidentiality__in=closed), filters))


_PAGE, _PUBLIC, _CLOSED = KeptFor(_page), KeptFor(_public), KeptFor(_closed)


def _boards() -> "QuerySet[Any]":
    """Return the boards with the first and the last year in which each decided anything."""
    years = Decision.objects.filter(board=OuterRef("pk")).values("year")
    first, last = Subquery(years.order_by("year")[:1]), Subquery(years.order_by("-year")[:1])
    return Board.objects.only("slug", "name", "kind").annotate(first=first, last=last)


_BOARDS = Kept(_boards)


def _years(boards: list[Any]) -> list[int]:
    # The first and last year are no secret; a year in between without a decision finds nothing.
    decided = [board for board in boards if board.first]
    if not decided:
        return []
    return list(range(max(board.last for board in decided), min(board.first for board in decided) - 1, -1))


def latest_decisions(person: "Person", at: datetime, limit: int = 5, board: Board | None = None) -> list[Decision]:
    """Return the newest decisions ``person`` may read, of one board or of all; one query."""
    rows = decisions(person, Filters(board=board.slug if board else ""), at)
    return list(rows[:limit])


def is_adopted(number: str) -> bool:
    """Say whether this decision exists and holds: what publishing rests on."""
    return Decision.objects.filter(number=number, state__in=HOLDING).exists()


def find_decision(person: "Person", number: str, at: datetime) -> Decision | None:
    """Return a decision ``person`` may read."""
    taken = Proposal.objects.filter(kept_out(person.pk or 0), pk=OuterRef("proposal"))
    reviews = DecisionReview.objects.filter(decision=OuterRef("pk"))
    later = Decision.objects.filter(supersedes=OuterRef("pk"))
    return (
        Decision.objects.visible_to(person, at)
        .select_related("board", "proposal__rationale__owner", "proposal__urgent", "version", "round__rules", "owner")
        .annotate(kept_from_reader=Exists(taken), was_reviewed=Exists(reviews), is_linked=Exists(later))
        .filter(number=number)
        .first()
    )


def stance_words(kept: dict[str, Any]) -> str:
    """Say where somebody stood; of a block also what became of it."""
    stance = str(Stance(kept["stance"]).label)
    state = kept.get("block", {}).get("state")
    return f"{stance}: {str(BlockState(state).label).lower()}" if state else stance


def reason_words(kept: dict[str, Any]) -> str:
    """Return the reason, and the words an objector put in place of a block."""
    return "\n\n".join(text for text in (kept.get("reason", ""), kept.get("block", {}).get("restatement", "")) if text)


@dataclass(frozen=True)
class DecisionPage:
    """The record of one decision, as one reader may see it."""

    decision: Decision
    rationale: DecisionRationale
    clauses: list[ClauseText]
    rounds: list[Round]
    names: bool
    owner_role: str
    counts: list[tuple[Stance, int]]
    silent: int
    recused: int
    constituencies: list[str]
    wholly_recused: list[str]
    positions: list[dict[str, Any]]
    concerns: list[Concern]
    supersedes: Decision | None
    superseded_by: Decision | None
    reviews: list[DecisionReview]
    is_owner: bool
    ledger_hash: str
    ledger_seq: int | None
    told: list[ReportBack]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Return each reason with the words of its stance, in alphabetical order: the order says nothing of whose."""
        said = [(stance_words(one), reason_words(one)) for one in self.positions if one["stance"] and one["reason"]]
        return sorted(said)

    @property
    def named(self) -> list[dict[str, Any]]:
        """Return each seat's line for the board's own people, in the published order."""
        if not self.names:
            return []
        return [
            {
                "name": one["name"],
                "constituency": one["constituency"],
                "words": _("Recused")
                if one["recused"]
                else stance_words(one)
                if one["stance"]
                else _("Took no position"),
                "reason": reason_words(one),
                "entered": _entered_words(one),
                "helps": bool(one.get("will_help")),
            }
            for one in self.positions
        ]

    @property
    def helpers(self) -> list[str]:
        """Return who stood aside and will help all the same, for the board's own people and the owner."""
        if not (self.names or self.is_owner):
            return []
        return [one["name"] for one in self.positions if one.get("will_help") and not one["recused"]]

    @property
    def will_help(self) -> int:
        """Return how many of those who stood aside will help to carry it out."""
        return sum(1 for one in self.positions if one.get("will_help") and not one["recused"])

    @property
    def outcome(self) -> dict[str, Any]:
        """Return what the rules said at adoption."""
        return dict(self.decision.record["outcome"])

    @property
    def points(self) -> list[tuple[str, str]]:
        """Return the parts of the rationale that say something, with their headings."""
        rationale = self.rationale
        names = (
            "reasons",
            "relevant_factors",
            "irrelevant_factors",
            "reasonable_range",
            "informed_by",
            "within_powers",
            "good_faith",
            "conflicts",
        )
        fields = DecisionRationale._meta
        return [
            (str(fields.get_field(name).verbose_name), getattr(rationale, name))  # type: ignore[union-attr]
            for name in names
            if getattr(rationale, name)
        ]


def decision_page(person: "Person", number: str, at: datetime) -> DecisionPage | None:
    """Return the record of a decision; None for what may not be known. Ten queries beside where the person stands."""
    decision: Any = find_decision(person, number, at)
    if decision is None:
        return None
    kept = decision.record["positions"]
    recused = any(one["recused"] and one["person"] == person.pk for one in kept)
    inside = decision.board_id in standing_of(person, at).inside and not recused
    inside = inside and not decision.kept_from_reader
    stances = Counter(one["stance"] for one in kept if one["stance"] and not one["recused"])
    shown = [ConcernState.RECORDED, ConcernState.OPEN] if inside else [ConcernState.RECORDED]
    proof = proof_of(decision, LEDGER_KIND)
    before_and_after = Decision.objects.filter(Q(supersedes=decision) | Q(pk=decision.supersedes_id)).defer("record")
    is_linked = decision.supersedes_id or decision.is_linked
    linked = list(before_and_after.visible_to(person, at)) if is_linked else []
    return DecisionPage(
        decision=decision,
        rationale=decision.proposal.rationale,
        clauses=texts_of(decision.version),
        rounds=list(
            Round.objects.filter(proposal=decision.proposal_id).select_related("version").defer("outcome").order_by("n")
        ),
        names=inside,
        owner_role=role_words(decision),
        counts=[(stance, stances[stance.value]) for stance in Stance],
        silent=sum(1 for one in kept if not one["stance"] and not one["recused"]),
        recused=sum(1 for one in kept if one["recused"]),
        constituencies=list(dict.fromkeys(one["constituency"] for one in kept if one["stance"] and not one["recused"])),
        wholly_recused=list(decision.record["outcome"]["wholly_recused"]),
        positions=kept,
        concerns=list(
            Concern.objects.filter(proposal=decision.proposal_id, state__in=shown).select_related("raised_by")
        ),
        supersedes=next((one for one in linked if one.pk == decision.supersedes_id), None),
        superseded_by=next((one for one in linked if one.supersedes_id == decision.pk), None),
        reviews=list(decision.reviews.order_by("-opened_at", "-pk")) if decision.was_reviewed else [],
        is_owner=decision.owner_id == person.pk,
        ledger_hash=proof.hash if proof else "",
        ledger_seq=proof.seq if proof else None,
        told=told_about(decision) if inside else [],
    )


def _entered_words(one: dict[str, Any]) -> str:
    """Say of a position whether somebody else entered it, and whether its trustee confirmed it."""
    how = one.get("how")
    if not one["stance"] or how in (None, RecordedHow.PORTAL):
        return ""
    words = str(RecordedHow(how).label)
    if "confirmed" not in one:
        return words
    said = _("confirmed by %(person)s") if one["confirmed"] else _("not confirmed by %(person)s")
    return f"{words}, {said % {'person': one['name']}}"


def role_words(decision: Decision) -> str:
    """Say in what capacity the owner held it on the day of the decision: what the public reads instead of a name."""
    on, board, owner = decision.decided_on, decision.board_id, decision.owner_id
    seat = (
        Appointment.objects.active(on)
        .filter(Q(seat__board=board) | Q(seat__board__in=_chaired(owner, on)), person=owner)
        .select_related("seat__constituency")
        .first()
    )
    if seat is not None and seat.seat.constituency is not None:
        return _("Trustee for %(constituency)s") % {"constituency": seat.seat.constituency.name.lower()}
    if BoardRole.objects.active(on).filter(board=board, person=owner, role=BoardRoleKind.SECRETARY).exists():
        return _("Secretary of the board")
    return _("Named by the board")


def _chaired(owner: int, on: Any) -> QuerySet[ChairTerm, Any]:
    return ChairTerm.objects.active(on).filter(appointment__person=owner).values("board")
