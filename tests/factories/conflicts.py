"""Conflicts of interest made by the real actions: ``recuse(round.proposal, person, board)`` declares and treats."""

from datetime import datetime

from governance.actions.conflicts import declare_conflict, treat_conflict
from governance.enums.conflicts import Treatment
from governance.models import ConflictDeclaration, Proposal
from governance.queries.conflicts import item_chair
from portal.people.models import User
from tests.conftest import NOON
from tests.remembering import remembered


@remembered
def declared(proposal: Proposal, person: User, at: datetime = NOON) -> ConflictDeclaration:
    """Let somebody declare their own conflict."""
    return declare_conflict(proposal=proposal, what="My employer sells this.", by=person, at=at)


@remembered
def recuse(
    proposal: Proposal, person: User, treatment: Treatment = Treatment.WITHDRAW, at: datetime = NOON
) -> ConflictDeclaration:
    """Declare a conflict and have it treated by whoever chairs the matter."""
    conflict = declared(proposal, person, at)
    chair = User.objects.get(pk=item_chair(proposal, at).person)
    treat_conflict(conflict=conflict, treatment=treatment, reasons="They could gain by it.", by=chair, at=at)
    return ConflictDeclaration.objects.get(pk=conflict.pk)
