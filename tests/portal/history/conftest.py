"""A kind of ledger entry that exists only in these tests, about a record every installation has."""

from collections.abc import Iterator

import pytest

from portal.history.kinds import KINDS
from portal.history.ledger import ledger_kind
from portal.history.writing import save_with_history
from portal.people.enums import OrganisationKind
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.remembering import remembered


@pytest.fixture
@remembered
def ada(db: None) -> User:
    """Return somebody who acts."""
    user = User(email="ada@example.org", name="Ada Thorn")
    save_with_history(user, by=None, reason="Invited", at=NOON)
    return user


def organisation(name: str, by: User | None = None) -> Organisation:
    """Make an organisation the ordinary way."""
    row = Organisation(name=name, slug=name, kind=OrganisationKind.values[0])
    save_with_history(row, by=by, reason="Joined", at=NOON)
    return row


@pytest.fixture
def joined() -> Iterator[str]:
    """Register the kind ``test.joined`` alone: other apps' kinds have their own tests."""
    others = dict(KINDS)
    KINDS.clear()
    ledger_kind(
        "test.joined",
        "people.Organisation",
        lambda row: {"name": row.name, "kind": row.kind},
        describe="Organisation joined",
        public=lambda row: True,
        one_per_row=lambda: Organisation.objects.all(),
    )
    yield "test.joined"
    KINDS.clear()
    KINDS.update(others)
