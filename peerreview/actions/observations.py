"""Taking notes in: whatever order they come in and however often, every text is kept once.

Locks: the review.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.domain.observations import Act, stand, take
from peerreview.models import Observation, ObservationText, Review, Standard, TimetableSession
from peerreview.permissions import observations as permissions
from peerreview.queries.observations import find_note, texts_of
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused

LONGEST = 20_000  # characters


@dataclass(frozen=True)
class Written:
    """What a notebook holds: its names for the note and for the act of writing, and what was written."""

    note: UUID
    act: UUID
    session: int
    standard: str
    base: int
    text: str
    settles: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of it: its number among the texts of the note, and how many stand side by side."""

    n: int
    standing: int


@transaction.atomic
def keep_note(*, review: Review, written: Written, by: User, at: datetime) -> Taken:
    """Keep what was written, once; where another text came between, both stand."""
    review = lock_review(review, by=by)
    if not permissions.can_write_notes(by, review, at):
        raise PermissionDenied
    if len(written.text) > LONGEST:
        raise Refused(_("This note is too long. Divide it into two."))
    standard = _standard(review, written.standard)
    row = find_note(written.note)
    if row is None:
        row = _begin(review, written, by, at)
    elif row.author_id != by.pk or row.review_id != review.pk:
        raise Refused(_("This note belongs to another notebook."))
    texts = texts_of(row)
    versions = [text.version for text in texts]
    version = take(versions, Act(str(written.act), written.base, written.text, written.settles))
    if version is None:
        n = next(one.n for one in versions if one.act == str(written.act))
        return Taken(n, len(stand(versions)))
    if ObservationText.objects.filter(act=written.act).exists():
        raise Refused(_("This was written in another note."))
    text = ObservationText(
        observation=row,
        n=version.n,
        act=written.act,
        base=version.base,
        settles=version.settles,
        text=version.text,
        standard=standard,
        arrived_at=at,
    )
    save_with_history(text, by=by, reason=_("Noted on the visit"), at=at)
    return Taken(version.n, len(stand([*versions, version])))


def _begin(review: Review, written: Written, by: User, at: datetime) -> Observation:
    session = TimetableSession.objects.filter(timetable__visit__review=review, pk=written.session).first()
    if session is None:
        raise Refused(_("This session is not part of the visit."))
    row = Observation(review=review, author=by, client_uuid=written.note, session=session, arrived_at=at)
    save_with_history(row, by=by, reason=_("Noted on the visit"), at=at)
    return row


def _standard(review: Review, code: str) -> Standard | None:
    if not code.strip():
        return None
    found = Standard.objects.filter(edition=review.edition_id, code=code.strip()).first()
    if found is None:
        raise Refused(_("There is no standard %(code)s in this edition.") % {"code": code.strip()})
    return found
