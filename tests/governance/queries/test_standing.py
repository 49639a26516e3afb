"""What everybody of the demonstration reads through kept statements is what the querysets themselves find."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model

from governance.enums.rounds import RoundState
from governance.models import Board, Decision, Entitlement, Meeting, Proposal, Round
from governance.queries import decisions, panelstamps, proposals, today, todayparts, urgents, waits
from governance.queries.findrounds import open_round_with_voice
from governance.queries.standing import KeptFor
from governance.receivers import notices
from portal.people.cast import CAST
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.permissions.roles import roles_of
from portal.search import finding, matching
from tests.demonstration import NOON, demonstration
from tests.thorough import THOROUGH, some

FILTERS = [
    decisions.Filters(),
    decisions.Filters(board="north-west"),
    decisions.Filters(board="national", year=2026),
    decisions.Filters(page=2),
]
SEARCHES = {
    "sqlite": ('"named" AND "person"*', '{title} : ("named" AND "person"*)'),
    "postgresql": ("'named' & 'person':*", "'named':A & 'person':*A"),
}
WANTED = [
    proposals.Wanted(),
    proposals.Wanted(state="discussion"),
    proposals.Wanted(board="north-west", page=2),
    proposals.Wanted(needs_me=True),
]


@pytest.fixture(scope="module", autouse=True)
def _told(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    with django_db_blocker.unblock(), demonstration(worker_id):
        yield


def _everybody() -> list[Any]:
    cast = [User.objects.get(email=member.email) for member in CAST]
    # Everybody else by samples.
    step = 9 if THOROUGH else 120
    others = list(User.objects.exclude(pk__in=[person.pk for person in cast]).order_by("pk")[::step])
    gone = User.objects.order_by("-pk")[0]
    gone.is_active = False
    return [*cast, *others, gone, AnonymousUser()]


def _asked(days: int) -> list[Any]:
    """Return everybody; in the quick suite a fourth of them about today, and others about the earlier day.

    Who has left and who has not signed in are asked about both.
    """
    people = _everybody()
    return people if THOROUGH else [*some(people[:-2], 8 if days else 4), *people[-2:]]


def _told_of(row: Any) -> Any:
    """Return everything a row carries, annotations too: two rows of one key are equal to Django."""
    return {name: value for name, value in vars(row).items() if name != "_state"} if isinstance(row, Model) else row


def _same(kept: KeptFor, person: Any, at: Any, *shape: Any, **values: Any) -> None:
    again = type(person)() if not person.pk else User.objects.get(pk=person.pk)
    if person.pk:
        again.is_active = person.is_active
    found, anew = kept.ask(person, at, *shape, **values), list(kept.build(again, at, *shape, **values))
    assert [_told_of(row) for row in found] == [_told_of(row) for row in anew], (person, at, shape)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 200], ids=["today", "two hundred days ago"])
def test_kept_statement_finds_for_everybody_what_the_querysets_find(days: int) -> None:
    at = NOON - timedelta(days=days)
    models = {"proposal": Proposal, "round": Round, "decision": Decision, "meeting": Meeting, "board": Board}
    keys = {kind: tuple(model.objects.values_list("pk", flat=True)) for kind, model in models.items()}
    read = list(Proposal.objects.order_by("pk")[::7])
    for person in _asked(days):
        roles = roles_of(person, at)
        words, titles = SEARCHES[connection.vendor]
        _same(matching._BY_KEY, person, at, roles, words=words, titles=titles)
        if connection.vendor == "postgresql":
            _same(matching._WALKED, person, at, roles, words=words, titles=titles)
        for filters in FILTERS:
            _same(decisions._PAGE, person, at, filters)
            _same(decisions._PUBLIC, person, at, filters)
            _same(decisions._CLOSED, person, at, filters)
        _same(urgents._AWAITING, person, at)
        _same(urgents._AWAITING_AT, person, at, slug="north-west")
        if not person.is_authenticated or not person.is_active:
            continue
        for wanted in WANTED:
            _same(proposals._ROWS, person, at, wanted)
        _same(todayparts._PARTS, person, at, asked_since=at - timedelta(days=20), day=day_of(at))
        _same(today._COMING, person, at)
        _same(waits._WAITS, person, at, tuple(waits.KINDS))
        _same(today._DECISIONS, person, at, since=at - timedelta(days=30), until=(at + timedelta(days=60)).date())
        seen = notices._VISIBLE.build(person, at, tuple(sorted(keys)), **keys)
        assert notices.visible(person, keys, at) == set(seen)
        for proposal in read:
            _same(panelstamps._STAMPED, person, at, number=proposal.number, day=day_of(at))
            _same(proposals._NEWEST, person, at, number=proposal.number, day=day_of(at))
            # A voice outlasts the seat: whoever has one reads the proposal, wherever they stand today.
            readable = Proposal.objects.visible_to(person, at).filter(pk=proposal.pk)
            own = Entitlement.objects.filter(person=person, recused=False)
            with_voice = Round.objects.filter(state=RoundState.OPEN, proposal__in=readable, entitlements__in=own)
            assert open_round_with_voice(person, proposal.number) == with_voice.first()
        voices = today._VOICES
        assert voices.ask(person=person.pk, at=at) == list(voices.build(person=person.pk, at=at))


@pytest.mark.postgres
@pytest.mark.django_db
def test_both_ways_of_searching_find_the_same_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for person in _everybody():
        for typed in ("named person", "the children", "emerg", "board"):
            found = []
            for few in (True, False):
                monkeypatch.setattr(matching, "are_few", lambda words, few=few: few)
                found.append(finding.search(person, typed, NOON))
            assert found[0] == found[1], (person, typed)
