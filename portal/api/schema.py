"""What the schema describes."""

from typing import Any


def only_v1(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Keep our own addresses; Wagtail has some of its own inside the CMS."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
