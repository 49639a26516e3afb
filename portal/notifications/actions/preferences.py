"""Choosing how to hear."""

from collections.abc import Mapping

from django.db import transaction

from portal.notifications.enums import Choice
from portal.notifications.models import Preference
from portal.notifications.registry import GROUPS
from portal.people.models import User


@transaction.atomic
def choose(*, by: User, choices: Mapping[str, Choice]) -> None:
    """Keep what ``by`` chose for each group; what happens from now on is told that way."""
    for group, choice in choices.items():
        if group in GROUPS:
            Preference.objects.update_or_create(person=by, group=group, defaults={"choice": choice})
