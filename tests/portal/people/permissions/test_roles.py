"""Who holds a role in the whole portal: from its first day until its last, and nobody who has left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.people.enums import RoleKind
from portal.people.models import User
from portal.people.permissions import roles
from tests.conftest import NOON
from tests.factories.people import RoleGrantFactory
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def cast() -> dict[str, Person]:
    found: dict[str, Person] = {
        **{role: person(role) for role in RoleKind},
        "both": person(RoleKind.ADMINISTRATOR, RoleKind.EDITOR),
        "gone": person(*RoleKind),
        "ended": person(),
        "coming": person(),
        "somebody": person(),
        "visitor": AnonymousUser(),
    }
    gone = found["gone"]
    assert isinstance(gone, User)
    gone.is_active = False
    for role in RoleKind:
        RoleGrantFactory(person=found["ended"], role=role, ends_on=TODAY)
        RoleGrantFactory(person=found["coming"], role=role, starts_on=TODAY + timedelta(days=1))
    return found


@pytest.mark.parametrize("role", RoleKind)
def test_a_role_is_held_by_whom_it_was_given_to_and_by_nobody_else(cast: dict[str, Person], role: RoleKind) -> None:
    holders = f"{role} both" if role in (RoleKind.ADMINISTRATOR, RoleKind.EDITOR) else str(role)
    hold(cast, {role: (holders, lambda one: roles.has_role(one, role, NOON))})


def test_administrators_and_editors_are_asked_for_by_name(cast: dict[str, Person]) -> None:
    hold(
        cast,
        {
            "look after people": ("administrator both", lambda one: roles.is_administrator(one, NOON)),
            "write pages": ("editor both", lambda one: roles.is_editor(one, NOON)),
            "hold nothing": ("gone ended coming somebody visitor", lambda one: not roles.roles_of(one, NOON)),
        },
    )
    assert roles.roles_of(cast["both"], NOON) == {RoleKind.ADMINISTRATOR, RoleKind.EDITOR}


def test_a_role_begins_and_ends_at_midnight_in_london() -> None:
    who = person()
    RoleGrantFactory(person=who, role=RoleKind.EDITOR, starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 1))
    moments = {
        datetime(2026, 6, 30, 22, 59, tzinfo=UTC): False,
        datetime(2026, 6, 30, 23, 0, tzinfo=UTC): True,
        date(2026, 7, 31): True,
        datetime(2026, 7, 31, 22, 59, tzinfo=UTC): True,
        datetime(2026, 7, 31, 23, 0, tzinfo=UTC): False,
        date(2026, 8, 1): False,
    }
    assert {moment: roles.is_editor(who, moment) for moment in moments} == moments


def test_nobody_keeps_a_role_by_having_asked_before(cast: dict[str, Person]) -> None:
    editor = cast["editor"]
    assert isinstance(editor, User)
    assert roles.is_editor(editor, NOON)
    editor.is_active = False
    assert not roles.is_editor(editor, NOON)
    editor.is_active = True
    editor.role_grants.update(ends_on=TODAY)
    assert not roles.is_editor(User.objects.get(pk=editor.pk), NOON)
