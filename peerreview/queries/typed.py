"""What was saved as somebody typed, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from peerreview.domain.selfassessments import Answer
from peerreview.models.written import KeptBeside, Versioned
from portal.history.as_of import history_rows


@dataclass(frozen=True)
class Earlier:
    """One earlier answer, or one that was kept beside."""

    answer: Answer
    score: str
    version: int | None
    by: str
    at: object


def answer_at(row: Versioned, version: int) -> Answer:
    """Return the answer as it stood at a version: what a page had read; nothing before the first."""
    sort = type(row.answer)
    if version == row.version:
        return row.answer
    found = history_rows(row).filter(version=version).order_by("-history_date", "-history_id").first()
    return _answer(sort, found) if found else sort()


def earlier_texts(row: Versioned, beside: type[KeptBeside], link: Mapping[str, Any]) -> list[Earlier]:
    """Return every text ever saved, the newest first, with those kept ``beside`` it (found by ``link``)."""
    sort = type(row.answer)
    saved = history_rows(row).select_related("history_user").order_by("-version", "-history_id")
    found = [
        Earlier(
            _answer(sort, one),
            one.get_score_display(),
            one.version,
            one.history_user.name if one.history_user else "",
            one.history_date,
        )
        for one in saved
    ]
    kept = history_rows(beside).filter(settled_at__isnull=True, **link).select_related("by")
    found += [Earlier(_answer(sort, one), one.get_score_display(), None, one.by.name, one.history_date) for one in kept]
    return sorted(found, key=lambda one: one.at, reverse=True)  # type: ignore[arg-type,return-value]


def _answer(sort: type[Answer], row: Any) -> Answer:
    return sort(**{one.name: getattr(row, one.name) for one in fields(sort)})
