"""Who says which standards a question is about: whoever writes the questions."""

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.permissions import questiontags
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.people import ROLES, person
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_questions_are_the_participation_leads() -> None:
    roles = {role: person(role) for role in RoleKind.values}
    cast = {**roles, "member": person(), "visitor": AnonymousUser()}
    cast["gone"] = person(RoleKind.PARTICIPATION_LEAD, is_active=False)
    assert set(ROLES) <= cast.keys()
    hold(
        cast,
        {
            "tag": (RoleKind.PARTICIPATION_LEAD, lambda one: questiontags.can_tag_questions(one, NOON)),
        },
    )
