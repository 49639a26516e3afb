"""Structured data (schema.org) for search engines."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.models.publications import Publication
    from content.models.published import PublishedPage

PUBLISHER = {"@type": "Organization", "name": "Hearth"}


def structured(page: "PublishedPage", version: "Publication | None") -> dict[str, Any] | None:
    """Describe the version in force; a page that was never published is described to nobody."""
    if version is None:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": version.title,
        "description": version.summary,
        "url": page.full_url,
        "version": version.number,
        "dateModified": version.published_at.isoformat(),
        "inLanguage": "en-GB",
        "publisher": PUBLISHER,
    }


def site(address: str, lead: str) -> dict[str, Any]:
    """Describe the whole site."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Hearth",
        "description": lead,
        "url": address,
        "publisher": PUBLISHER,
        "inLanguage": "en-GB",
    }
