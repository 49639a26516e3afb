"""What the frame's tests share."""

from collections.abc import Callable

import pytest

from portal.search.filling import catch_up, rebuild


@pytest.fixture
def find_all() -> Callable[[], int]:
    """Return what makes everything findable; in tests nothing commits, so nothing is filled by itself."""
    return rebuild


@pytest.fixture
def fill() -> Callable[[], int]:
    """Return what adds only what lacks."""
    return catch_up
