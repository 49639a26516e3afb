"""The cast of the tests: who acts, and as whom a browser looks.

``person("editor")`` makes somebody with that role in the whole portal; ``person()`` is signed in and holds none.
Roles on a board (trustee, chair, secretary) are made by the board's own factories.
"""

from django.test import Client

from portal.people.enums import RoleKind
from portal.people.models import User
from tests.factories.people import UserFactory

# Everybody a permission matrix of the whole portal has to ask about, by the word it prints.
ROLES: tuple[str, ...] = ("visitor", "member", *RoleKind.values)


def person(*roles: str, name: str = "", **fields: object) -> User:
    """Make somebody who holds ``roles`` since long ago."""
    if name:
        fields["name"] = name
    user: User = UserFactory(roles=list(roles), **fields)
    return user


def administrator() -> User:
    """Make somebody who looks after people and imports."""
    return person(RoleKind.ADMINISTRATOR, name="Amina Begum-O'Hara")


def editor() -> User:
    """Make somebody who writes pages in the CMS."""
    return person(RoleKind.EDITOR, name="Siân Llŷr")


def browser(user: User | None = None) -> Client:
    """Return a client, signed in as ``user`` if somebody is given."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def browser_of(role: str) -> Client:
    """Return the client of somebody new who holds ``role``, one of ``ROLES``."""
    if role == "visitor":
        return browser()
    return browser(person() if role == "member" else person(role))
