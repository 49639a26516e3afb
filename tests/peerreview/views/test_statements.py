"""What was released of voices stands in the workbook for whom it was released, and goes when it is gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.models import Review
from portal.voices.actions.deletion import delete_statement
from portal.voices.actions.releases import end_releases
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Gone, StatementState
from portal.voices.models import Campaign, Place, Redaction, Release, Statement
from tests.conftest import NOON
from tests.factories.selfassessments import lead_of, review_with
from tests.factories.statements import SAID, campaign, place, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db


def released(
    asked: Campaign, audience: Audience = Audience.SERVICE, text: str = SAID, where: Place | None = None
) -> Statement:
    row = statement(text=text, asked=asked, state=StatementState.RELEASED, cleared=True, where=where)
    by = {"proposed_by": person(), "released_by": person()}
    Release.objects.create(statement=row, audience=audience, proposed_at=NOON, released_at=NOON, **by)
    return row


def of_review(review: Review) -> Campaign:
    return campaign(kind="review", subject_kind="review", subject_key=review.pk)


def page_of(review: Review) -> str:
    page = browser(lead_of(review)).get(f"/reviews/{review.pk}/self-assessment/young-people/")
    assert page.status_code == 200
    return page.content.decode()


def test_who_writes_the_self_assessment_reads_what_was_released_to_the_service() -> None:
    review = review_with(1)
    here = place(service_key=review.service_id)
    released(of_review(review))
    released(campaign(), text="From every day", where=here)
    released(campaign(), text="From another home", where=place())
    released(of_review(review), Audience.VISITING_TEAM, "For the team alone")
    released(campaign(), Audience.PUBLIC, "Everybody reads it, and nobody where it was said", here)
    statement(text="Nobody has read this", asked=of_review(review), where=here)
    page = page_of(review)
    assert SAID in page
    assert "From every day" in page
    for words in ("From another home", "For the team alone", "nobody where it was said", "Nobody has read this"):
        assert words not in page


def test_words_are_read_as_they_were_cleared() -> None:
    review = review_with(1)
    row = released(of_review(review), text="Zebedee shouts at night")
    Redaction.objects.create(words=row.words.get(), text="[…] shouts at night", reason="A name.", by=person(), at=NOON)
    page = page_of(review)
    assert "[…] shouts at night" in page
    assert "Zebedee" not in page


def test_what_is_ended_is_gone_and_what_was_taken_back_leaves_a_gap() -> None:
    review = review_with(1)
    asked = of_review(review)
    ended, back = released(asked, text="Ended again"), released(asked, text="Taken back again")
    assert "[Something was taken back" not in page_of(review)
    end_releases(ended, NOON)
    delete_statement(statement=back, why=Gone.WITHDRAWN, at=NOON)
    page = page_of(review)
    assert "Ended again" not in page
    assert "Taken back again" not in page
    assert "[Something was taken back" in page


def test_page_asks_the_same_for_one_and_three() -> None:
    review = review_with(1)
    asked = of_review(review)
    lead = lead_of(review)
    counts = []
    for many in (1, 2):
        for _number in range(many):
            released(asked)
        client = browser(lead)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/reviews/{review.pk}/self-assessment/young-people/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
