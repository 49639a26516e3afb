"""What a publication keeps of a page, and its hash."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from portal.history.canonical import canonical_json

if TYPE_CHECKING:
    from content.models.published import PublishedPage


def snapshot(page: "PublishedPage") -> dict[str, Any]:
    """Return everything a reader is shown of ``page``, as plain values."""
    return {
        "title": page.title,
        "summary": page.summary,
        "body": page.body.get_prep_value(),
        "review_on": page.review_on.isoformat() if page.review_on else None,
        "decision_number": page.decision_number,
    }


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content in its one canonical form (see ``portal.history.canonical``)."""
    return sha256(canonical_json(content).encode()).hexdigest()
