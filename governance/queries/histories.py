"""What happened to a proposal: only what its reader may know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from governance.models import (
    Amendment,
    Clause,
    Concern,
    FallbackStep,
    Proposal,
    ProposalVersion,
    Question,
    Referral,
    Round,
)
from portal.history.as_of import history_rows
from portal.history.changes import FieldChange
from portal.history.diff import Op
from portal.history.timeline import BadCursor, Source, TimelineItem, TimelinePage, first_page, timeline_page
from portal.statements import Kept

A_PAGE = 40
# The portal's own bookkeeping, and what a timeline of people need not say twice.
SILENT = ("number", "board", "year", "sequence", "created_at", "state_since", "proposal", "version", "outcome", "rules")

# Who is named in a step is for the board's own people, on the page.
NAMED = ("facilitator", "facilitator_name", "without_objector", "started_by", "ended_by", "referred_by")


@dataclass(frozen=True)
class HistoryPage:
    """Some events for the timeline component, and the cursor of the older ones."""

    events: list[dict[str, Any]]
    older: str
    begins_at_newest: bool


def history_page(proposal: Proposal, *, sees_drafts: bool, before: str = "") -> HistoryPage:
    """Return a page of the timeline of a proposal with everything that belongs to it.

    What is written and not published is shown only to whoever may see the working copy. Where somebody
    stands in a round is not part of it: rounds decide themselves who sees that, and when. Comments stand
    in their own order on the page; they would drown everything else here.
    """
    sources = _sources(proposal.pk, sees_drafts=sees_drafts)

    def kept() -> list[Any]:
        return _FIRST.ask(shape=(sees_drafts,), proposal=proposal.pk)

    try:
        page = timeline_page(sources, limit=A_PAGE, before=before, hidden_fields=SILENT, kept=kept)
    except BadCursor:
        page, before = TimelinePage(), ""
    return HistoryPage([event_of(item) for item in page.items], page.older, not before)


def _sources(proposal: int, *, sees_drafts: bool) -> list[Source]:
    """Return the histories a proposal's timeline is made of, its own first."""

    def own() -> "QuerySet[Any]":
        rows: QuerySet[Any] = history_rows(Proposal).filter(id=proposal)
        return rows if sees_drafts else rows.exclude(history_change_reason="Draft edited")

    def of(model: type[Model]) -> "Callable[[], QuerySet[Any]]":
        return lambda: history_rows(model).filter(proposal_id=proposal)

    sources = [
        Source(own, hidden=() if sees_drafts else ("title", "summary"), label=lambda row: _("proposal")),
        Source(of(ProposalVersion), label=_version_label),
        Source(of(Question), label=lambda row: _("question")),
        Source(of(Concern), label=lambda row: _("concern")),
        Source(of(Round), label=_round_label),
        Source(of(Amendment), hidden=("made", "state_since"), label=_amendment_label),
        Source(of(FallbackStep), hidden=NAMED, label=_step_label),
        Source(
            lambda: history_rows(Referral).filter(source_id=proposal), hidden=NAMED, label=lambda row: _("referral")
        ),
    ]
    if sees_drafts:
        sources.append(Source(of(Clause), hidden=("order",), label=_clause_label, show_first=True))
    return sources


def _first(sees_drafts: bool, proposal: int) -> "QuerySet[Any]":
    return first_page(_sources(proposal, sees_drafts=sees_drafts), A_PAGE)


_FIRST = Kept(_first)


def _version_label(row: Any) -> str:
    return _("version %(n)s") % {"n": row.n}


def _round_label(row: Any) -> str:
    return _("round %(n)s") % {"n": row.n}


def _step_label(row: Any) -> str:
    return _("fallback step, %(kind)s") % {"kind": row.get_kind_display().lower()}


def _amendment_label(row: Any) -> str:
    return _("amendment %(n)s") % {"n": row.n}


def _clause_label(row: Any) -> str:
    heading = row.heading or _("clause %(order)s") % {"order": row.order}
    return _("working copy, %(clause)s") % {"clause": heading}


def event_of(item: TimelineItem) -> dict[str, Any]:
    """Return an item as the timeline component draws it; longer texts as words that came and went."""
    is_text = item.record_type == "governance.Clause"
    return {
        "title": f"{item.verb.label}: {item.record}",
        "by": item.who,
        "at": item.at,
        "reason": item.reason,
        "key": item.record_type == "governance.ProposalVersion",
        "changes": [
            {
                "label": change.label,
                "old": change.old,
                "new": change.new,
                "ops": _ops(change) if is_text or len(change.old) + len(change.new) > 80 else (),
            }
            for change in item.changes
        ],
    }


@lru_cache(maxsize=256)
def _ops(change: FieldChange) -> tuple[Op, ...]:
    """Compare the same two texts once: what happened does not change, and everybody who opens the page asks again."""
    return change.ops
