"""Conflicts of interest in a matter: whose, who chairs it instead, and what each reader is told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.conflicts import HEARING, ItemChair, Sitting, Why, is_heard, who_chairs
from governance.domain.proposals import has_ended
from governance.enums.conflicts import OUT, Treatment
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RoundState, Stance
from governance.models import Block, ChairTerm, ConflictDeclaration, Entitlement, Interest, Proposal, Round
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from governance.queries.seats import Holder, chair_of, holders
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def is_kept_out(person: "Person", proposal: Proposal) -> bool:
    """Say whether the matter has been taken from ``person`` altogether; the same rule as every list asks."""
    if not person.is_authenticated:
        return False
    return Proposal.objects.filter(kept_out(person.pk), pk=proposal.pk).exists()


def out_of_the_chair(proposal: Proposal) -> frozenset[int]:
    """Return who must not chair the matter: a conflict of theirs is not treated yet, or keeps them out of it."""
    rows = ConflictDeclaration.objects.out_of_the_chair().filter(proposal=proposal)
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
        return not is_kept_out(person, proposal)
    return bool(conflicted) and item_chair(proposal, at, conflicted).person == person.pk


def item_chair(proposal: Proposal, at: datetime, conflicted: frozenset[int] | None = None) -> ItemChair:
    """Return who chairs the matter at ``at``, and why."""
    conflicted = out_of_the_chair(proposal) if conflicted is None else conflicted
    term = chair_of(proposal.board, at)
    if term is None or term.appointment.person_id not in conflicted:
        return who_chairs(term.appointment.person_id if term else None, None, (), conflicted)
    sitting = [
        Sitting(holder.person.pk, holder.constituency.code, holder.appointment.starts_on)
        for holder in holders(proposal.board, at)
    ]
    return who_chairs(term.appointment.person_id, incoming_chair(proposal, at), sitting, conflicted)


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
    """Say whether the person's block stands in the last round that was not voided."""
    last = Round.objects.filter(proposal=proposal).exclude(state=RoundState.VOID).order_by("-n").first()
    if last is None:
        return False
    return Block.objects.filter(
        position__entitlement__round__in=[last.pk, *([last.follows_id] if last.follows_id else [])],
        position__entitlement__person=person_id,
        position__stance=Stance.BLOCK,
        position__superseded_by=None,
        state__in=(BlockState.UNTESTED, BlockState.UPHELD),
    ).exists()


def counted_in_last_round(proposal: Proposal, people: Iterable[int]) -> bool:
    """Say whether somebody of ``people`` has a voice that counts in the round the proposal stands on."""
    last = Round.objects.filter(proposal=proposal).exclude(state=RoundState.VOID).order_by("-n").first()
    if last is None:
        return False
    rounds = [last.pk, *([last.follows_id] if last.follows_id else [])]
    return Entitlement.objects.filter(round__in=rounds, person__in=list(people), recused=False).exists()


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
class ConflictPanel:
    """What one reader of a proposal is told of the conflicts in it: names for the board's people, numbers for others."""

    proposal: Proposal
    inside: bool
    person_id: int
    cards: list[ConflictCard]
    chair: ItemChair | None
    stand_in: str
    may_declare: bool
    hints: list[Interest]

    @property
    def out(self) -> list[ConflictDeclaration]:
        """Return those who take no part."""
        return [card.conflict for card in self.cards if card.conflict.treatment in OUT and not card.conflict.released_at]

    @property
    def pending(self) -> list[ConflictCard]:
        """Return what the reader could decide now or soon."""
        return [card for card in self.cards if card.may_treat]

    @property
    def own(self) -> ConflictDeclaration | None:
        """Return the reader's own conflict that stands."""
        mine = (card.conflict for card in self.cards if card.conflict.person_id == self.person_id)
        return next((one for one in mine if not one.released_at), None)

    @property
    def stays(self) -> bool:
        """Say whether the reader reads on and has no position."""
        return self.own is not None and self.own.treatment == Treatment.STAY

    @property
    def words(self) -> str:
        """Say how many take no part."""
        count = len(self.out)
        if not count:
            return ""
        return ngettext(
            "One member takes no part in this item: a conflict of interest.",
            "%(count)d members take no part in this item: a conflict of interest.",
            count,
        ) % {"count": count}

    @property
    def whole(self) -> list[str]:
        """Return the constituencies that take no part as a whole."""
        return list(dict.fromkeys(str(one.constituency) for one in self.out if one.constituency))

    @property
    def why(self) -> str:
        """Say why somebody stands in for the chair."""
        return why_words(self.chair) if self.chair else ""


def conflict_panel(person: "Person", proposal: Proposal, at: datetime) -> ConflictPanel:
    """Return what ``person`` is told; one query for a proposal without conflicts, and one for their own register."""
    standing = standing_of(person, at)
    inside = proposal.board_id in standing.inside
    rows = list(
        ConflictDeclaration.objects.filter(proposal=proposal)
        .select_related("person", "constituency", "declared_by", "treated_by", "released_by")
        .order_by("declared_at", "pk")
    )
    person_id = person.pk or 0
    chairs = chairs_item(person, proposal, at) if rows else False
    replaced = any(row.released_at is None and row.treatment != Treatment.NOTE for row in rows)
    chair = item_chair(proposal, at) if replaced and inside else None
    open_matter = not has_ended(ProposalState(proposal.state)) and proposal.version_count > 0
    stand_in = ""
    if chair is not None and chair.person is not None and chair.why is not Why.CHAIR:
        stand_in = next((one.person.name for one in holders(proposal.board, at) if one.person.pk == chair.person), "")
    cards = [
        ConflictCard(
            row,
            may_treat=chairs and open_matter and row.person_id != person_id and row.released_at is None,
            may_release=chairs and row.person_id != person_id and row.released_at is None and row.treatment in OUT,
        )
        for row in rows
    ]
    panel = ConflictPanel(proposal, inside, person_id, cards, chair, stand_in, False, [])
    may_declare = inside and open_matter and panel.own is None
    hints = matching_interests(person, proposal, at) if may_declare and proposal.board_id in standing.trustee_of else []
    return ConflictPanel(proposal, inside, person_id, cards, chair, stand_in, may_declare, hints)


def matching_interests(person: "Person", proposal: Proposal, at: datetime) -> list[Interest]:
    """Return the reader's own entries that name where the proposer works: the same organisation or authority.

    By the keys that were chosen from a list, on both sides; words are never compared.
    """
    works = Q(organisation__affiliations__person=proposal.proposer_id) | Q(
        authority__organisation__affiliations__person=proposal.proposer_id
    )
    if person.pk == proposal.proposer_id:
        return []
    return list(Interest.objects.active(at).filter(works, person=person.pk).distinct()[:3])


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
