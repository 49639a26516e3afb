"""The workbook's rules: what is counted, and how what two people save in one field becomes one answer without loss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from peerreview.enums.selfassessments import Score

COUNTED = frozenset({Score.MET, Score.PARTLY_MET, Score.NOT_MET})
NOTHING = "–"


@dataclass(frozen=True)
class Answer:
    """What one voice says of one standard; an empty score is no answer yet."""

    score: str = ""
    commentary: str = ""
    reason: str = ""
    """Why the standard does not apply."""

    @property
    def is_complete(self) -> bool:
        """Say whether it counts as answered: not applicable needs a reason (invariant 7)."""
        if self.score == Score.NOT_APPLICABLE:
            return bool(self.reason.strip())
        return self.score in COUNTED

    @property
    def is_begun(self) -> bool:
        """Say whether anything at all was written, though it may not be complete."""
        return bool(self.score or self.commentary.strip() or self.reason.strip())


@dataclass(frozen=True)
class Count:
    """How the applicable standards stand: the five parts always add up to them (invariant 6)."""

    met: int = 0
    partly_met: int = 0
    not_met: int = 0
    not_applicable: int = 0
    unanswered: int = 0

    @property
    def applicable(self) -> int:
        """Return how many standards apply to a service of this kind in this nation."""
        return self.met + self.partly_met + self.not_met + self.not_applicable + self.unanswered

    @property
    def answered(self) -> int:
        """Return how many are answered; that one does not apply is an answer too."""
        return self.applicable - self.unanswered

    @property
    def denominator(self) -> int:
        """Return what a share is of: what was scored, without what does not apply and what nobody said."""
        return self.met + self.partly_met + self.not_met

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left to answer."""
        return self.unanswered == 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def count(answers: Iterable[Answer | None]) -> Count:
    """Count one voice's answers, one for each applicable standard; None where nothing was written."""
    parts = dict.fromkeys(Count.__dataclass_fields__, 0)
    for answer in answers:
        parts[answer.score if answer is not None and answer.is_complete else "unanswered"] += 1
    return Count(**parts)


def count_by_section(answers: Mapping[str, Iterable[Answer | None]]) -> tuple[dict[str, Count], Count]:
    """Count by section, and in total: the total is the sum of the sections."""
    sections = {section: count(rows) for section, rows in answers.items()}
    return sections, sum(sections.values(), Count())


def applies(applies_to: Iterable[str], nations: Iterable[str], kind: str, nation: str) -> bool:
    """Say whether a standard applies to a service; one that names no kind or no nation applies to all."""
    kinds, places = set(applies_to), set(nations)
    return (not kinds or kind in kinds) and (not places or nation in places)


@dataclass(frozen=True)
class Stored:
    """The answer as it stands: its version, and whose unbroken run of saves it is the end of.

    ``writer`` names an open page, not a person: the same person may have two. ``since`` is the version that page had
    read when its run began, and ``seq`` the number of its last save.
    """

    answer: Answer = Answer()
    version: int = 0
    writer: str = ""
    since: int = 0
    seq: int = 0


@dataclass(frozen=True)
class Save:
    """What a page sends: its answer, the version it had read, the page's own name and the number of the save."""

    answer: Answer
    base: int
    writer: str
    seq: int


@dataclass(frozen=True)
class Merged:
    """What becomes of a save: what stands now, whether it changed, and what is kept beside it."""

    stored: Stored
    changed: bool
    kept: Answer | None = None


def merge(stored: Stored, base: Answer, save: Save) -> Merged:
    """Take a save in without losing a word of anybody's (invariant 25).

    ``base`` is the answer at the version the page had read. A page that nobody came between goes on; a page somebody
    came between is merged field by field; where both changed one field, what stands remains and the whole of what was
    sent is kept beside it.
    """
    own_run = save.writer == stored.writer and save.base >= stored.since
    if own_run and save.seq <= stored.seq:
        # Sent twice, or overtaken by a later save of the same page: the later one holds what the person typed last.
        return Merged(stored, changed=False)
    if own_run or save.base == stored.version:
        if save.answer == stored.answer:
            return Merged(replace(stored, seq=save.seq) if own_run else stored, changed=False)
        return Merged(_next(stored, save.answer, save, own_run), changed=True)
    merged, clash = _by_field(stored.answer, base, save.answer)
    if clash:
        return Merged(stored, changed=False, kept=save.answer)
    if merged == stored.answer:
        return Merged(stored, changed=False)
    return Merged(_next(stored, merged, save, own_run=False), changed=True)


def _next(stored: Stored, answer: Answer, save: Save, own_run: bool) -> Stored:
    # A run begins at what stands when it begins: a page whose text was merged reads the merged version back.
    since = stored.since if own_run else stored.version
    return Stored(answer, stored.version + 1, save.writer, since, save.seq)


def _by_field(now: Answer, base: Answer, sent: Answer) -> tuple[Answer, bool]:
    """Return the answer merged field by field, and whether two people changed one field differently."""
    merged: dict[str, str] = {}
    clash = False
    # A sort of answer with more fields, such as the judgement of a team, is merged in all of them.
    for name in (one.name for one in fields(sent)):
        stands, was, wanted = (getattr(one, name) for one in (now, base, sent))
        merged[name] = stands if wanted == was else wanted
        clash = clash or (wanted not in (was, stands) and stands != was)
    return type(sent)(**merged), clash
