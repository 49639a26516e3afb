"""Who asks a constituency, who answers, and who sees what came of it; reading is ``Sounding.objects.visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.enums.proposals import Confidentiality
from governance.models import Proposal, Sounding
from governance.queries.constituencies import Place, speaks_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_ask(person: "Person", place: Place, at: datetime) -> bool:
    """Say whether ``person`` may ask them: whoever speaks for them."""
    return speaks_for(person, place, at) is not None


def can_ask_about(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may ask about a proposal: one they read, and of which every member may read as well."""
    rows = Proposal.objects.visible_to(person, at).filter(
        pk=proposal.pk, confidentiality=Confidentiality.OPEN, version_count__gt=0
    )
    return rows.exists()


def can_answer(person: "Person", sounding: Sounding, at: datetime) -> bool:
    """Say whether ``person`` may answer, or change their answer, now."""
    return sounding.is_open(at) and Sounding.objects.asked_of(person, at).filter(pk=sounding.pk).exists()
