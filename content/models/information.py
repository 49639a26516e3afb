"""Plain pages: about, accessibility, privacy, complaints, contact."""

from django.utils.translation import gettext_lazy as _

from content.models.versions import VersionedPage


class InformationPage(VersionedPage):
    """A plain page; its published versions are kept as those of guidance are."""

    parent_page_types = ["content.HomePage", "content.InformationPage"]
    subpage_types = ["content.InformationPage"]
    template = "content/published_page.html"

    class Meta:
        verbose_name = _("information page")
