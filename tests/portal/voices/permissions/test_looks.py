"""Who finds out who spoke privately: two readers who have no part in the home, never alone, never an administrator."""

from datetime import timedelta

import pytest

from portal.voices.enums.moderation import LookState
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Look, Statement
from portal.voices.permissions import looks
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory
from tests.factories.statements import place, statement
from tests.factories.voicescasts import GUARDS, READERS, askers_of, outsiders, readers_of
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
L, S = LookState, StatementState


@pytest.fixture
def row() -> Statement:
    return statement(where=place(), state=S.IN_MODERATION)


@pytest.fixture
def cast(row: Statement) -> dict[str, Person]:
    assert row.place is not None
    return {**readers_of(row.place), **askers_of(row.place), **outsiders(row.place)}


def wish(row: Statement, by: Person, state: str = L.ASKED) -> Look:
    """Return a wish as it would be read; only its fields are asked."""
    return Look(statement_id=row.pk, reason="Somebody could be hurt.", asked_by_id=by.pk, asked_at=NOON, state=state)


def others(name: str) -> str:
    return " ".join(one for one in READERS.split() if one != name)


def test_a_reader_asks_a_second_one_answers_and_who_asked_looks(row: Statement, cast: dict[str, Person]) -> None:
    asked, agreed = wish(row, cast["one"]), wish(row, cast["one"], L.AGREED)
    hold(
        cast,
        {
            "ask": (READERS, lambda one: looks.can_ask_to_look(one, row, NOON)),
            "know of it": (READERS, lambda one: looks.can_know_look(one, asked, NOON)),
            "agree or refuse": (others("one"), lambda one: looks.can_settle_look(one, asked, NOON)),
            "look before": ("", lambda one: looks.can_look(one, asked, NOON)),
            "look": ("one", lambda one: looks.can_look(one, agreed, NOON)),
        },
    )
    Statement.objects.update(state=S.HELD_SAFEGUARDING)
    hold(
        cast,
        {
            "ask about what is held": (GUARDS, lambda one: looks.can_ask_to_look(one, row, NOON)),
            "know of it": (GUARDS, lambda one: looks.can_know_look(one, asked, NOON)),
            "agree or refuse": (GUARDS, lambda one: looks.can_settle_look(one, asked, NOON)),
            "look when it is held": ("", lambda one: looks.can_look(one, agreed, NOON)),
        },
    )


@pytest.mark.parametrize("state", L)
def test_a_wish_is_answered_once_and_a_refused_one_opens_nothing(row: Statement, state: str) -> None:
    cast = {"asked": person("moderator"), "second": person("safeguarding_lead")}
    found = wish(row, cast["asked"], state)
    may_settle = "second" if state == L.ASKED else ""
    may_look = "asked" if state in (L.AGREED, L.LOOKED) else ""
    hold(
        cast,
        {
            "know of it": ("asked second", lambda one: looks.can_know_look(one, found, NOON)),
            "agree or refuse": (may_settle, lambda one: looks.can_settle_look(one, found, NOON)),
            "look": (may_look, lambda one: looks.can_look(one, found, NOON)),
        },
    )


@pytest.mark.parametrize("privacy", Privacy)
def test_only_of_somebody_private_is_there_something_to_find(privacy: str) -> None:
    row = statement(privacy=privacy, where=place())
    assert looks.can_ask_to_look(person("moderator"), row, NOON) is (privacy == Privacy.PRIVATE)


@pytest.mark.parametrize(("state", "again"), [(L.ASKED, False), (L.AGREED, False), (L.REFUSED, True), (L.LOOKED, True)])
def test_nobody_asks_while_another_wish_waits(row: Statement, state: str, again: bool) -> None:
    found = wish(row, person("moderator"), state)
    if state != L.ASKED:
        found.settled_by, found.settled_at = person("moderator"), NOON
    found.save()
    for who in (person("moderator"), person("safeguarding_lead")):
        assert looks.can_ask_to_look(who, row, NOON) is again
        assert looks.can_ask_to_look(who, statement(where=row.place), NOON), "of another statement nobody asked"


def test_who_may_not_read_it_any_more_looks_at_nothing(row: Statement) -> None:
    ended, moved, left, stays = (person("moderator") for _one in range(4))
    ended.role_grants.update(ends_on=NOON.date())
    AffiliationFactory(person=moved, organisation=row.place.organisation if row.place else None)
    left.is_active = False
    for who, may in ((ended, False), (moved, False), (left, False), (stays, True)):
        assert looks.can_look(who, wish(row, who, L.AGREED), NOON) is may
        assert looks.can_settle_look(who, wish(row, person()), NOON) is may


def test_nobody_knows_of_a_wish_once_the_words_are_gone(row: Statement) -> None:
    asked, second = person("moderator"), person("safeguarding_lead")
    waits, agreed = wish(row, asked), wish(row, asked, L.AGREED)
    row.delete()
    for who in (asked, second):
        assert not looks.can_know_look(who, waits, NOON)
        assert not looks.can_settle_look(who, waits, NOON)
        assert not looks.can_look(who, agreed, NOON + timedelta(minutes=1))
