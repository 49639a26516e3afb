"""Taking in what is saved as somebody types: nobody's words written over, in a workbook as in a report.

Whoever calls has asked, and holds the lock of the row and of what it belongs to.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from peerreview.domain.selfassessments import Answer, Merged, Save, Stored, merge
from peerreview.models.written import KeptBeside, Versioned
from peerreview.queries.typed import answer_at
from portal.history.writing import save_with_history
from portal.people.models import User


@dataclass(frozen=True)
class Saved:
    """What became of a save: the answer as it stands, and what is kept beside it of this page."""

    response: Versioned | None
    kept: KeptBeside | None
    nothing: Answer = field(default_factory=Answer)
    """What stands where nothing was written yet, with every field that the page has."""

    @property
    def stored(self) -> Stored:
        """Return the answer as it stands now."""
        return self.response.stored if self.response else Stored(self.nothing)


def take_in(
    row: Versioned, save: Save, beside: type[KeptBeside], link: str, by: User, at: datetime, *, settles: bool
) -> KeptBeside | None:
    """Store what one page holds in ``row``; return what is kept ``beside`` it, which points to it by ``link``.

    ``settles`` says that whoever writes has read what was kept beside and put it together with what stands.
    """
    is_new = row.pk is None
    base = type(save.answer)() if is_new else answer_at(row, save.base)
    result = merge(row.stored, base, save)
    _store(row, result, by, at)
    if is_new and result.kept is None:
        # Nothing can lie beside what was not there.
        return None
    kept = _keep(row, result, save, beside, link, by, at)
    if settles and kept is None and save.base == row.version - int(result.changed):
        for one in beside._default_manager.select_for_update().filter(**{link: row, "settled_at": None}):
            one.settled_by, one.settled_at = by, at
            save_with_history(one, by=by, reason=_("Put together"), at=at)
    return kept


def _store(row: Versioned, result: Merged, by: User, at: datetime) -> None:
    if not result.changed:
        return
    now = result.stored
    for name, words in asdict(now.answer).items():
        setattr(row, name, words)
    row.version, row.writer, row.since, row.seq = now.version, now.writer, now.since, now.seq
    row.saved_by, row.saved_at = by, at
    save_with_history(row, by=by, reason=_("Saved"), at=at)


def _keep(
    row: Versioned, result: Merged, save: Save, beside: type[KeptBeside], link: str, by: User, at: datetime
) -> KeptBeside | None:
    """Keep beside what could not be taken in; a later save of the same open page takes the place of its earlier one."""
    waiting = beside._default_manager.select_for_update().filter(settled_at=None)
    kept = waiting.filter(**{link: row, "writer": save.writer}).first() if row.pk else None
    if result.kept is None:
        return kept
    if kept is not None and save.seq <= kept.seq:
        return kept
    kept = kept or beside(**{link: row, "by": by, "writer": save.writer})
    kept.base, kept.seq, kept.at, kept.by = save.base, save.seq, at, by
    for name, words in asdict(result.kept).items():
        setattr(kept, name, words)
    save_with_history(kept, by=by, reason=_("Kept beside: somebody else had changed the same field"), at=at)
    return kept
