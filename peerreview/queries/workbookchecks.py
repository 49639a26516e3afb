"""What must always be true of workbooks and evidence, asked of the live data: a sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q

from peerreview.domain.evidence import manifest_hash
from peerreview.domain.reviews import BEING_WRITTEN
from peerreview.domain.selfassessments import Count
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import Score
from peerreview.models import (
    EvidenceLink,
    EvidencePortfolio,
    EvidenceRevision,
    KeptAnswer,
    Review,
    StandardResponse,
    YoungPeoplesInput,
)
from peerreview.models.evidencefiles import EVIDENCE
from peerreview.queries.selfassessments import workbook
from portal.history.as_of import history_rows
from portal.identifying import codes_in

NOT_YET = {ReviewState.PLANNED, *BEING_WRITTEN, ReviewState.CANCELLED}


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _of_the_edition()
    yield from _files()
    yield from _portfolios()
    yield from _counts()
    yield from _young_people()
    yield from _versions()


def _of_the_edition() -> Iterator[str]:
    """2: what is said and shown belongs to the edition of its review."""
    for row in StandardResponse.objects.exclude(standard__edition=F("self_assessment__review__edition")):
        yield f"2: answer {row.pk} is about a standard of another edition than its review's."
    for link in EvidenceLink.objects.exclude(standard__edition=F("revision__item__review__edition")):
        yield f"2: evidence link {link.pk} is about a standard of another edition than its review's."


def _files() -> Iterator[str]:
    """4: every file lies where its row says, whole, and no file lies there without a row."""
    known = set()
    for row in EvidenceRevision.objects.order_by("pk").iterator():
        known.add(row.file)
        found = EVIDENCE.fingerprint(row.file)
        if found is None:
            yield f"4: the file of evidence revision {row.pk} is missing."
        elif found != (row.sha256, row.size):
            yield f"4: the file of evidence revision {row.pk} is not what was stored."
    for name in EVIDENCE.names():
        if name not in known:
            yield f"4: the evidence folder holds a file that belongs to nothing: {name}."


def _portfolios() -> Iterator[str]:
    """4: a frozen portfolio equals its hash and the stored files."""
    stored = {(row.item_id, row.n): (row.sha256, row.size) for row in EvidenceRevision.objects.all()}
    for portfolio in EvidencePortfolio.objects.order_by("pk"):
        if manifest_hash(portfolio.manifest) != portfolio.sha256:
            yield f"4: portfolio {portfolio.pk} is not what was frozen."
        for line in portfolio.manifest:
            if stored.get((line["item"], line["n"])) != (line["sha256"], line["size"]):
                yield f"4: portfolio {portfolio.pk} names a file that is not stored like that: {line['item']}."


def _counts() -> Iterator[str]:
    """6 and 7: the parts add up; what was handed in is complete, and what does not apply has its reason."""
    rows = Review.objects.filter(self_assessment__isnull=False).select_related("service__region", "edition", "cycle")
    for review in rows.order_by("pk"):
        book = workbook(review)
        if book.count != sum((section.count for section in book.sections), Count()):
            yield f"6: the sections of the workbook of review {review.pk} do not add up to its total."
        if review.state not in NOT_YET and not book.count.is_complete:
            yield f"6: review {review.pk} was handed in with {book.count.unanswered} standards unanswered."
        if review.state not in NOT_YET:
            for section in book.sections:
                for line in section.lines:
                    if line.answer and line.answer.score == Score.NOT_APPLICABLE and not line.answer.reason.strip():
                        yield f"7: review {review.pk}, {line.standard.code}: not applicable without a reason."


def _young_people() -> Iterator[str]:
    """22: no code of a young person is stored, and withdrawn words are gone."""
    for row in YoungPeoplesInput.objects.order_by("pk"):
        if codes_in(row.text):
            yield f"22: what young people said in {row.pk} holds a code."
        if row.is_withdrawn and row.text:
            yield f"22: withdrawn words are still there in {row.pk}."


def _versions() -> Iterator[str]:
    """25: every version ever saved can be read, and what is kept beside belongs to a version there was."""
    for row in StandardResponse.objects.order_by("pk").iterator():
        versions = sorted(set(history_rows(row).values_list("version", flat=True)))
        if versions != list(range(1, row.version + 1)):
            yield f"25: answer {row.pk} stands at version {row.version}, and its history has {len(versions)}."
    for kept in KeptAnswer.objects.filter(Q(base__gte=F("response__version"))).order_by("pk"):
        yield f"25: text {kept.pk} is kept beside a version that it could not have clashed with."
