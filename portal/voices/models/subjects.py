"""What a campaign can belong to, said by the apps above: a review, a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Shows = Callable[[int, User | AnonymousUser, datetime], "Subject | None"]


@dataclass(frozen=True)
class Subject:
    """A record: what it is called and where it stands."""

    label: str
    href: str


KINDS: "dict[str, Shows]" = {}


def register_campaign_subject(kind: str, shows: "Shows") -> None:
    """Say how a record is named to somebody; nothing to whoever may not know of it."""
    KINDS[kind] = shows


def subject_of(kind: str, key: int | None, person: "User | AnonymousUser", at: datetime) -> Subject | None:
    """Return what a campaign belongs to, for somebody who may know of it."""
    return KINDS[kind](key, person, at) if key is not None and kind in KINDS else None
