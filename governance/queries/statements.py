"""Which released statements a board's people read: those of a campaign about a proposal they may see."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from governance.models import Proposal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def heard_on_proposals(person: "User | AnonymousUser", at: datetime) -> Q:
    """Return the filter of statements; what is kept from somebody in a proposal is kept from them here."""
    seen = Proposal.objects.visible_to(person, at).values("pk")
    return Q(campaign__subject_kind="proposal", campaign__subject_key__in=seen)
