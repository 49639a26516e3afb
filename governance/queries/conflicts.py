"""Conflicts of interest in a matter: whose, who chairs it instead, and what stands in the way of treating them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from governance.domain.blocks import STANDING
from governance.domain.conflicts import ItemChair, Sitting, Why, is_heard, who_chairs
from governance.enums.conflicts import OUT, Treatment
from governance.enums.rounds import RoundState
from governance.models import (
    Appointment,
    ChairTerm,
    ConflictDeclaration,
    Entitlement,
    Proposal,
    ReferralChain,
    Round,
    Seat,
)
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from governance.queries.blocks import unsettled
from governance.queries.seats import Holder, chair_of, holders
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True, order=True)
class ConflictLine:
    """One conflict that stands, as it comes along with its proposal."""

    name: str
    person: int
    treatment: str
    in_the_chair: bool
    constituency: str


class _Joined(Aggregate):
    """Strings of several rows in one: both databases can, under different names."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, '\n')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Use the name SQLite has for it."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def with_conflicts(rows: "QuerySet[Proposal]", at: date | datetime) -> "QuerySet[Proposal]":
    """Let every proposal bring along whose conflicts stand in it: a page then asks no statement of its own."""
    standing = ConflictDeclaration.objects.standing().filter(proposal=OuterRef("pk")).order_by()
    said = standing.annotate(line=_line(at)).values("proposal").annotate(lines=_Joined("line")).values("lines")
    # Those in the matters it goes on from, together: one row, however many matters they are.
    before = ConflictDeclaration.objects.out().filter(proposal__carried_to__last=OuterRef("pk")).order_by()
    carried = before.annotate(line=_line(at), all=Value(1)).values("all").annotate(lines=_Joined("line"))
    return rows.annotate(conflict_lines=Subquery(said), carried_lines=Subquery(carried.values("lines")))


def _line(at: date | datetime) -> Concat:
    """Write one conflict as a line: whose, how treated, whether they chair the board the proposal is put to."""
    chairs = ChairTerm.objects.active(at).filter(
        board=OuterRef(OuterRef("board")), appointment__person=OuterRef("person")
    )
    return Concat(
        Cast("person", CharField()),
        Value("\t"),
        "treatment",
        Value("\t"),
        Case(When(Exists(chairs), then=Value("1")), default=Value("")),
        Value("\t"),
        Coalesce("constituency__name", Value("")),
        Value("\t"),
        "person__name",
        output_field=TextField(),
    )


def lines_in(proposal: Proposal) -> list[ConflictLine] | None:
    """Return the conflicts a proposal brought along, in the order of names; None when it brought nothing along."""
    return _lines(proposal.conflict_lines) if hasattr(proposal, "conflict_lines") else None


def carried_in(proposal: Proposal) -> list[ConflictLine]:
    """Return the conflicts declared in a matter it goes on from, of a proposal that brought them along."""
    return _lines(getattr(proposal, "carried_lines", None))


def _lines(text: str | None) -> list[ConflictLine]:
    rows = [row.split("\t", 4) for row in (text or "").split("\n") if row]
    return sorted(
        ConflictLine(name, int(person), treatment, bool(chair), constituency)
        for person, treatment, chair, constituency, name in rows
    )


def is_kept_out(person: "Person", proposal: Proposal) -> bool:
    """Say whether the matter has been taken from ``person`` altogether; the same rule as every list asks."""
    if not person.is_authenticated:
        return False
    return bool(_KEPT_OUT.ask(person=person.pk, proposal=proposal.pk))


def _kept_out(person: int, proposal: int) -> "QuerySet[Any, Any]":
    return Proposal.objects.filter(kept_out(person), pk=proposal).values_list("pk")


_KEPT_OUT = Kept(_kept_out)


def out_of_the_chair(proposal: Proposal) -> frozenset[int]:
    """Return who must not chair the matter: a conflict of theirs is not treated yet, or takes them out of the count.

    Whoever does not count in a matter it goes on from does not count here, and chairs neither.
    """
    if (lines := lines_in(proposal)) is not None:
        here = (line.person for line in lines if line.treatment != Treatment.NOTE)
        return frozenset(here) | frozenset(line.person for line in carried_in(proposal))
    before = ReferralChain.objects.filter(last=proposal).order_by().values("first")
    rows = ConflictDeclaration.objects.out_of_the_chair().filter(
        Q(proposal=proposal) | Q(proposal__in=before, treatment__in=OUT)
    )
    return frozenset(rows.order_by().values_list("person", flat=True))


def recused_in(proposal: Proposal) -> frozenset[int]:
    """Return who counts nowhere in the matter by a treatment that stands."""
    rows = ConflictDeclaration.objects.out().filter(proposal=proposal)
    return frozenset(rows.order_by().values_list("person", flat=True))


