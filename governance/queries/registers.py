"""The register of decisions as files and as a feed: what the pages say, for programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from governance.models import Decision, DecisionReview
from governance.queries.decisions import Filters, decisions

if TYPE_CHECKING:
    from portal.people.models import User

    Person = User | AnonymousUser

FIELDS = (
    "number",
    "board",
    "title",
    "decided_on",
    "effective_on",
    "review_on",
    "outcome",
    "state",
    "text_sha256",
    "ends_on",
    "affects_children",
    "last_reviewed_on",
    "supersedes",
    "superseded_by",
)


def exported(person: "Person", filters: Filters, at: datetime) -> QuerySet[Any]:
    """Return the decisions asked for with what became of each; of others only what ``person`` may know."""
    known = Decision.objects.visible_to(person, at)
    reviewed = DecisionReview.objects.filter(decision=OuterRef("pk"), closed_at__isnull=False).order_by("-closed_at")
    return decisions(person, filters, at).annotate(
        children=F("proposal__affects_children"),
        reviewed_at=Subquery(reviewed.values("closed_at")[:1]),
        earlier=Subquery(known.filter(pk=OuterRef("supersedes")).values("number")[:1]),
        later=Subquery(known.filter(supersedes=OuterRef("pk")).values("number")[:1]),
    )


def table_of(rows: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Return the register as plain text cells, for files; rows as ``exported`` gives them."""
    for decision in rows:
        yield {
            "number": decision.number,
            "board": decision.board.name,
            "title": decision.title,
            "decided_on": decision.decided_on.isoformat(),
            "effective_on": decision.effective_on.isoformat(),
            "review_on": decision.review_on.isoformat(),
            "outcome": decision.outcome,
            "state": decision.state,
            "text_sha256": decision.text_sha256,
            "ends_on": decision.ends_on.isoformat() if decision.ends_on else "",
            "affects_children": "yes" if decision.children else "no",
            "last_reviewed_on": decision.reviewed_at.date().isoformat() if decision.reviewed_at else "",
            "supersedes": decision.earlier or "",
            "superseded_by": decision.later or "",
        }


@dataclass(frozen=True)
class News:
    """One entry of the feed: a decision, or what came of its review."""

    decision: Decision
    title: str
    says: str
    at: datetime
    part: str = ""


def news(board: str, at: datetime, limit: int) -> list[News]:
    """Return what was decided and what became of earlier decisions, as the public may read it, the newest first."""
    nobody, filters = AnonymousUser(), Filters(board=board)
    found = [
        News(row, f"{row.number} {row.title}", f"{row.get_outcome_display()}.", row.decided_at)
        for row in decisions(nobody, filters, at)[:limit]
    ]
    known = Decision.objects.visible_to(nobody, at)
    reviews = DecisionReview.objects.filter(closed_at__isnull=False, decision__in=known.values("pk"))
    if board:
        reviews = reviews.filter(decision__board__slug=board)
    for review in reviews.select_related("decision__board").order_by("-closed_at", "-pk")[:limit]:
        row, outcome = review.decision, review.get_outcome_display()
        title = _("%(number)s %(title)s: %(outcome)s") % {
            "number": row.number,
            "title": row.title,
            "outcome": outcome.lower(),
        }
        found.append(News(row, title, f"{outcome}.", review.closed_at or at, f"review/#review-{review.pk}"))
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]
