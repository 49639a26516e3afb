"""Campaigns that belong to a proposal: what it is called, and who may know of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from governance.models import Proposal
from portal.voices.models.subjects import Subject

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Person = User | AnonymousUser


def shown(key: int, person: "Person", at: datetime) -> Subject | None:
    """Return how a proposal is named to ``person``, who may know of it."""
    proposal = Proposal.objects.visible_to(person, at).filter(pk=key).first()
    if proposal is None:
        return None
    return Subject(f"{proposal.number} {proposal.title}", reverse("governance:proposal", args=[proposal.number]))


def known(person: "Person", at: datetime) -> "QuerySet[Any, int]":
    """Return which proposals ``person`` may know of."""
    return Proposal.objects.visible_to(person, at).values_list("pk", flat=True)
