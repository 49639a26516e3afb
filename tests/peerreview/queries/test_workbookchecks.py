"""The daily check finds what must never be of editions, workbooks and evidence; each is planted past every guard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peerreview.actions.evidence import add_evidence, freeze_portfolio
from peerreview.actions.selfassessments import withdraw_words, write_down_words
from peerreview.domain.evidence import manifest_hash
from peerreview.domain.selfassessments import Count
from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import HowHeard, Score
from peerreview.models import (
    EvidenceLink,
    EvidencePortfolio,
    KeptAnswer,
    Review,
    Standard,
    StandardResponse,
    StandardSetEdition,
    YoungPeoplesInput,
)
from peerreview.queries import workbookchecks
from peerreview.queries.selfassessments import SectionLines, Workbook
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of, review_with, staff_of, written
from tests.factories.standards import published_edition, standard
from tests.planting import MADE, away, found_each, peer_review, put
from tests.remembering import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def words(review: Review, text: str) -> YoungPeoplesInput:
    return write_down_words(
        review=review,
        standard=None,
        how=HowHeard.MEETING,
        heard_on=NOON.date(),
        text=text,
        consent="All five said yes.",
        by=lead_of(review),
        at=NOON,
    )


@pytest.fixture
@remembered
def review() -> Review:
    """Hand a workbook in: three answers, one beside, evidence in a frozen portfolio, two things children said."""
    review = review_with(3)
    written(review, "1.1", score="met", commentary="We do.")
    written(review, "1.2", score="not_applicable", reason="We are no school.")
    written(review, "1.3", score="met", commentary="Lena's words")
    written(review, "1.3", score="met", commentary="Stan's words", writer="b" * 16, by=staff_of(review))
    words(review, "We want to cook more.")
    withdraw_words(review=review, n=words(review, "The bus is late.").n, by=lead_of(review), at=NOON)
    add_evidence(
        review=review,
        title="House meeting",
        kind=EvidenceKind.RECORD,
        sensitivity=Sensitivity.ORDINARY,
        has_child_data=False,
        content=b"We meet on Mondays.\n",
        standards=[Standard.objects.get(edition=review.edition, code="1.1")],
        by=lead_of(review),
        at=NOON,
    )
    review = Review.objects.get(pk=review.pk)
    freeze_portfolio(review=make.fresh(at(review, ReviewState.SUBMITTED)), by=make.manager(), at=NOON)
    return at(review, ReviewState.SCHEDULED)


def at(review: Review, state: ReviewState) -> Review:
    """Bring a review on by one step; what is asked on the way is another test's."""
    review.state, review.submitted_at, review.submitted_by = state, NOON, lead_of(review)
    save_with_history(review, by=None, reason="Made for a test", at=NOON)
    return review


def test_wrongs_in_workbooks_and_evidence_are_found(review: Review) -> None:
    other = published_edition(standard("1.1"), code="other")
    (elsewhere,) = other.standards.all()
    one, two, three = StandardResponse.objects.order_by("standard__order")
    portfolio, kept = EvidencePortfolio.objects.get(), KeptAnswer.objects.get()
    said, gone = YoungPeoplesInput.objects.order_by("n")
    lies = [{**portfolio.manifest[0], "sha256": "0" * 64}]
    found_each(
        peer_review,
        [
            ("1: Small Standards", put(StandardSetEdition, review.edition_id, introduction="Other words.")),
            ("is not what was published", put(Standard, elsewhere.pk, text="Other words.")),
            (
                f"2: answer {one.pk} is about a standard of another edition",
                put(StandardResponse, one.pk, standard=elsewhere),
            ),
            ("is about a standard of another edition", put(EvidenceLink, standard=elsewhere)),
            (f"4: portfolio {portfolio.pk} is not what was frozen", put(EvidencePortfolio, manifest=lies)),
            (
                f"4: portfolio {portfolio.pk} names a file that is not stored like that",
                put(EvidencePortfolio, manifest=lies, sha256=manifest_hash(lies)),
            ),
            (
                f"6: review {review.pk} was handed in with 1 standards unanswered",
                away_with(one.pk),
            ),
            (
                f"7: review {review.pk}, 1.2: not applicable without a reason",
                put(StandardResponse, two.pk, reason="  "),
            ),
            (f"7: review {review.pk}, 1.1", put(StandardResponse, one.pk, score=Score.NOT_APPLICABLE)),
            (
                f"22: what young people said in {said.pk} holds a code",
                put(YoungPeoplesInput, said.pk, text="H7K2-P9QX"),
            ),
            (f"22: withdrawn words are still there in {gone.pk}", put(YoungPeoplesInput, gone.pk, text="Late.")),
            (f"25: answer {three.pk} stands at version 5", put(StandardResponse, three.pk, version=5)),
            (f"25: text {kept.pk} is kept beside a version", put(KeptAnswer, kept.pk, base=7)),
        ],
        NOON,
        despite=MADE,
    )


def away_with(response: int) -> Callable[[], object]:
    """Take an answer away, and with it nothing else: the database would not let go of what points to it."""
    return away(StandardResponse, pk=response)


def test_sections_that_do_not_add_up_are_found(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """6: no row can break the sum, only the code that adds up; so that is what is broken here."""
    right = workbookchecks.workbook

    def wrong(row: Review) -> Workbook:
        book = right(row)
        (section,) = book.sections
        return Workbook(
            book.review,
            book.assessment,
            book.voice,
            (SectionLines(section.section, section.lines, section.count + Count(met=1)),),
            book.count,
        )

    monkeypatch.setattr(workbookchecks, "workbook", wrong)
    assert [one for one in peer_review(NOON) if not one.startswith(MADE)] == [
        f"6: the sections of the workbook of review {review.pk} do not add up to its total."
    ]
