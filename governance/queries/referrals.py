"""Texts that went from one board to another, and the answers."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Q, Value, When

from governance.models import Board, ConflictDeclaration, Entitlement, Proposal, Referral
from governance.models.rounds import kept_out

ABOUT = ("source__board", "received__board", "to_board", "referred_by", "reply__decision", "source_version")


def referrals_about(proposal: Proposal, person_id: int) -> list[Referral]:
    """Return the referrals of a proposal, those it came by and those it went by; one query.

    ``hidden`` says of each that the reader takes no part in it on the other board: what comes of it there, and under
    which number, is not for them, although they read the same words here.
    """
    hidden = Case(
        When(kept_out(person_id, "received"), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    rows = Referral.objects.filter(Q(source=proposal) | Q(received=proposal)).annotate(hidden=hidden)
    return list(rows.select_related(*ABOUT).order_by("at", "pk"))


def told_nothing(referral: Referral, people: Iterable[int]) -> set[int]:
    """Return who of ``people`` takes no part in it on the board it was referred to: they hear of no answer."""
    return {one for one in people if Proposal.objects.filter(kept_out(one), pk=referral.received_id).exists()}


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


def recused_at_source(proposal: Proposal) -> set[int]:
    """Return who is recused from the matter on a board it came from: this board recuses them too."""
    voices = Entitlement.objects.filter(round__proposal__carried_to__last=proposal).order_by("round__n")
    last = {
        (voice.person_id, matter): voice.recused
        for voice, matter in ((voice, voice.round.proposal_id) for voice in voices.select_related("round"))
    }
    treated = ConflictDeclaration.objects.out().filter(proposal__carried_to__last=proposal)
    return {person for (person, _matter), recused in last.items() if recused} | set(
        treated.values_list("person", flat=True)
    )
