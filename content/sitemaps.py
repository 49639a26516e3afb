"""Every public address, for search engines: pages, standards, decisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest
from django.urls import reverse

from content.models import Publication
from content.queries.publications import current_publications, public_pages
from peerreview.queries.standards import public_standards, sets_and_editions


class PagesSitemap(Sitemap[Any]):
    """Live pages; the date is that of the version in force."""

    def items(self) -> Iterable[Any]:
        """Return address and date."""
        dates = {version.page_id: version.published_at for version in current_publications()}
        return [
            (page.get_url(), dates.get(page.pk, page.last_published_at))
            for page in public_pages().filter(depth__gt=1).order_by("path")
            if page.get_url()
        ]

    def location(self, item: tuple[str, datetime | None]) -> str:
        """Return the address."""
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        """Return when it was published."""
        return item[1]


class VersionsSitemap(Sitemap[Publication]):
    """The list of updates of every public page."""

    priority = 0.3

    def items(self) -> Any:
        """Return the versions in force."""
        return current_publications().order_by("page__path")

    def location(self, item: Publication) -> str:
        """Return the address of the list."""
        return f"{item.page.get_url()}updates/"


class StandardsSitemap(Sitemap[str]):
    """Sets, editions and standards."""

    def items(self) -> Iterable[str]:
        """Return the addresses."""
        sets, editions = sets_and_editions()
        return [
            reverse("peerreview:standards"),
            reverse("peerreview:values"),
            *(reverse("peerreview:standard_set", args=[code]) for code in sets),
            *(reverse("peerreview:edition", args=list(edition)) for edition in editions),
            *(reverse("peerreview:standard", args=list(standard)) for standard in public_standards()),
        ]

    def location(self, item: str) -> str:
        """Return the address."""
        return item


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": PagesSitemap,
    "versions": VersionsSitemap,
    "standards": StandardsSitemap,
}


def page_of_sitemap(request: HttpRequest) -> Any:
    """Answer with the sitemap."""
    return sitemap(request, sitemaps=SITEMAPS)