def chairs_item(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` chairs this matter: the chair of the board, or whoever stands in for them in it.

    One query for the people of a board without conflicts, kept with the row in memory for the moment.
    """
    if not person.is_authenticated or not person.is_active:
        return False
    key = (person.pk, at)
    if key not in proposal.chaired_by:
        proposal.chaired_by[key] = _chairs_item(person, proposal, at)
    return proposal.chaired_by[key]


def _chairs_item(person: "User", proposal: Proposal, at: datetime) -> bool:
    standing = standing_of(person, at)
    if proposal.board_id not in standing.trustee_of | standing.chair_of:
        return False
    conflicted = out_of_the_chair(proposal)
    if person.pk in conflicted:
        return False
    if proposal.board_id in standing.chair_of:
        return proposal.seen_by.get((person.pk, at)) or not is_kept_out(person, proposal)
    lines = lines_in(proposal)
    if lines is not None and not any(line.in_the_chair for line in (*lines, *carried_in(proposal))):
        return False
    return bool(conflicted) and item_chair(proposal, at, conflicted).person == person.pk


def item_chair(proposal: Proposal, at: datetime, conflicted: frozenset[int] | None = None) -> ItemChair:
    """Return who chairs the matter at ``at``, and why; one query where those who sit hold the board's own seats."""
    conflicted = out_of_the_chair(proposal) if conflicted is None else conflicted
    if conflicted and (rows := _sitting(proposal, at)):
        chair = next((person for person, _code, _since, chairs, _next in rows if chairs), None)
        if chair is not None:
            sitting = [Sitting(person, code, since) for person, code, since, _chairs, _next in rows]
            return who_chairs(chair, rows[0][-1], sitting, conflicted)
    term = chair_of(proposal.board, at)
    if term is None or term.appointment.person_id not in conflicted:
        return who_chairs(term.appointment.person_id if term else None, None, (), conflicted)
    sitting = [
        Sitting(holder.person.pk, holder.constituency.code, holder.appointment.starts_on)
        for holder in holders(proposal.board, at)
    ]
    return who_chairs(term.appointment.person_id, incoming_chair(proposal, at), sitting, conflicted)


def _sitting(proposal: Proposal, at: datetime) -> list[tuple[int, str, date, bool, int | None]]:
    """Return who sits for which constituency since when, whether they chair, and whose term is next; one query.

    On the national group nobody has an appointment: its seats are computed from the regional chairs.
    """
    terms = ChairTerm.objects.active(at).filter(board=proposal.board_id, appointment=OuterRef("pk"))
    coming = ChairTerm.objects.filter(board=proposal.board_id, starts_on__gt=day_of(at)).order_by("starts_on", "pk")
    rows = Appointment.objects.active(at).filter(
        seat__board=proposal.board_id, seat__in=Seat.objects.active(at).order_by().values("pk")
    )
    rows = rows.order_by("seat__constituency__order", "seat__number").annotate(
        chairs=Exists(terms), coming=Subquery(coming.values("appointment__person")[:1])
    )
    return list(rows.values_list("person", "seat__constituency__code", "starts_on", "chairs", "coming"))


def incoming_chair(proposal: Proposal, at: datetime) -> int | None:
    """Return whose term in the chair is the next to begin."""
    coming = ChairTerm.objects.filter(board=proposal.board_id, starts_on__gt=day_of(at)).order_by("starts_on", "pk")
    return coming.values_list("appointment__person", flat=True).first()


def why_words(item: ItemChair) -> str:
    """Say why somebody chairs the matter, in words for the page."""
    return {
        Why.CHAIR: "",
        Why.INCOMING: _("The chair has a conflict of interest in this matter. The incoming chair stands in for it."),
        Why.LONGEST: _(
            "The chair has a conflict of interest in this matter, and so has the incoming chair or there is none. The"
            " trustee longest in office of another constituency stands in for it."
        ),
        Why.NOBODY: _("Nobody is free to chair this matter: everybody who could has a conflict of interest in it."),
    }[item.why]


def blocks_now(proposal: Proposal, person_id: int) -> bool:
    """Say whether a block of the person stands in the way, between two tests too."""
    theirs = unsettled().filter(position__entitlement__person=person_id, state__in=STANDING)
    return theirs.filter(position__entitlement__round__proposal=proposal).exists()


def counted_in_last_round(proposal: Proposal, people: Iterable[int]) -> bool:
    """Say whether somebody of ``people`` has a voice that counts in the round the proposal stands on."""
    last = Round.objects.filter(proposal=proposal).exclude(state=RoundState.VOID).order_by("-n").first()
    if last is None:
        return False
    rounds = [last.pk, *([last.follows_id] if last.follows_id else [])]
    return Entitlement.objects.filter(round__in=rounds, person__in=list(people), recused=False).exists()


def find_conflict(proposal: Proposal, pk: int) -> ConflictDeclaration | None:
    """Return one conflict in a proposal."""
    rows = ConflictDeclaration.objects.filter(proposal=proposal, pk=pk)
    return rows.select_related("person", "proposal__board", "constituency", "declared_by").first()


def own_conflict(person: "User", pk: int) -> ConflictDeclaration | None:
    """Return a conflict about ``person``, for their own page: they are told of it whatever they may read."""
    rows = ConflictDeclaration.objects.filter(person=person, pk=pk)
    return rows.select_related("proposal__board", "declared_by", "constituency").first()


def heard(conflict: ConflictDeclaration, at: datetime) -> bool:
    """Say whether a conflict may be treated now."""
    return is_heard(
        by_themselves=conflict.declared_by_id == conflict.person_id,
        replied=bool(conflict.reply),
        declared_at=conflict.declared_at,
        at=at,
    )


def newcomers(proposal: Proposal, at: datetime) -> list[tuple[ConflictDeclaration, Holder]]:
    """Return who has taken a seat for a constituency that takes no part as a whole, with a row to follow."""
    rows = ConflictDeclaration.objects.out().filter(proposal=proposal, constituency__isnull=False)
    whole = {row.constituency_id: row for row in rows.order_by("-pk")}
    if not whole:
        return []
    known = set(ConflictDeclaration.objects.filter(proposal=proposal).values_list("person", flat=True))
    return [
        (whole[one.constituency.pk], one)
        for one in holders(proposal.board, at)
        if one.constituency.pk in whole and one.person.pk not in known
    ]
