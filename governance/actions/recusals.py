"""Who is recused in a round that opens now: what was declared and treated, and nobody else."""

from datetime import datetime

from django.utils.translation import gettext as _

from governance.announcements import conflicts as announce
from governance.models import ConflictDeclaration, Proposal
from governance.queries.conflicts import newcomers, recused_in
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


def recused_now(proposal: Proposal, by: User | None, at: datetime) -> frozenset[int]:
    """Return who has no voice in a round opened now; new trustees of a constituency that is out go with it."""
    for row, holder in newcomers(proposal, at):
        follower = ConflictDeclaration(
            proposal=proposal,
            person=holder.person,
            constituency=row.constituency,
            what=row.what,
            declared_by=row.declared_by,
            declared_at=at,
            treatment=row.treatment,
            reasons=row.reasons,
            treated_by=row.treated_by,
            treated_at=at,
        )
        if row.treated_by_id == holder.person.pk:
            continue
        save_with_history(follower, by=by, reason=_("Took a seat for a constituency that takes no part"), at=at)
        announce.conflict_treated(follower, by, at)
        append_to_ledger(kind="conflict.declared", subject=follower, by=by, at=at, board_ref=proposal.board.slug)
        append_to_ledger(kind="conflict.treated", subject=follower, by=by, at=at, board_ref=proposal.board.slug)
    return recused_in(proposal)
