"""An invitation lets one person in, once, for fourteen days."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from portal.people.actions.invitations import (
    accept_invitation,
    invite_person,
    open_invitation,
    revoke_invitation,
    send_invitation,
)
from portal.people.models import Invitation, User
from portal.people.refusals import Refused
from tests.factories.people import UserFactory
from tests.people import administrator, person

pytestmark = pytest.mark.django_db


class Links:
    """Keeps the tokens that would stand in letters."""

    def __init__(self) -> None:
        self.tokens: list[str] = []

    def __call__(self, token: str) -> str:
        self.tokens.append(token)
        return f"https://hearth.example/account/invitation/{token}/"

    @property
    def last(self) -> str:
        return self.tokens[-1]


@pytest.fixture
def links() -> Links:
    return Links()


def invite(links: Links, noon, email="new@hearth.example", by=None) -> Invitation:
    return invite_person(
        email=email, name="D’Arcy Ní Bhriain", reason="Elected", link=links, by=by or administrator(), at=noon
    )


def accept(token, at, name="D’Arcy Ní Bhriain"):
    return accept_invitation(token=token, name=name, known_as="", password="four quiet herons", at=at)


def test_invited_person_cannot_sign_in_until_they_accept(links, noon):
    invitation = invite(links, noon)
    assert not invitation.person.is_active
    somebody = accept(links.last, noon + timedelta(days=1))
    assert somebody.is_active
    assert somebody.check_password("four quiet herons")
    assert [row.history_change_reason for row in somebody.history.all()] == ["Invitation accepted", "Elected"]


def test_letter_leaves_after_the_commit_and_alone_holds_the_token(links, noon, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        invitation = invite(links, noon)
    assert mail.outbox == []
    for callback in callbacks:
        callback()
    assert links.last in mail.outbox[0].body
    assert mail.outbox[0].to == ["new@hearth.example"]
    assert links.last not in str(Invitation.objects.filter(pk=invitation.pk).values())
    assert not hasattr(invitation.history.latest(), "token_hash")


def test_link_works_only_once(links, noon):
    invite(links, noon)
    accept(links.last, noon)
    with pytest.raises(Refused):
        accept(links.last, noon, name="Somebody else")


@pytest.mark.parametrize(("days", "works"), [(0, True), (13, True), (14, False), (400, False)])
def test_link_works_for_fourteen_days(links, noon, days, works):
    invite(links, noon)
    at = noon + timedelta(days=days)
    assert (open_invitation(links.last, at) is not None) is works
    if not works:
        with pytest.raises(Refused):
            accept(links.last, at)


def test_sending_again_ends_the_earlier_link(links, noon):
    invitation = invite(links, noon)
    send_invitation(person=invitation.person, reason="Lost", link=links, by=administrator_of(invitation), at=noon)
    first, second = links.tokens
    assert open_invitation(first, noon) is None
    assert open_invitation(second, noon) is not None


def administrator_of(invitation: Invitation) -> User:
    return invitation.invited_by


def test_revoked_link_does_not_work(links, noon):
    invitation = invite(links, noon)
    revoke_invitation(invitation=invitation, reason="Wrong person", by=administrator_of(invitation), at=noon)
    with pytest.raises(Refused):
        accept(links.last, noon)
    with pytest.raises(Refused):
        revoke_invitation(invitation=invitation, reason="Again", by=administrator_of(invitation), at=noon)


def test_person_with_a_password_is_not_invited_again(links, noon):
    UserFactory(email="here@hearth.example")
    with pytest.raises(Refused):
        invite(links, noon, email="Here@Hearth.example")


def test_invitation_is_refused_from_anybody_else(links, noon):
    with pytest.raises(PermissionDenied):
        invite(links, noon, by=person())
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_unknown_token_opens_nothing(token, noon):
    assert open_invitation(token, noon) is None
