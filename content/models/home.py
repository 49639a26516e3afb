"""The front door."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
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
