"""A kind of event and of subject of our own: notices are tried without the apps that send them."""

from collections.abc import Collection, Iterator
from datetime import datetime

import pytest

from portal.notifications import register_event, register_group, register_subject
from portal.notifications.registry import EVENTS, GROUPS, SUBJECTS
from portal.people.models import User

HIDDEN: set[tuple[int, int]] = set()


def _visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    return {key for key in keys if (person.pk, key) not in HIDDEN}


@pytest.fixture(autouse=True)
def _events() -> Iterator[None]:
    register_group("trial", "A trial", "Things that happen in tests", default="at_once")
    register_event("trial.happened", "Something happened", "trial")
    register_subject("thing", _visible)
    yield
    HIDDEN.clear()
    del GROUPS["trial"], EVENTS["trial.happened"], SUBJECTS["thing"]


def hide(person: User, key: int) -> None:
    """Restrict a thing to others than this person."""
    HIDDEN.add((person.pk, key))
