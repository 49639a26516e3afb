"""The workbook's pages: saving by script and by the button, who reads what, and how many questions they ask."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.enums.reviews import ReviewState
from peerreview.models import KeptAnswer, Review, StandardResponse
from portal.people.models import User
from tests.factories.people import UserFactory
from tests.factories.selfassessments import lead_of, review_with, staff_of, written
from tests.people import browser, person

pytestmark = pytest.mark.django_db


def address(review: Review, code: str = "1.1", voice: str = "staff") -> str:
    return f"/reviews/{review.pk}/self-assessment/standards/{code}/{voice}/"


def sent(user: User, **more: object) -> dict[str, object]:
    return {"person": user.pk, "base": 0, "writer": "a" * 16, "seq": 1, "commentary": "Typed.", **more}


def by_script(client: Client, path: str, data: dict[str, object]) -> Any:
    return client.post(path, data, headers={"Accept": "application/json"})


def test_script_is_told_saved_only_once_the_answer_is_stored() -> None:
    review = review_with(1)
    lead = lead_of(review)
    answer = by_script(browser(lead), address(review), sent(lead, score="met"))
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "saved", 1)
    assert StandardResponse.objects.get().commentary == "Typed."


def test_script_is_told_of_the_other_text() -> None:
    review = review_with(1)
    staff = staff_of(review)
    written(review, commentary="Lena's")
    told = by_script(browser(staff), address(review), sent(staff, writer="b" * 16)).json()
    assert (told["state"], told["answer"]["commentary"], told["by"]) == ("kept", "Lena's", "Lena Lead")
    page = browser(staff).get(address(review)).content.decode()
    assert "Lena&#x27;s" in page
    assert "Typed." in page


def test_an_incomplete_answer_is_saved_by_script() -> None:
    review = review_with(1)
    lead = lead_of(review)
    assert by_script(browser(lead), address(review), sent(lead, score="not_applicable")).json()["state"] == "saved"


def test_without_a_script_both_texts_are_shown_side_by_side() -> None:
    review = review_with(1)
    lead = lead_of(review)
    written(review, commentary="First.", by=staff_of(review))
    client = browser(lead)
    answer = client.post(address(review), sent(lead, writer="b" * 16, commentary="Second.\r\nLine."), follow=True)
    page = answer.content.decode()
    assert "First." in page
    assert "Second.\nLine." in page
    assert "Two texts in one field" in page
    client.post(address(review), sent(lead, writer="c" * 16, base=1, commentary="Both.", settles=1))
    assert not KeptAnswer.objects.waiting().exists()


def test_nothing_is_saved_under_another_name() -> None:
    review = review_with(1)
    lead, staff = lead_of(review), staff_of(review)
    assert by_script(browser(lead), address(review), sent(staff)).status_code == 409
    assert browser(lead).post(address(review), sent(staff)).status_code == 422
    assert not StandardResponse.objects.exists()


def test_a_lost_session_is_sent_to_sign_in_and_stores_nothing() -> None:
    review = review_with(1)
    answer = by_script(Client(), address(review), sent(lead_of(review)))
    assert answer.status_code == 302
    assert not StandardResponse.objects.exists()


def test_what_was_handed_in_is_not_changed_and_says_so() -> None:
    review = review_with(1, state=ReviewState.SUBMITTED)
    lead = lead_of(review)
    answer = by_script(browser(lead), address(review), sent(lead))
    assert answer.status_code == 422
    assert "handed in" in answer.json()["words"]


@pytest.mark.parametrize(("state", "status"), [(ReviewState.SELF_REVIEW, 404), (ReviewState.SUBMITTED, 200)])
def test_the_programme_reads_it_once_it_is_handed_in(state: ReviewState, status: int) -> None:
    review = review_with(1, state=state)
    client = browser(person("programme_manager"))
    assert client.get(f"/reviews/{review.pk}/self-assessment/").status_code == status
    assert client.get(address(review)).status_code == status


def test_strangers_find_nothing() -> None:
    review = review_with(1, state=ReviewState.SUBMITTED)
    client = browser(UserFactory())
    for path in (f"/reviews/{review.pk}/self-assessment/", address(review), f"/reviews/{review.pk}/evidence/"):
        assert client.get(path).status_code == 404


def questions(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len([row for row in asked.captured_queries if "SAVEPOINT" not in row["sql"]])


def test_a_workbook_of_seventy_two_asks_as_little_as_one_of_one() -> None:
    lead = UserFactory()
    small, large = review_with(1, lead=lead), review_with(72, lead=lead)
    written(small, "1.1", score="met")
    for n in range(1, 73):
        written(large, f"1.{n}", score="met", commentary="Yes.")
    client = browser(lead)
    few = questions(client, f"/reviews/{small.pk}/self-assessment/")
    many = questions(client, f"/reviews/{large.pk}/self-assessment/")
    assert few == many
    assert many <= 12
