"""Feeds: what was published, for those who subscribe."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.models.publications import Publication
from content.queries import publications


class PublicationsFeed(Feed[Publication, Page]):
    """Every publication below a page, newest first; each entry leads to that very version."""

    feed_type = Atom1Feed
    title = _("Hearth: guidance as it is published")
    subtitle = _("Each entry is one published version with the note that explains it.")

    def __init__(self, below: Page) -> None:
        self.below = below

    def link(self) -> str:
        """Return the address of the list."""
        return self.below.get_url() or "/"

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return f"{self.link()}feed/"

    def items(self) -> Any:
        """Return the newest thirty."""
        return publications.latest_publications(self.below)

    def item_title(self, item: Any) -> str:
        """Return the title and the version."""
        return str(item)

    def item_description(self, item: Publication) -> str:
        """Return the change note."""
        return item.change_note

    def item_link(self, item: Publication) -> str:
        """Return the address of this version, which never changes."""
        return f"{item.page.get_url()}updates/{item.number}/"

    def item_pubdate(self, item: Publication) -> datetime:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Publication) -> datetime:
        """Return the same: a publication never changes."""
        return item.published_at


def guidance_feed(request: HttpRequest, below: Page) -> Any:
    """Answer with the feed of what was published below a page."""
    return PublicationsFeed(below)(request)
