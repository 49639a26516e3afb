"""Imports are the administrators' work: any of them applies what another checked, and nobody else knows of one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.imports.permissions import runs
from portal.imports.permissions.visibility import visible_runs
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.people import RoleGrantFactory
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ADMINISTRATORS = "checked another"
R = RunState


@pytest.fixture
def cast() -> dict[str, Person]:
    found: dict[str, Person] = {
        "checked": person(RoleKind.ADMINISTRATOR),
        "another": person(RoleKind.ADMINISTRATOR),
        "gone": person(RoleKind.ADMINISTRATOR, is_active=False),
        "former": person(),
        "coming": person(),
        "somebody": person(),
        "visitor": AnonymousUser(),
        **{role: person(role) for role in RoleKind if role != RoleKind.ADMINISTRATOR},
    }
    RoleGrantFactory(person=found["former"], ends_on=TODAY)
    RoleGrantFactory(person=found["coming"], starts_on=TODAY + timedelta(days=1))
    return found


@pytest.mark.parametrize("state", R)
def test_a_checked_file_is_applied_or_thrown_away_by_any_administrator(cast: dict[str, Person], state: str) -> None:
    run = ImportRun.objects.create(kind="register", file_name="r.csv", by_id=cast["checked"].pk, at=NOON, ended_at=NOON)
    run.state = state
    hold(
        cast,
        {
            "import": (ADMINISTRATORS, lambda one: runs.can_import(one, NOON)),
            "apply": (ADMINISTRATORS if state == R.PLANNED else "", lambda one: runs.can_apply(one, run, NOON)),
            "cancel": (
                ADMINISTRATORS if state in (R.PLANNED, R.APPLYING) else "",
                lambda one: runs.can_cancel(one, run, NOON),
            ),
            "know of it": (ADMINISTRATORS, lambda one: run in visible_runs(one, NOON)),
        },
    )
