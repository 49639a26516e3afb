"""Who belongs to an audience, said by the apps above; of an audience nobody registered nobody is part.

Nothing here touches the database, so that an app may register in its ``ready()``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from portal.voices.enums.moderation import Audience

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    # Returns which statements (as a filter of ``Statement``) a person is in the audience of, or None for none.
    Reads = Callable[[User | AnonymousUser, datetime], Q | None]

READERS: "dict[Audience, list[Reads]]" = {}


def register_audience(audience: Audience, reads: "Reads") -> None:
    """Say of whose statements somebody is the audience: ``reads(person, at)`` filters ``Statement``."""
    known = READERS.setdefault(Audience(audience), [])
    if reads not in known:
        known.append(reads)


def heard_by(audience: Audience, person: "User | AnonymousUser", at: datetime) -> list[Q]:
    """Return of which statements ``person`` is the audience; everybody is the public's."""
    if audience == Audience.PUBLIC:
        return [Q()]
    if not person.is_authenticated or not person.is_active:
        return []
    return [found for reads in READERS.get(audience, ()) if (found := reads(person, at)) is not None]
