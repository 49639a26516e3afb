"""The story keeps what must always be true: as it was told, before a test has written anything into it."""

import pytest
from django.core.management import call_command

from tests.test_matrix import _noon_of_the_story, _told  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_story_keeps_every_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")
    call_command("check_portal")
