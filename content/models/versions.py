"""The addresses of a page's published versions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.compare import compare
from content.models.published import PublishedPage
from content.paragraphs import contents, paragraphs
from content.queries import publications


class VersionedPage(RoutablePageMixin, PublishedPage):
    """``…/`` is the version in force, ``…/updates/`` the list, ``…/updates/<n>/`` each version for ever."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the numbered paragraphs, the contents list and what is known of this version."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        versions = [] if getattr(request, "is_preview", False) else publications.of_page(self)
        return {
            **context,
            "title": self.title,
            "summary": self.summary,
            "paragraphs": paragraphs(self.body),
            "contents": contents(self.body),
            "versions": versions,
            "version": versions[0] if versions else None,
            "review_on": self.review_on,
        }

    @path("updates/", name="updates")
    def updates(self, request: HttpRequest) -> HttpResponse:
        """List every published version with its note."""
        versions = publications.of_page(self)
        return self.render(request, template="content/updates.html", context_overrides={"versions": versions})

    @path("updates/<int:number>/", name="version")
    def version(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show one published version as it was; a superseded one says so."""
        versions = publications.of_page(self)
        shown = _numbered(versions, number)
        body = self.body.stream_block.to_python(shown.content["body"])
        return self.render(
            request,
            template="content/published_page.html",
            context_overrides={
                "title": shown.title,
                "summary": shown.summary,
                "paragraphs": paragraphs(body),
                "contents": contents(body),
                "version": shown,
                "superseded_by": versions[0] if shown.number != versions[0].number else None,
                "review_on": publications.review_day(shown),
                "is_version_page": True,
            },
        )

    @path("updates/compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        """Show what changed between any two versions, with the older one first whichever way they are asked for."""
        versions = publications.of_page(self)
        try:
            numbers = sorted(int(request.GET.get(name, "")) for name in ("from", "to"))
        except ValueError:
            numbers = sorted({versions[0].number, versions[min(1, len(versions) - 1)].number}) if versions else []
        if not numbers:
            raise Http404
        older, newer = _numbered(versions, numbers[0]), _numbered(versions, numbers[-1])
        block = self.body.stream_block
        return self.render(
            request,
            template="content/compare.html",
            context_overrides={
                "versions": versions,
                "older": older,
                "newer": newer,
                "comparison": compare(
                    paragraphs(block.to_python(older.content["body"])),
                    paragraphs(block.to_python(newer.content["body"])),
                ),
                "fields": publications.changed_fields(older, newer),
            },
        )


def _numbered(versions: "list[publications.Publication]", number: int) -> "publications.Publication":
    for version in versions:
        if version.number == number:
            return version
    raise Http404
