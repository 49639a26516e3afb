"""Guidance and information pages, in the version that is public."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageViewRestriction

from content.models import Publication
from portal.search.kinds import Document, Source, Trigger

if TYPE_CHECKING:
    from portal.search.kinds import Reader


def _documents(keys: Collection[int]) -> Iterator[Document]:
    newest = Publication.objects.filter(page_id=OuterRef("page_id")).order_by("-number").values("pk")[:1]
    for row in Publication.objects.filter(page__in=keys, pk=Subquery(newest)).select_related("page"):
        words = " ".join(strip_tags(text) for text in _texts(row.content.get("body")))
        url = row.page.get_url() or "/"
        yield Document(row.page_id, row.title, f"{row.summary}\n{words}", url, row.published_at)


def _texts(value: Any) -> Iterator[str]:
    """Return every text inside a stream of blocks, but not the names and keys that hold it together."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in {"id", "type", "anchor"}:
                yield from _texts(one)


def _live(reader: "Reader", at: datetime) -> QuerySet[Page]:
    """Live, and neither itself nor anything above it restricted: what ``.public()`` says, asked in one statement.

    Wagtail's own looks the restrictions up while the statement is written.
    """
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    pages: QuerySet[Page] = Page.objects.live().filter(~Exists(above))
    return pages


def _published() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.filter(pk__in=Publication.objects.values("page"))
    return pages


SOURCES = (
    Source(
        "page",
        gettext_lazy("Guidance and information"),
        _live,
        _published,
        _documents,
        (Trigger(Publication, lambda row: (row.page_id,)),),
    ),
)
