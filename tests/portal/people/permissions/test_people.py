"""Who may open which page: one table, read from left to right. 404 where one must not learn that it exists."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.people.enums import RoleKind
from portal.people.permissions import people
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory, OrganisationFactory, RoleGrantFactory, UserFactory
from tests.people import ROLES, browser_of, person
from tests.rights import hold

pytestmark = pytest.mark.django_db

IN = 302  # to the sign-in page
NO = 404
OK = 200

# fmt: off
#                                        visitor  member  administrator  everybody else
TABLE = {
    "/account/":                             (IN, OK, OK, OK),
    "/account/details/":                     (IN, OK, OK, OK),
    "/account/sessions/":                    (IN, OK, OK, OK),
    "/account/second-factor/":               (IN, OK, OK, OK),
    "/account/password/change/":             (IN, OK, OK, OK),
    "/account/login/":                       (OK, IN, IN, IN),
    "/account/password/reset/":              (OK, OK, OK, OK),
    "/account/signup/":                      (403, 403, 403, 403),
    "/account/demonstration-sign-in/":       (405, 405, 405, 405),
    "/people/":                              (IN, NO, OK, NO),
    "/people/invite/":                       (IN, NO, OK, NO),
    "/people/{person}/":                     (IN, NO, OK, NO),
    "/people/{person}/details/":             (IN, NO, OK, NO),
    "/people/{person}/deactivate/":          (IN, NO, OK, NO),
    "/people/{person}/reactivate/":          (IN, NO, OK, NO),
    "/people/{person}/reset-second-factor/": (IN, NO, OK, NO),
    "/people/{person}/invite/":              (IN, NO, OK, NO),
    "/people/{person}/roles/grant/":         (IN, NO, OK, NO),
    "/people/{person}/affiliations/add/":    (IN, NO, OK, NO),
    "/people/roles/{grant}/end/":            (IN, NO, OK, NO),
    "/people/affiliations/{affiliation}/end/": (IN, NO, OK, NO),
    "/people/organisations/":                (IN, NO, OK, NO),
    "/people/organisations/add/":            (IN, NO, OK, NO),
    "/people/organisations/{slug}/":         (IN, NO, OK, NO),
    "/people/organisations/{slug}/edit/":    (IN, NO, OK, NO),
    "/people/999999/":                       (IN, NO, NO, NO),
    "/people/organisations/none/":           (IN, NO, NO, NO),
}
# fmt: on


@pytest.mark.parametrize("role", ROLES)
def test_pages_answer_each_role_as_the_table_says(role):
    other = UserFactory()
    addresses = {
        "person": other.pk,
        "grant": RoleGrantFactory(person=other, role="moderator").pk,
        "affiliation": AffiliationFactory(person=other).pk,
        "slug": OrganisationFactory().slug,
    }
    column = {"visitor": 0, "member": 1, "administrator": 2}.get(role, 3)
    client = browser_of(role)
    answers = {path: client.get(path.format(**addresses)).status_code for path in TABLE}
    assert answers == {path: expected[column] for path, expected in TABLE.items()}


@pytest.mark.parametrize("role", ["member", "editor", "moderator"])
def test_own_page_opens_and_offers_nothing_to_manage(role):
    client = browser_of(role)
    pk = client.session["_auth_user_id"]
    response = client.get(f"/people/{pk}/")
    assert response.status_code == 200
    assert b"Stop them signing in" not in response.content
    assert b"Grant a role" not in response.content


@pytest.mark.parametrize(
    "path", ["/people/{pk}/end-sessions/", "/people/{pk}/deactivate/", "/people/{pk}/roles/grant/"]
)
def test_acts_on_others_are_refused_by_post_too(path):
    response = browser_of("editor").post(path.format(pk=UserFactory().pk), {"reason": "x"})
    assert response.status_code == 404


def test_administrators_look_after_everybody_and_everybody_after_themselves() -> None:
    somebody, gone = person(), person(is_active=False)
    cast = {
        "administrator": person(RoleKind.ADMINISTRATOR),
        "gone_administrator": person(RoleKind.ADMINISTRATOR, is_active=False),
        "former_administrator": person(),
        "coming_administrator": person(),
        **{role: person(role) for role in RoleKind if role != RoleKind.ADMINISTRATOR},
        "somebody": somebody,
        "gone": gone,
        "visitor": AnonymousUser(),
    }
    RoleGrantFactory(person=cast["former_administrator"], ends_on=NOON.date())
    RoleGrantFactory(person=cast["coming_administrator"], starts_on=NOON.date() + timedelta(days=1))
    theirs = (people.can_see_person, people.can_change_details, people.can_end_sessions)
    hold(
        cast,
        {
            "look after people": ("administrator", lambda one: people.can_manage_people(one, NOON)),
            "look after organisations": ("administrator", lambda one: people.can_manage_organisations(one, NOON)),
            **{
                f"{may.__name__} of somebody": ("administrator somebody", lambda one, may=may: may(one, somebody, NOON))
                for may in theirs
            },
            # Who has left has no page of their own any more.
            **{
                f"{may.__name__} of the gone": ("administrator", lambda one, may=may: may(one, gone, NOON))
                for may in theirs
            },
        },
    )
