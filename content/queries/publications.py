"""Reading what was published. Everything here is public: pages that are not live appear in no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models.publications import Publication
from portal.history.diff import Op, word_diff

if TYPE_CHECKING:
    from content.models.guidance import GuidanceIndexPage


@dataclass(frozen=True)
class PublishedRow:
    """A live page and the version of it the public reads."""

    title: str
    summary: str
    url: str
    version: Publication


@dataclass(frozen=True)
class ChangedField:
    """Something beside the text that differs between two versions."""

    label: str
    ops: tuple[Op, ...]


def of_page(page: Page) -> list[Publication]:
    """Return every published version of ``page``, newest first."""
    return list(Publication.objects.filter(page_id=page.pk).select_related("published_by").order_by("-number"))


def public_pages() -> Any:
    """Return the pages anybody may read."""
    return Page.objects.live().public()


def current_publications() -> "Any":
    """Return the version in force of every public page, with its page joined."""
    newest = Publication.objects.filter(page_id=OuterRef("page_id")).order_by("-number").values("pk")[:1]
    return Publication.objects.filter(pk=Subquery(newest), page__in=public_pages()).select_related("page")


def current_below(index: "GuidanceIndexPage", request: HttpRequest) -> list[PublishedRow]:
    """Return the guidance below ``index`` by title, each with its version in force."""
    found = current_publications().filter(page__path__startswith=index.path, page__depth__gt=index.depth)
    return [_row(version, request) for version in sorted(found, key=lambda version: version.title.casefold())]


def latest_guidance(request: HttpRequest, limit: int = 5) -> list[PublishedRow]:
    """Return the guidance published last, newest first."""
    found = current_publications().filter(
        page__content_type__app_label="content", page__content_type__model="guidancepage"
    )
    return [_row(version, request) for version in found.order_by("-published_at", "-pk")[:limit]]


def latest_publications(below: Page, limit: int = 30) -> Sequence[Publication]:
    """Return what was published below a page last, superseded versions included, newest first."""
    return list(
        Publication.objects.filter(page__in=public_pages().descendant_of(below))
        .select_related("page")
        .order_by("-published_at", "-pk")[:limit]
    )


def due_for_review(day: date) -> list[PublishedRow]:
    """Return what should have been read again by ``day``, most overdue first."""
    found = [version for version in current_publications() if (due := review_day(version)) and due <= day]
    return [_row(version) for version in sorted(found, key=lambda version: (review_day(version), version.pk))]


def review_day(version: Publication) -> date | None:
    """Return the day by which this version was to be read again."""
    text = version.content.get("review_on")
    return date.fromisoformat(text) if text else None


def changed_fields(older: Publication, newer: Publication) -> list[ChangedField]:
    """Return what differs beside the text: title, summary, the decision."""
    labels = {"title": _("Title"), "summary": _("Summary"), "decision_number": _("Decision it rests on")}
    return [
        ChangedField(label, tuple(word_diff(str(older.content.get(name) or ""), str(newer.content.get(name) or ""))))
        for name, label in labels.items()
        if older.content.get(name) != newer.content.get(name)
    ]


def _row(version: Publication, request: HttpRequest | None = None) -> PublishedRow:
    # With the request at hand, what the portal's sites are called is asked once for all rows.
    return PublishedRow(version.title, version.summary, version.page.get_url(request) or "", version)
