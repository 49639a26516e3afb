"""Workbooks at many stages, what young people said, evidence of several sorts made here, and frozen portfolios."""

import io
import zipfile
from datetime import datetime, timedelta

from docx import Document
from PIL import Image, ImageDraw

from peerreview.actions.evidence import add_evidence, add_revision, freeze_portfolio
from peerreview.actions.hosts import name_host
from peerreview.actions.reviews import schedule
from peerreview.actions.selfassessments import save_answer, say_why_not_heard, withdraw_words, write_down_words
from peerreview.domain.reports import read_report
from peerreview.domain.selfassessments import Answer, Save
from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import FileFormat
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import HowHeard, Score, Voice
from peerreview.models import (
    EvidencePortfolio,
    EvidenceRevision,
    HostRole,
    ReportFile,
    Review,
    Standard,
    StandardResponse,
    Team,
)
from peerreview.models.evidencefiles import EVIDENCE, checked
from peerreview.models.reportfiles import REPORTS
from peerreview.queries.reportfiles import FORMATS
from peerreview.queries.selfassessments import applicable
from portal.demonstration.peerreviews import READY
from portal.demonstration.people import Cooperative
from portal.people.models import User

SAID = (
    "The team talks about it every Tuesday, and the notes of the last six weeks show what changed because of it.",
    "A visitor would see it at breakfast: nobody hurries, and whoever comes down late still gets company.",
    "Two of the adults who joined this year told us that they learned it by watching, not from a folder.",
    "We do it well on quiet days. On two weekends in autumn there were not enough of us, and it slipped.",
    "It is written in every plan. In four of the five plans we read again, somebody had also done it.",
    "Families tell us so at the visits; one grandmother asked for more of it, and we now ring on Sundays.",
    "The last independent visitor wrote that the house sounded like people living together.",
    "We used to do it only after something had gone wrong. Since spring it stands in the rota.",
    "Supervision happens, though not always in the month in which it is due.",
    "The young people chair the meeting themselves, and the book shows what became of what they asked for.",
    "New adults spend their first fortnight beside somebody and are not counted in the numbers.",
    "We are not there yet. The room is ready, but nobody has been trained to use it.",
)
WHY_NOT = (
    "The children all go to local schools; no lessons are held in the house.",
    "Nobody has moved out in the last twelve months.",
)
HEARD = (
    (HowHeard.MEETING, "We want to cook on more than one evening. The new sofa was a good idea. Adults should knock."),
    (HowHeard.ONE_TO_ONE, "It is easier to talk in the car. I would like to know earlier who is on at night."),
    (HowHeard.MADE, "A drawing of the house: the kitchen is the biggest room, and everybody in it has a cup."),
)
LETTERS = "abcdef0123456789"
# How many standards are answered at one time.
SITTING = 9


