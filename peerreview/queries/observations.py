"""Notes of a visit as they stand: one text each, or several that were written apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from peerreview.domain.observations import stand
from peerreview.models import Observation, ObservationText, Review, Standard, TimetableSession
from peerreview.queries.selfassessments import applicable

if TYPE_CHECKING:
    from portal.people.models import User


@dataclass(frozen=True)
class Note:
    """A note with the texts that stand; the last is the newest."""

    observation: Observation
    standing: list[ObservationText]
    many: int
    """How many texts it ever had: what an act rests on that has read all of it."""

    @property
    def newest(self) -> ObservationText:
        """Return the text that was written last."""
        return self.standing[-1]

    @property
    def beside(self) -> list[ObservationText]:
        """Return the texts that stand beside it."""
        return self.standing[:-1]


@dataclass(frozen=True)
class SessionNotes:
    """A session, and what was noted in it."""

    session: TimetableSession
    notes: list[Note]


@dataclass(frozen=True)
class Notebook:
    """The page of one person's notes of one visit."""

    review: Review
    day: date | None
    sessions: list[SessionNotes]
    standards: list[Standard]


def notes_of(review: Review, author: "User | None" = None) -> list[Note]:
    """Return the notes of a visit, of one author or of all; two queries."""
    rows = Observation.objects.filter(review=review).select_related("author", "session")
    rows = rows.filter(author=author) if author is not None else rows
    texts = ObservationText.objects.filter(observation__in=rows.values("pk")).select_related("standard")
    by_note = {
        key: list(group) for key, group in groupby(texts.order_by("observation", "n"), lambda t: t.observation_id)
    }
    found = [_note(row, by_note[row.pk]) for row in rows.order_by("session__starts", "arrived_at", "pk")]
    # A note whose words were taken out again stays on record, and is not shown.
    return [note for note in found if any(text.text for text in note.standing)]


def _note(row: Observation, texts: list[ObservationText]) -> Note:
    numbers = set(stand(text.version for text in texts))
    return Note(row, [text for text in texts if text.n in numbers], len(texts))


def find_note(name: UUID) -> Observation | None:
    """Return a note by the name its notebook gave it."""
    return Observation.objects.filter(client_uuid=name).first()


def texts_of(row: Observation) -> list[ObservationText]:
    """Return every text of a note, the first first."""
    return list(ObservationText.objects.filter(observation=row).order_by("n"))


def notebook(review: Review, author: "User") -> Notebook:
    """Return somebody's notebook: every session of the day, and sessions that were taken out but have notes."""
    return Notebook(
        review=review,
        day=review.visit.confirmed_on,
        sessions=by_session(review, notes_of(review, author)),
        standards=list(applicable(review)),
    )


def by_session(review: Review, notes: Iterable[Note]) -> list[SessionNotes]:
    """Put notes under their sessions."""
    gathered: dict[int, list[Note]] = {}
    for note in notes:
        gathered.setdefault(note.observation.session_id, []).append(note)
    sessions = TimetableSession.objects.filter(timetable__visit__review=review).order_by("starts", "ends", "pk")
    return [
        SessionNotes(one, gathered.get(one.pk, [])) for one in sessions if one.removed_at is None or one.pk in gathered
    ]
