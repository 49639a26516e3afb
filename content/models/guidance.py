"""Guidance: what the cooperative tells people to do, with every version it ever told."""

from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from content import feeds
from content.models.public import PublicPage
from content.models.versions import VersionedPage
from content.queries import publications


class GuidanceIndexPage(PublicPage, RoutablePageMixin, Page):
    """The list of guidance, and the feed of what was published."""

    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.GuidancePage"]
    template = "content/guidance_index_page.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of guidance")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guidance that is public, each with its latest version."""
        rows = cache(lambda: publications.current_below(self, request))
        return {**super().get_context(request, *args, **kwargs), "rows": rows}

    @path("feed/")
    def feed(self, request: HttpRequest) -> Any:
        """Every publication, newest first, as Atom."""
        return feeds.guidance_feed(request, self)


class GuidancePage(VersionedPage):
    """A piece of guidance."""

    parent_page_types = ["content.GuidanceIndexPage"]
    subpage_types: list[str] = []
    template = "content/published_page.html"
    is_guidance = True

    class Meta:
        verbose_name = _("guidance")
