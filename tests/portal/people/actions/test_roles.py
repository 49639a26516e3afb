"""Roles hold by date; the group Wagtail asks follows them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from portal.people.actions.people import deactivate_person
from portal.people.actions.roles import EDITORS, end_role, grant_role, synchronise_editors
from portal.people.models import RoleGrant
from portal.people.permissions.roles import has_role
from portal.people.refusals import Refused
from tests.factories.people import RoleGrantFactory, UserFactory
from tests.people import administrator, person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 2)


def grant(somebody, role, by, noon, starts_on=TODAY, ends_on=None):
    return grant_role(person=somebody, role=role, starts_on=starts_on, ends_on=ends_on, reason="Agreed", by=by, at=noon)


def is_in_group(somebody) -> bool:
    return somebody.groups.filter(name=EDITORS).exists()


def test_role_holds_from_its_first_day_until_not_on_its_last(noon):
    somebody = person()
    grant(somebody, "moderator", administrator(), noon, ends_on=TODAY + timedelta(days=7))
    held = [has_role(somebody, "moderator", TODAY + timedelta(days=n)) for n in (-1, 0, 6, 7)]
    assert held == [False, True, True, False]


def test_overlapping_grant_of_the_same_role_is_refused(noon):
    somebody, chief = person("editor"), administrator()
    with pytest.raises(Refused):
        grant(somebody, "editor", chief, noon)
    grant(somebody, "moderator", chief, noon)


def test_grant_that_ends_before_it_starts_is_refused(noon):
    with pytest.raises(Refused):
        grant(person(), "editor", administrator(), noon, ends_on=TODAY)


def test_only_an_administrator_grants_and_ends(noon):
    for actor in (person(), person("editor"), person("administrator", inactive=True)):
        with pytest.raises(PermissionDenied):
            grant(person(), "administrator", actor, noon)
        with pytest.raises(PermissionDenied):
            end_role(grant=RoleGrantFactory(), ends_on=TODAY, reason="No", by=actor, at=noon)


def test_last_administrator_cannot_be_removed(noon):
    chief = administrator()
    row = RoleGrant.objects.get(person=chief)
    with pytest.raises(Refused):
        end_role(grant=row, ends_on=TODAY, reason="Tired", by=chief, at=noon)
    person("administrator", inactive=True)
    with pytest.raises(Refused):
        end_role(grant=row, ends_on=TODAY, reason="Tired", by=chief, at=noon)
    person("administrator")
    end_role(grant=row, ends_on=TODAY, reason="Handed over", by=chief, at=noon)
    assert row.history.latest().history_change_reason == "Handed over"


def test_group_of_editors_follows_the_role(noon):
    chief, somebody = administrator(), person()
    row = grant(somebody, "editor", chief, noon)
    assert is_in_group(somebody)
    end_role(grant=row, ends_on=TODAY, reason="Done", by=chief, at=noon)
    assert not is_in_group(somebody)


def test_group_of_editors_follows_dates_when_timed_work_runs(noon):
    somebody = person()
    grant(somebody, "editor", administrator(), noon, TODAY + timedelta(days=3), TODAY + timedelta(days=5))
    seen = []
    for days in range(7):
        synchronise_editors(at=noon + timedelta(days=days))
        seen.append(is_in_group(somebody))
    assert seen == [False, False, False, True, True, False, False]
    assert synchronise_editors(at=noon) == 0


def test_deactivated_editor_leaves_the_group_and_strangers_are_removed(noon):
    somebody, stranger = person("editor"), UserFactory()
    synchronise_editors(at=noon)
    assert is_in_group(somebody)
    stranger.groups.add(Group.objects.get(name=EDITORS))
    deactivate_person(person=somebody, reason="Left", by=administrator(), at=noon)
    assert synchronise_editors(at=noon) == 1
    assert not is_in_group(somebody)
    assert not is_in_group(stranger)
