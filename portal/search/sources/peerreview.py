"""Standards, and the services that chose to be named."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from peerreview.enums.standards import EditionState
from peerreview.models import Service, Standard, StandardSetEdition
from portal.search.kinds import Document, Source, Trigger, own

if TYPE_CHECKING:
    from portal.search.kinds import Reader

# Earlier editions keep their address; who searches wants what is asked for now.
SEARCHED = (EditionState.DRAFT, EditionState.CONSULTATION, EditionState.PUBLISHED)


def _standards(keys: Collection[int]) -> Iterator[Document]:
    for row in Standard.objects.filter(pk__in=keys).select_related("edition__set", "section"):
        words = [row.plain_text, row.guidance, row.evidence_hint, row.section.title, row.edition.set.title]
        url = f"/standards/{row.edition.set.code}/{row.edition.number}/{row.code}/"
        yield Document(row.pk, f"{row.code} {row.text}"[:300], "\n".join(words), url, row.edition.published_at)


def _services(keys: Collection[int]) -> Iterator[Document]:
    """Only what the service chose to say of itself: the register's name is never among the words."""
    for row in Service.objects.filter(pk__in=keys, named_publicly=True).select_related("region"):
        words = f"{row.public_text}\n{row.get_kind_display()}, {row.region.name}"
        yield Document(row.pk, row.public_name, words, f"/services/{row.public_slug}/")


def _standards_visible(reader: "Reader", at: datetime) -> QuerySet[Standard]:
    editions = StandardSetEdition.objects.visible_to(reader, at).filter(state__in=SEARCHED)
    return Standard.objects.filter(edition__in=editions.values("pk"))


SOURCES = (
    Source(
        "standard",
        gettext_lazy("Standards"),
        _standards_visible,
        Standard.objects.all,
        _standards,
        (
            Trigger(Standard, own),
            Trigger(StandardSetEdition, lambda row: row.standards.values_list("pk", flat=True)),
        ),
    ),
    Source(
        "service",
        gettext_lazy("Services"),
        lambda reader, at: Service.objects.public(at),
        lambda: Service.objects.filter(named_publicly=True),
        _services,
        (Trigger(Service, own),),
    ),
)
