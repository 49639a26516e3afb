"""Doors that looked shut."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from portal.people.actions.invitations import accept_invitation, invite_person
from portal.people.actions.people import deactivate_person
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.people import administrator

pytestmark = pytest.mark.django_db


def test_an_invitation_lets_nobody_in_who_was_stopped_from_signing_in() -> None:
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"https://hearth.example/{token}"

    by = administrator()
    made = invite_person(email="new@hearth.example", name="New", reason="Joins", link=link, by=by, at=NOON)
    deactivate_person(person=made.person, reason="Will not join after all", by=by, at=NOON)
    with pytest.raises(Refused):
        accept_invitation(token=tokens[0], name="New", known_as="", password="seven slow herons", at=NOON)
    made.person.refresh_from_db()
    made.refresh_from_db()
    assert not made.person.is_active
    assert made.revoked_at == NOON
    assert made.history.first().history_change_reason == "Will not join after all"


@pytest.mark.parametrize(
    "name", ["../original_images/home.png", "x/../../original_images/home.png", "%2e%2e/original_images/home.png"]
)
def test_an_original_picture_cannot_be_fetched_by_a_way_round(client: Client, name: str) -> None:
    folder = Path(settings.MEDIA_ROOT) / "original_images"
    folder.mkdir(parents=True, exist_ok=True)
    (Path(settings.MEDIA_ROOT) / "images").mkdir(exist_ok=True)
    (folder / "home.png").write_bytes(b"where it was taken")
    assert client.get(f"/media/images/{name}").status_code == 404
    assert client.get("/media/original_images/home.png").status_code == 404


@pytest.mark.parametrize("address", ["/boards/%00/", "/media/images/a%00.png", "/decisions/%00/"])
def test_an_address_with_a_null_byte_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_question_with_a_null_byte_is_read_without_it(client: Client) -> None:
    for address in ("/decisions/?board=%00&q=%00", "/search/?q=%00bed", "/services/?region=%00"):
        assert client.get(address).status_code == 200
