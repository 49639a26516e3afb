"""What each reader is told of the conflicts in a proposal: names for the board's people, numbers for others."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.conflicts import HEARING, Why
from governance.domain.proposals import has_ended
from governance.enums.conflicts import OUT, Treatment
from governance.enums.proposals import ProposalState
from governance.models import ConflictDeclaration, Interest, Proposal
from governance.models.standing import standing_of
from governance.queries.conflicts import (
    ConflictLine,
    carried_in,
    chairs_item,
    item_chair,
    lines_in,
    why_words,
    with_conflicts,
)
from governance.queries.seats import holders

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def with_strip(rows: "QuerySet[Proposal]", person: "Person", at: date | datetime) -> "QuerySet[Proposal]":
    """Let a proposal bring along its conflicts, and the reader's own interest in where its proposer works.

    By the organisation or authority chosen from a list on both sides; words are never compared.
    """
    works = Q(organisation__affiliations__person=OuterRef("proposer")) | Q(
        authority__organisation__affiliations__person=OuterRef("proposer")
    )
    own = Interest.objects.active(at).filter(works, person=person.pk).order_by("pk").values("party")[:1]
    return with_conflicts(rows, at).annotate(interest_in=Subquery(own))


def no_part_words(count: int) -> str:
    """Say how many take no part."""
    return ngettext(
        "One member takes no part in this item because of a conflict of interest.",
        "%(count)d members take no part in this item because of a conflict of interest.",
        count,
    ) % {"count": count}


def conflicts_in_words(proposal: Proposal) -> str:
    """Say how conflicts were managed, for the record of the decision: in numbers, for the public may read it."""
    rows = ConflictDeclaration.objects.standing().filter(proposal=proposal).select_related("constituency")
    treated = [row for row in rows.order_by("pk") if row.treatment]
    said = []
    for name in dict.fromkeys(str(row.constituency) for row in treated if row.constituency and row.treatment in OUT):
        said.append(_("%(name)s took no part: recused.") % {"name": name})
    for treatment in Treatment:
        if count := sum(1 for row in treated if row.treatment == treatment):
            said.append(_("%(how)s: %(count)d.") % {"how": treatment.label, "count": count})
    return " ".join(said)


@dataclass(frozen=True)
class ConflictStrip:
    """What the page of a proposal says of conflicts; no statement of its own."""

    proposal: Proposal
    inside: bool
    chairs: bool
    lines: list[ConflictLine]
    own: ConflictLine | None
    may_declare: bool
    interest: str

    @property
    def out(self) -> list[ConflictLine]:
        """Return those who take no part."""
        return [line for line in self.lines if line.treatment in OUT]

    @property
    def words(self) -> str:
        """Say how many take no part, and nothing where everybody does."""
        return no_part_words(len(self.out)) if self.out else ""

    @property
    def names(self) -> str:
        """Name them to the board's own people."""
        return ", ".join(line.name for line in self.out) if self.inside else ""

    @property
    def whole(self) -> list[str]:
        """Return the constituencies of which nobody takes part."""
        return sorted({line.constituency for line in self.out if line.constituency})

    @property
    def untreated(self) -> int:
        """Return how many conflicts wait for whoever chairs the matter."""
        return sum(1 for line in self.lines if not line.treatment) if self.inside else 0

    @property
    def stays(self) -> bool:
        """Say whether the reader reads on and has no position."""
        return self.own is not None and self.own.treatment == Treatment.STAY

    @property
    def chair_is_out(self) -> bool:
        """Say whether somebody stands in for the board's chair in this matter."""
        here = (line for line in self.lines if line.treatment != Treatment.NOTE)
        return self.inside and any(line.in_the_chair for line in (*here, *carried_in(self.proposal)))


def conflict_strip(person: "User", proposal: Proposal, at: datetime) -> ConflictStrip:
    """Return what ``person`` is told on the page of a proposal that brought its conflicts along."""
    inside = proposal.board_id in standing_of(person, at).inside
    lines = lines_in(proposal) or []
    own = next((line for line in lines if line.person == person.pk), None)
    under_way = proposal.version_count > 0 and not has_ended(ProposalState(proposal.state))
    may = inside and under_way and own is None
    interest = getattr(proposal, "interest_in", "") or "" if may and proposal.proposer_id != person.pk else ""
    return ConflictStrip(
        proposal=proposal,
        inside=inside,
        chairs=chairs_item(person, proposal, at),
        lines=lines,
        own=own,
        may_declare=may,
        interest=interest,
    )


@dataclass(frozen=True)
class ConflictCard:
    """One conflict as the board's own people read it, and what the reader can do."""

    conflict: ConflictDeclaration
    may_treat: bool
    may_release: bool

    @property
    def waits_until(self) -> datetime | None:
        """Return until when the person can still be heard before anything is decided."""
        one = self.conflict
        if one.treatment or one.reply or one.declared_by_id == one.person_id:
            return None
        return one.declared_at + HEARING


@dataclass(frozen=True)
class ConflictPage:
    """All conflicts in a proposal, those that are over too, and who chairs it."""

    proposal: Proposal
    cards: list[ConflictCard]
    chair_name: str
    why: str


def conflict_page(person: "User", proposal: Proposal, at: datetime) -> ConflictPage:
    """Return the page for the board's own people; the same number of statements however many there are."""
    rows = list(
        ConflictDeclaration.objects.filter(proposal=proposal)
        .select_related("person", "constituency", "declared_by", "treated_by", "released_by")
        .order_by("declared_at", "pk")
    )
    chairs = chairs_item(person, proposal, at)
    under_way = proposal.version_count > 0 and not has_ended(ProposalState(proposal.state))
    item = item_chair(proposal, at)
    names = {one.person.pk: one.person.name for one in holders(proposal.board, at)}
    cards = []
    for row in rows:
        mine, stands = row.person_id == person.pk, row.released_at is None
        cards.append(
            ConflictCard(
                row,
                may_treat=chairs and under_way and stands and not mine,
                may_release=chairs and stands and not mine and row.treatment in OUT,
            )
        )
    name = names.get(item.person, "") if item.person else ""
    return ConflictPage(proposal, cards, name or _("Nobody"), "" if item.why is Why.CHAIR else why_words(item))
