"""What every test shares."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clear_cache() -> Any:
    """Rate limits and fragments of one test must not be another's."""
    cache.clear()
    return


@pytest.fixture
def noon() -> datetime:
    """Return the moment at which tests happen unless they say otherwise."""
    return NOON
