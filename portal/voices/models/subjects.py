"""What a campaign can belong to, said by the apps above: a review, a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True)
class Subject:
    """A record: what it is called and where it stands."""

    label: str
    href: str


@dataclass(frozen=True)
class SubjectKind:
    """What an app says of its records: how one is shown, which somebody may know of, who sees to its campaigns."""

    shows: "Callable[[int, Person, datetime], Subject | None]"
    known: "Callable[[Person, datetime], QuerySet[Any, int]]"
    # Who looks after campaigns about one, and who may begin another now.
    keeps: "Callable[[int, Person, datetime], bool]"
    may_ask: "Callable[[int, Person, datetime], bool]"
    # The home a record is about, as ``keep_place`` takes it.
    home: "Callable[[int], dict[str, Any] | None]" = lambda key: None


KINDS: "dict[str, SubjectKind]" = {}


def register_campaign_subject(name: str, kind: SubjectKind) -> None:
    """Let campaigns belong to records of this kind; ``name`` is the kind of such campaigns as well."""
    KINDS[name] = kind


def subject_of(kind: str, key: int | None, person: "Person", at: datetime) -> Subject | None:
    """Return what a campaign belongs to, for somebody who may know of it."""
    return KINDS[kind].shows(key, person, at) if key is not None and kind in KINDS else None


def keeps(kind: str, key: int | None, person: "Person", at: datetime) -> bool:
    """Say whether ``person`` looks after the campaigns about this record."""
    return key is not None and kind in KINDS and KINDS[kind].keeps(key, person, at)


def may_ask_about(kind: str, key: int | None, person: "Person", at: datetime) -> bool:
    """Say whether ``person`` may begin a campaign about this record."""
    return key is not None and kind in KINDS and KINDS[kind].may_ask(key, person, at)


def home_of(kind: str, key: int | None) -> dict[str, Any] | None:
    """Return the home a record is about, if it is about one."""
    return KINDS[kind].home(key) if key is not None and kind in KINDS else None


def about_known(person: "Person", at: datetime) -> Q:
    """Return the filter of campaigns that belong to nothing, or to what ``person`` may know of."""
    found = Q(subject_kind="")
    for name, kind in KINDS.items():
        found |= Q(subject_kind=name, subject_key__in=kind.known(person, at))
    return found


@dataclass(frozen=True)
class Door:
    """A page of an app above about a set of questions."""

    label: Any
    address: str


# Addresses by name, with the key of the set.
DOORS: list[Door] = []


def register_question_door(label: Any, address: str) -> None:
    """Show a link to a page of an app above where a set of questions is shown."""
    DOORS.append(Door(label, address))
