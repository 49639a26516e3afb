"""Searching published pages."""

from typing import Any

from content.queries.publications import PublishedRow, current_publications, public_pages


def search_pages(words: str, limit: int = 20) -> list[PublishedRow]:
    """Return public pages that hold the words, best first, each as it was last published."""
    if not words.strip():
        return []
    found: list[Any] = list(public_pages().search(words)[:limit])
    versions = {version.page_id: version for version in current_publications().filter(page__in=[p.pk for p in found])}
    return [
        PublishedRow(version.title, version.summary, page.get_url() or "", version)
        for page in found
        if (version := versions.get(page.pk)) is not None
    ]
