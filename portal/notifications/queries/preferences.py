"""What people chose to hear, and how."""

from collections.abc import Collection

from portal.notifications.enums import Choice
from portal.notifications.models import Preference
from portal.notifications.registry import GROUPS, Event
from portal.people.models import User


def choices_about(event: Event, people: Collection[int]) -> dict[int, Choice]:
    """Return how each of ``people`` wants to hear of ``event``, or must; one query."""
    if event.always_at_once:
        return dict.fromkeys(people, Choice.AT_ONCE)
    chosen = dict(Preference.objects.filter(group=event.group, person__in=people).values_list("person_id", "choice"))
    return {pk: Choice(chosen.get(pk, event.default)) for pk in people}


def choices_of(person: User) -> dict[str, Choice]:
    """Return the choice of ``person`` for every group, with the defaults filled in."""
    chosen = dict(Preference.objects.filter(person=person).values_list("group", "choice"))
    return {key: Choice(chosen.get(key, group.default)) for key, group in GROUPS.items()}
