"""Reading the evidence library: one item costs as much as a hundred."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from peerreview.domain.evidence import Entry
from peerreview.models import EvidenceItem, EvidenceLink, EvidencePortfolio, EvidenceRevision, Review
from peerreview.models.evidencefiles import EVIDENCE

if TYPE_CHECKING:
    from peerreview.enums.evidence import Sensitivity
    from portal.people.models import User

# A file is stored before its row is committed, within seconds; so long after, nobody is waiting for it.
STRAY_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class ItemLine:
    """An item of the library, its newest file and the standards it serves."""

    item: EvidenceItem
    revisions: tuple[EvidenceRevision, ...]

    @property
    def newest(self) -> EvidenceRevision | None:
        """Return the file that counts now."""
        return self.revisions[-1] if self.revisions else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the standards the newest file is linked to."""
        return tuple(link.standard.code for link in self.newest.links.all()) if self.newest else ()


def library(review: Review, person: "User", allowed: "Collection[Sensitivity]") -> list[ItemLine]:
    """Return what ``person`` may open, and what they added; three queries."""
    if not allowed:
        return []
    rows = EvidenceItem.objects.filter(review=review, removed_at__isnull=True)
    rows = rows.filter(Q(sensitivity__in=allowed) | Q(added_by=person))
    return [
        _line(item) for item in rows.select_related("added_by").prefetch_related(_revisions()).order_by("title", "pk")
    ]


def find_item(review: Review, pk: int) -> ItemLine | None:
    """Return one item with all its files."""
    rows = EvidenceItem.objects.filter(review=review, pk=pk).select_related("review__service", "added_by")
    item = rows.prefetch_related(_revisions()).first()
    return _line(item) if item else None


def portfolios(review: Review) -> list[EvidencePortfolio]:
    """Return what was frozen, the newest first."""
    return list(EvidencePortfolio.objects.filter(review=review).select_related("frozen_by").order_by("-n"))


def entries(review: Review) -> list[Entry]:
    """Return what a portfolio frozen now would hold: the newest file of every item in the library."""
    rows = EvidenceItem.objects.filter(review=review, removed_at__isnull=True).prefetch_related(_revisions())
    lines = [_line(item) for item in rows.order_by("pk")]
    return [
        Entry(line.item.pk, line.newest.n, line.newest.sha256, line.newest.size, line.codes)
        for line in lines
        if line.newest
    ]


def _revisions() -> "Prefetch[str, Any, str]":
    links = Prefetch("links", EvidenceLink.objects.select_related("standard").order_by("standard__order"))
    rows = EvidenceRevision.objects.select_related("by").order_by("n").prefetch_related(links)
    return Prefetch("revisions", rows)


def _line(item: EvidenceItem) -> ItemLine:
    found = tuple(item.revisions.all())
    for revision in found:
        revision.item = item
    return ItemLine(item, found)


def stray_files(at: datetime) -> list[str]:
    """Return the names of stored files that no row speaks of and that are too old to be about to get theirs."""
    # Files first: one stored in between has its row then, or is young.
    names = sorted(EVIDENCE.names())
    known = set(EvidenceRevision.objects.values_list("file", flat=True))
    old = at - STRAY_AFTER
    return [name for name in names if name not in known and (since := EVIDENCE.since(name)) and since < old]
