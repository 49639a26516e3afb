"""The front door."""

from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from content.models.public import PublicPage
from content.queries import front
from content.structured import site

# Addresses below a page that are no pages of their own (``guidance``, ``versions``).
PARTS = frozenset({"feed", "updates"})


class HomePage(PublicPage, Page):
    """Says what the cooperative is, and opens its four doors; decisions and guidance come from their own apps."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the name."))
    about = models.TextField(_("what this is"), blank=True, help_text=_("A blank line starts a new paragraph."))

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.GuidanceIndexPage", "content.InformationPage"]
    template = "content/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("about")]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a page deep below by its whole address: Wagtail asks two statements for each level on the way.

        Where an address names a part of a page, such as its updates, the pages on the way are asked as always.
        """
        if len(path_components) > 1 and PARTS.isdisjoint(path_components):
            address = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(slug=path_components[-1], url_path=address).first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the doors, and what is newest behind them."""
        return {
            **super().get_context(request, *args, **kwargs),
            # Asked when they are drawn, which is once for each version of what the public is shown.
            "doors": front.doors,
            "decisions": cache(front.latest_decisions),
            "guidance": cache(lambda: front.latest_guidance(request)),
            "canonical": cache(lambda: self.full_url),
            "structured": lambda: site(self.full_url or "", self.lead),
        }
