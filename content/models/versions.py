"""The addresses of a page's published versions."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.compare import compare
from content.models.public import PublicPage
from content.models.publications import Publication
from content.models.published import PublishedPage
from content.paragraphs import contents, paragraphs, references
from content.queries import publications
from content.structured import structured
from peerreview.queries.standards import standards_named
from portal.ui.templatetags.dates import day


class VersionedPage(PublicPage, RoutablePageMixin, PublishedPage):
    """``…/`` is the version in force, ``…/updates/`` the list, ``…/updates/<n>/`` each version for ever."""

    is_guidance = False

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the numbered paragraphs, the contents list and what is known of this version."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        preview = getattr(request, "is_preview", False)
        # Asked when they are drawn, which is once for each version of what the public is shown.
        versions: Callable[[], list[Publication]] = cache(lambda: [] if preview else publications.of_page(self))
        newest: Callable[[], Publication | None] = cache(lambda: next(iter(versions()), None))
        return {
            **context,
            "is_guidance": self.is_guidance,
            "title": self.title,
            "summary": self.summary,
            "versions": versions,
            "version": newest,
            "review_on": self.review_on,
            "canonical": cache(lambda: self.full_url),
            "structured": cache(lambda: structured(self, newest())),
            **self._text(self.body),
            **self._citation(newest),
        }

    def _text(self, body: Any) -> dict[str, Callable[[], Any]]:
        return {
            "paragraphs": cache(lambda: paragraphs(body)),
            "contents": cache(lambda: [{"text": line.title, "href": f"#{line.anchor}"} for line in contents(body)]),
            "related_standards": cache(lambda: standards_named(references(body))),
        }

    def _citation(self, version: Callable[[], Publication | None]) -> dict[str, Callable[[], str]]:
        def cite() -> str:
            if (shown := version()) is None:
                return ""
            words = {"title": shown.title, "number": shown.number, "day": day(shown.published_at)}
            return _("Hearth, “%(title)s”, version %(number)d, published %(day)s") % words

        def address() -> str:
            shown = version()
            return f"{self.full_url}updates/{shown.number}/" if shown else ""

        return {"cite": cite, "address": address}

    @path("updates/", name="updates")
    def updates(self, request: HttpRequest) -> Any:
        """List every published version with its note."""
        versions = publications.of_page(self)
        return self.render(request, template="content/updates.html", context_overrides={"versions": versions})

    @path("updates/<int:number>/", name="version")
    def version(self, request: HttpRequest, number: int) -> Any:
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
                **self._text(body),
                **self._citation(lambda: shown),
                "version": shown,
                "superseded_by": versions[0] if shown.number != versions[0].number else None,
                "review_on": publications.review_day(shown),
                "is_version_page": True,
            },
        )

    @path("updates/compare/", name="compare")
    def compare(self, request: HttpRequest) -> Any:
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


def _numbered(versions: list[Publication], number: int) -> Publication:
    for version in versions:
        if version.number == number:
            return version
    raise Http404
