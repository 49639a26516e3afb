"""The front door."""

from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from content.models.public import PublicPage
from content.queries import front
from content.structured import site
from portal.statements import Kept

# Addresses below a page that are no pages of their own (``guidance``, ``versions``).
PARTS = frozenset({"feed", "updates"})


def _at_address(*, slug: str, address: str) -> "models.QuerySet[Any, Any]":
    found: models.QuerySet[Any, Any] = Page.objects.filter(slug=slug, url_path=address)
    return found.values_list("content_type", "pk")[:1]


def _page(model: type[Page], *, pk: int) -> "models.QuerySet[Any, Any]":
    found: models.QuerySet[Any, Any] = model._default_manager.filter(pk=pk)
    return found


_AT_ADDRESS, _PAGE = Kept(_at_address), Kept(_page)


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
        """Find a page below by its whole address: Wagtail asks two statements for each level on the way.

        Where an address names a part of a page, such as its updates, the pages on the way are asked as always.
        """
        if path_components and PARTS.isdisjoint(path_components):
            address = f"{self.url_path}{'/'.join(path_components)}/"
            for kind, pk in _AT_ADDRESS.ask(slug=path_components[-1], address=address):
                model = ContentType.objects.get_for_id(kind).model_class() or Page
                for page in _PAGE.ask(shape=(model,), pk=pk):
                    return page.route(request, [])
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
