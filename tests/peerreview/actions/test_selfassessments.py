"""Writing the workbook through its actions: nothing lost, nothing by strangers, nothing after handing in."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from peerreview.actions.reviews import submit
from peerreview.actions.selfassessments import say_why_not_heard, withdraw_words, write_down_words
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import HowHeard, Voice
from peerreview.models import KeptAnswer, Review, Standard, StandardResponse, YoungPeoplesInput
from peerreview.queries.readiness import self_assessment_facts
from peerreview.queries.typed import earlier_texts
from peerreview.queries.workbookchecks import findings
from portal.history.as_of import history_rows
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.people import UserFactory
from tests.factories.selfassessments import lead_of, review_with, staff_of, written
from tests.factories.standards import published_edition, standard

pytestmark = pytest.mark.django_db
A, B = "a" * 16, "b" * 16


def heard(review: Review, text: str = "We want to cook more.", by: User | None = None) -> YoungPeoplesInput:
    return write_down_words(
        review=review,
        standard=None,
        how=HowHeard.MEETING,
        heard_on=NOON.date(),
        text=text,
        consent="All five said yes.",
        by=by or lead_of(review),
        at=NOON,
    )


def test_two_people_in_one_field_are_both_kept_and_put_together() -> None:
    review = review_with(1)
    staff = staff_of(review)
    written(review, commentary="Lena's words", writer=A)
    saved = written(review, commentary="Stan's words", writer=B, by=staff)
    assert saved.kept is not None
    assert saved.response is not None
    assert saved.response.commentary == "Lena's words"
    assert saved.kept.commentary == "Stan's words"
    # Stan types on: the page stays one kept text, and every state of it is in the history.
    written(review, commentary="Stan's words, longer", writer=B, seq=2, by=staff)
    kept = KeptAnswer.objects.get()
    assert kept.commentary == "Stan's words, longer"
    assert history_rows(kept).count() == 2
    both = "Lena's words. Stan's words, longer"
    written(review, commentary=both, base=1, writer="c" * 16, settles=True)
    assert not KeptAnswer.objects.waiting().exists()
    response = StandardResponse.objects.get()
    assert response.commentary == both
    texts = [one.answer.commentary for one in earlier_texts(response, KeptAnswer, {"response_id": response.pk})]
    assert {"Lena's words", "Stan's words", "Stan's words, longer", both} <= set(texts)
    assert list(findings(NOON)) == []


def test_texts_are_not_put_together_by_who_has_not_read_the_newest() -> None:
    review = review_with(1)
    written(review, commentary="one", writer=A)
    written(review, commentary="two", writer=B)
    written(review, commentary="one and more", base=1, writer=A, seq=2)
    saved = written(review, commentary="both", base=1, writer="c" * 16, settles=True)
    assert saved.kept is not None
    assert KeptAnswer.objects.waiting().count() == 2


def test_an_answer_sent_twice_is_saved_once() -> None:
    review = review_with(1)
    for _ in range(2):
        written(review, score="met", commentary="Once.")
    assert StandardResponse.objects.get().version == 1


@pytest.mark.parametrize("state", [ReviewState.SUBMITTED, ReviewState.SCHEDULED, ReviewState.FINAL])
def test_the_workbook_stands_still_once_it_is_handed_in(state: ReviewState) -> None:
    review = review_with(1, state=state)
    with pytest.raises(Refused, match="handed in"):
        written(review, score="met")


def test_strangers_write_nothing() -> None:
    with pytest.raises(PermissionDenied):
        written(review_with(1), score="met", by=UserFactory())


def test_a_standard_of_another_edition_is_refused_by_the_action_and_by_the_database() -> None:
    review = review_with(1)
    other = published_edition(standard("9.9"), code="other").standards.get()
    saved = written(review, score="met")
    assert saved.response is not None
    row = StandardResponse.objects.get()
    row.standard = other
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_young_people_do_not_speak_through_a_field() -> None:
    with pytest.raises(Refused, match="consent"):
        written(review_with(1), score="met", voice=Voice.YOUNG_PEOPLE)


def test_handing_in_needs_every_answer_and_young_people_or_a_reason() -> None:
    review = review_with(3)
    lead = lead_of(review)
    assert self_assessment_facts(review).applicable is None
    written(review, "1.1", score="met")
    written(review, "1.2", score="not_applicable")
    written(review, "1.3", score="partly_met", voice=Voice.LEADERSHIP)
    facts = self_assessment_facts(Review.objects.get(pk=review.pk))
    assert (facts.applicable, facts.answered) == (3, 1)
    with pytest.raises(Refused, match="2"):
        submit(review=review, by=lead, at=NOON)
    written(review, "1.2", base=1, seq=2, score="not_applicable", reason="No school here.")
    written(review, "1.3", score="not_met")
    with pytest.raises(Refused, match="young people"):
        submit(review=review, by=lead, at=NOON)
    say_why_not_heard(review=review, reason="Nobody lived here in October.", by=lead, at=NOON)
    assert submit(review=review, by=lead, at=NOON).state == ReviewState.SUBMITTED
    assert list(findings(NOON)) == []


def test_staff_write_and_never_hand_in() -> None:
    review = review_with(1)
    staff = staff_of(review)
    written(review, score="met", by=staff)
    heard(review, by=staff)
    with pytest.raises(PermissionDenied):
        submit(review=review, by=staff, at=NOON)


def test_withdrawn_words_go_away_everywhere_and_leave_a_gap() -> None:
    review = review_with(1)
    heard(review, "We are afraid of the cellar.")
    withdraw_words(review=review, n=1, by=lead_of(review), at=NOON)
    row = YoungPeoplesInput.objects.get()
    assert row.is_withdrawn
    assert row.text == ""
    assert "text" not in {field.name for field in history_rows(row).model._meta.get_fields()}
    assert not self_assessment_facts(review).young_people


def test_words_with_a_code_are_refused() -> None:
    with pytest.raises(Refused, match="H7K2"):
        heard(review_with(1), "Ask H7K2-P9QX.")


def test_check_finds_an_answer_of_another_edition_and_a_lost_version(monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_with(1)
    written(review, score="met", commentary="x")
    assert list(findings(NOON)) == []
    row = StandardResponse.objects.get()
    StandardResponse.objects.filter(pk=row.pk).update(version=5)
    assert [one for one in findings(NOON) if one.startswith("25")]


def test_every_answer_belongs_to_the_standards_of_the_review() -> None:
    review = review_with(2)
    assert Standard.objects.filter(edition=review.edition).count() == 2
