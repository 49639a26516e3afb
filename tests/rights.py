"""Tables of rights: everybody of a cast who may, and whoever is not named may not."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from portal.people.models import User

Person = User | AnonymousUser
Cast = Mapping[str, Person]
# A right: the names of everybody of the cast who has it, and the question.
Rights = Mapping[str, tuple[str, Callable[[Any], bool]]]


def hold(cast: Cast, rights: Rights) -> None:
    """Ask every right for everybody."""
    wrong = {}
    for right, (names, may) in rights.items():
        named, able = set(names.split()), {name for name, who in cast.items() if may(who)}
        if named != able:
            wrong[right] = f"may although not named: {sorted(able - named)}; named and may not: {sorted(named - able)}"
    assert not wrong, wrong