def fill(cooperative: Cooperative, review: Review, at: datetime, share: float = 1.0) -> None:
    """Answer a share of the standards, a few days before ``at``, by lead and staff in turn."""
    if StandardResponse.objects.filter(self_assessment__review=review, voice=Voice.STAFF).count() > 60:
        return
    lead = _lead(review, at)
    standards = applicable(review)
    many = max(1, round(len(standards) * share))
    for n, standard in enumerate(standards[:many]):
        seed = review.service_id * 7 + n * 5
        # In sittings, the last an hour before: what somebody may is asked once for each moment.
        ago = timedelta(hours=1 + (many - n - 1) // SITTING * SITTING)
        _answer(review, standard, Voice.STAFF, _said(seed, n), lead, at - ago)
    for n, standard in enumerate(standards[: many // 8]):
        seed = review.service_id * 3 + n
        _answer(review, standard, Voice.LEADERSHIP, _said(seed, 1), lead, at - timedelta(hours=2))


def ready_to_hand_in(cooperative: Cooperative, review: Review, at: datetime) -> None:
    """Answer everything, listen to young people or say why not, and add evidence."""
    fill(cooperative, review, at)
    lead = _lead(review, at)
    if review.service_id % 5 == 4:
        why = "Nobody lived here in October: the house was being repaired."
        say_why_not_heard(review=review, reason=why, by=lead, at=at)
    else:
        _listen(review, lead, at, 2)
    add_files(review, lead, at, FILES[:3])


def freeze(cooperative: Cooperative, review: Review, at: datetime) -> None:
    """Freeze what the team is given."""
    freeze_portfolio(review=review, by=cooperative.cast["programme-manager"], at=at)


def register() -> None:
    """Give the reviews what they need to be handed in and arranged; other parts may add theirs."""
    before = READY.get(ReviewState.SCHEDULED)

    def frozen(cooperative: Cooperative, review: Review, at: datetime) -> None:
        freeze(cooperative, review, at)
        if before is not None:
            before(cooperative, review, at)

    READY[ReviewState.SUBMITTED] = ready_to_hand_in
    READY[ReviewState.SCHEDULED] = frozen


def add_self_assessments(cooperative: Cooperative) -> None:
    """Bring what is being written now to where it is: each workbook a little further than the last."""
    being_written = Review.objects.filter(state=ReviewState.SELF_REVIEW).select_related("service__region", "cycle")
    rows = list(being_written.order_by("pk"))
    for n, review in enumerate(rows):
        at = max(cooperative.calendar.at(6, 15), review.state_since + timedelta(hours=4))
        own = review.service.urn == "DEMO00001"
        fill(cooperative, review, at, 0.83 if own else n / len(rows))
        if own:
            _own(cooperative, review, at)


def _own(cooperative: Cooperative, review: Review, at: datetime) -> None:
    """Let the service lead’s own review show everything: staff, words taken away, a newer file, a restricted one."""
    lead = _lead(review, at)
    name_host(
        service=review.service,
        person=cooperative.somebody(at=at),
        kind=HostKind.STAFF,
        starts_on=review.clock_from,
        reason="Writes the parts about the day",
        by=lead,
        at=review.state_since,
    )
    _listen(review, lead, at, 3)
    withdraw_words(review=review, n=2, by=lead, at=at + timedelta(hours=1))
    add_files(review, lead, at, FILES)
    item = review.evidence.get(title=FILES[0][0])
    add_revision(item=item, content=content_of(item.title, 2), by=lead, at=at + timedelta(hours=2))


def _listen(review: Review, lead: User, at: datetime, many: int) -> None:
    for n, (how, text) in enumerate(HEARD[:many]):
        write_down_words(
            review=review,
            standard=applicable(review)[n] if n else None,
            how=how,
            heard_on=at.date() - timedelta(days=3 + n),
            text=text,
            consent="Asked before and after; everybody said yes, and knows that they can change their minds.",
            by=lead,
            at=at,
        )


def _said(seed: int, n: int) -> Answer:
    if seed % 29 == 3:
        return Answer(Score.NOT_APPLICABLE, reason=WHY_NOT[n % len(WHY_NOT)])
    score = (Score.MET, Score.MET, Score.PARTLY_MET, Score.MET, Score.NOT_MET, Score.MET, Score.PARTLY_MET)[seed % 7]
    return Answer(score, SAID[(seed + n) % len(SAID)])


def _answer(review: Review, standard: Standard, voice: Voice, answer: Answer, by: User, at: datetime) -> None:
    save_answer(review=review, standard=standard, voice=voice, save=Save(answer, 0, LETTERS, 1), by=by, at=at)


def _lead(review: Review, at: datetime) -> User:
    roles = HostRole.objects.active(at).filter(service=review.service_id, kind=HostKind.LEAD)
    return roles.select_related("person")[0].person


FILES = (
    ("Notes of the house meetings", EvidenceKind.RECORD, Sensitivity.ORDINARY),
    ("Who is on when", EvidenceKind.PLAN, Sensitivity.ORDINARY),
    ("How we welcome somebody", EvidenceKind.POLICY, Sensitivity.ORDINARY),
    ("The kitchen after the change", EvidenceKind.PICTURE, Sensitivity.ORDINARY),
    ("What we learned from a hard week", EvidenceKind.RECORD, Sensitivity.RESTRICTED),
)


def add_files(review: Review, by: User, at: datetime, files: tuple[tuple[str, EvidenceKind, Sensitivity], ...]) -> None:
    """Add files, each for two or three standards; once a review."""
    if review.evidence.exists():
        return
    standards = applicable(review)
    for n, (title, kind, sensitivity) in enumerate(files):
        add_evidence(
            review=review,
            title=title,
            kind=kind,
            sensitivity=sensitivity,
            has_child_data=False,
            content=content_of(title, 1),
            standards=[standards[n], standards[n + 3], standards[n * 4 + 9]],
            by=by,
            at=at,
        )


def content_of(title: str, n: int) -> bytes:
    """Make a file again as it was made before: the same title and revision give the same bytes."""
    if title == FILES[1][0]:
        return b"day,morning,evening,night\nMonday,2,3,2\nTuesday,2,3,2\nWednesday,3,3,2\n"
    if title == FILES[3][0]:
        picture = Image.new("RGB", (640, 400), "#f3ead7")
        draw = ImageDraw.Draw(picture)
        draw.rectangle((80, 180, 560, 320), fill="#8a5a2b")
        for left in range(110, 530, 90):
            draw.ellipse((left, 120, left + 50, 170), fill="#1b5e5a")
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()
    lines = [title, f"Revision {n}", *SAID[n : n + 4]]
    if title == FILES[2][0]:
        return _document(lines)
    return ("\n\n".join(lines) + "\n").encode()


def _document(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out, fixed = io.BytesIO(), io.BytesIO()
    document.save(out)
    # The package notes the minute in which it was made: the same words shall give the same bytes.
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), made.read(name))
    return fixed.getvalue()


def lay_out_files() -> None:
    """Copy the files of a demonstration whose database was copied without them; only those that are missing."""
    for row in EvidenceRevision.objects.select_related("item"):
        if EVIDENCE.fingerprint(row.file) is None:
            EVIDENCE.root.mkdir(parents=True, exist_ok=True)
            EVIDENCE.path(row.file).write_bytes(checked(content_of(row.item.title, row.n))[1])
    for file in ReportFile.objects.select_related("version"):
        if REPORTS.fingerprint(file.file) is None:
            REPORTS.root.mkdir(parents=True, exist_ok=True)
            made = FORMATS[FileFormat(file.format)].write(read_report(file.version.content), file.version.made_at)
            REPORTS.path(file.file).write_bytes(made)


def arrange_visits(cooperative: Cooperative) -> None:
    """Freeze the evidence where a team has said yes and a day is fixed, and note that the visit is arranged."""
    manager = cooperative.cast["programme-manager"]
    ready = Team.objects.filter(confirmed_at__isnull=False, review__state=ReviewState.SUBMITTED)
    for team in ready.select_related("review").order_by("pk"):
        agreed = team.confirmed_at or team.review.state_since
        at = max(team.review.state_since, agreed) + timedelta(days=1)
        if not EvidencePortfolio.objects.filter(review=team.review).exists():
            freeze(cooperative, team.review, at)
        schedule(review=team.review, by=manager, at=at)
