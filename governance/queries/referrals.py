"""Texts that went from one board to another, and the answers."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from governance.domain.proposals import ENDED
from governance.models import Board, Proposal, Referral
from governance.models.standing import standing_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

ABOUT = ("source__board", "received__board", "to_board", "referred_by", "reply__decision", "source_version")


def referrals_about(proposal: Proposal) -> list[Referral]:
    """Return the referrals of a proposal, those it came by and those it went by; one query."""
    rows = Referral.objects.filter(Q(source=proposal) | Q(received=proposal))
    return list(rows.select_related(*ABOUT).order_by("at", "pk"))


def boards_to_refer_to(proposal: Proposal) -> list[Board]:
    """Return the other boards there are."""
    return list(Board.objects.filter(dissolved_on__isnull=True).exclude(pk=proposal.board_id).order_by("kind", "name"))


def national_group() -> Board | None:
    """Return the National Steering Group."""
    return Board.objects.filter(kind="national", dissolved_on__isnull=True).first()


def unanswered(proposal_id: int) -> Referral | None:
    """Return the referral by which a proposal came, while it has no answer."""
    rows = Referral.objects.filter(received=proposal_id, reply=None)
    return rows.select_related("source__board", "received__board").first()


def is_over(proposal: Proposal) -> bool:
    """Say whether a proposal has ended."""
    return proposal.state in ENDED


def names_source(person: "Person", referral: Referral, at: datetime) -> bool:
    """Say whether the page of the other proposal may be linked for ``person``: number and board are always said."""
    return referral.source.board_id in standing_of(person, at).inside
