"""What the tests of voices share: audiences that one test names are nobody's in the next."""

from collections.abc import Iterator

import pytest

from portal.voices.models import audiences, caseaccess


@pytest.fixture(autouse=True)
def _audiences_of_their_own() -> Iterator[None]:
    readers, chairs = dict(audiences.READERS), list(caseaccess.CHAIRS)
    audiences.READERS.clear()
    yield
    audiences.READERS.clear()
    audiences.READERS.update(readers)
    caseaccess.CHAIRS[:] = chairs
